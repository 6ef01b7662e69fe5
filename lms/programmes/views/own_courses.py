"""A participant's courses: take one of those to choose from, or take the choice back.

The page on which they stand is in `participants`.
"""

from lms.kit.i18n import N_
from lms.programmes import policy
from lms.programmes.services import enrolments
from lms.programmes.views.door import room
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to
from lms.web.room import Answer, Visit

ONE = "/learn/cohorts/<id:participation_id>/courses/<slug:slug>"


@room.post(f"{ONE}/take", policy=signed_in)
def take_course(visit: Visit[None], participation_id: str, slug: str) -> Answer:
    row = policy.load_participant_for(visit.actor, participation_id)
    enrolments.take_course(visit.actor, visit.now, row, slug)
    notify("success", N_("You are enrolled in the course."))
    return redirect_to("programmes.show_way", participation_id=participation_id)


@room.post(f"{ONE}/leave", policy=signed_in)
def leave_course(visit: Visit[None], participation_id: str, slug: str) -> Answer:
    row = policy.load_participant_for(visit.actor, participation_id)
    enrolments.leave_course(visit.actor, visit.now, row, slug)
    notify("success", N_("The choice is taken back."))
    return redirect_to("programmes.show_way", participation_id=participation_id)
