"""The sign-in sheet of a session: asked for, waited for, downloaded by whoever asked.

Its names are for that person's eyes.
"""

from werkzeug.wrappers import Response

from lms.kit import storage
from lms.kit.errors import NotVisible
from lms.programmes import session_policy as policy
from lms.programmes.services import sheets as services
from lms.programmes.views.door import room
from lms.web.files import hand_over
from lms.web.policies import signed_in
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit

ONE = "/admin/sign-in-sheets/<id:sheet_id>"


@room.post("/admin/sessions/<id:session_id>/sheet", policy=signed_in)
def ask_sheet(visit: Visit[None], session_id: str) -> Answer:
    desk = policy.load_session_for(visit.actor, session_id)
    sheet_id = services.ask_sheet(visit.actor, visit.now, desk.session)
    return redirect_to("programmes.show_sheet", sheet_id=sheet_id)


@room.get(ONE, policy=signed_in)
def show_sheet(visit: Visit[None], sheet_id: str) -> Answer:
    row, desk = policy.load_sheet_for(visit.actor, sheet_id)
    return render("programmes/show_sheet.html", desk=desk.cohort, session=desk.session, sheet=row)


@room.get(f"{ONE}/file", policy=signed_in)
def download_sheet(visit: Visit[None], sheet_id: str) -> Response:
    row, desk = policy.load_sheet_for(visit.actor, sheet_id)
    if row.blob_hash is None:
        raise NotVisible
    day = desk.session.starts_at.strftime("%Y-%m-%d")
    return hand_over(storage.get(row.blob_hash), f"sign-in-sheet-{day}.pdf")
