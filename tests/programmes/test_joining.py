"""Whoever opens an account by the invitation of a selection is led to the place offered."""

from sqlalchemy import select

from lms.accounts.models import Invitation
from lms.kit.db import db
from lms.notifications.models import Message
from tests.programmes.selecting import add_closing, give_out, nominate_stranger, place_of

PASSWORD = "four unrelated small words"


def test_whoever_joins_by_the_invitation_is_led_to_the_offer(programme, browse, run_jobs):
    cohort = add_closing(programme, 1)
    row = nominate_stranger(cohort, "Mame Ba")
    give_out(browse, run_jobs, cohort)
    invitation_id = db.session.scalars(select(Invitation.id)).one()
    # A mail that is on its way names its secret no more; one sent again does until then.
    browse("emre").post(f"/admin/people/invitations/{invitation_id}/resend")
    db.session.rollback()
    query = select(Message).where(Message.kind == "accounts.invitation")
    [path] = [one.context["path"] for one in db.session.scalars(query) if "path" in one.context]
    mame = browse()
    values = {"full_name": "Mame Ba", "password": PASSWORD, "repeated": PASSWORD, "agreed": "y"}
    assert mame.post(path, values).location == "/learn"
    place = place_of(row)
    assert place is not None
    assert f"/learn/places/{place.id}" in mame.get("/learn").text
