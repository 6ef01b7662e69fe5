"""The way through a programme: each participant's own page, and the list of a cohort.

Wishes that prior learning counts are in `recognitions`.
"""

from lms.programmes import policy
from lms.programmes.queries import messages, surveys, ways
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.places import may_end
from lms.programmes.rules.reviews import KIND_NAMES
from lms.programmes.rules.surveys import KIND_NAMES as SURVEY_NAMES
from lms.programmes.rules.works import BADGES, STATUS_NAMES
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import redirect_to, render
from lms.web.room import Answer, Visit


@room.get("/learn/cohorts/<id:participation_id>", policy=signed_in)
def show_way(visit: Visit[None], participation_id: str) -> Answer:
    row = policy.load_former_participant_for(visit.actor, participation_id)
    # Whoever lost the place is told there when, why and whom to ask.
    if row.status not in {"accepted", "completed"}:
        return redirect_to("programmes.show_place", participation_id=row.id)
    page = ways.get_way(visit.actor, row, current_language(), visit.now)
    return render(
        "programmes/show_way.html",
        page=page,
        surveys=surveys.list_own_open(row.id),
        unread=messages.count_unread(row.id),
        may_give_back=may_end(row, status(page.cohort, visit.now)),
        survey_names=SURVEY_NAMES,
        kind_names=KIND_NAMES,
        work_names=STATUS_NAMES,
        work_badges=BADGES,
    )


@room.get("/admin/cohorts/<id:cohort_id>/participants", policy=signed_in)
def list_participants(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_teaching_desk_for(visit.actor, cohort_id)
    page = ways.get_participants(visit.actor, desk.cohort, visit.now)
    return render("programmes/list_participants.html", desk=desk, page=page)
