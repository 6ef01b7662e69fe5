"""The awards of whoever is signed in: how each stands, and its recertification.

How many awards end when is in `expiry`.
"""

from lms.kit.i18n import N_
from lms.programmes import renewal_policy
from lms.programmes.queries import award_pages, certified
from lms.programmes.rules.validity import VALIDITY_NAMES
from lms.programmes.services import renewals
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

ALL = "/learn/awards"
ONE = f"{ALL}/<id:award_id>"
BADGES = {
    "lasting": "done",
    "valid": "done",
    "due": "begun",
    "grace": "danger",
    "expired": "locked",
}


@room.get(ALL, policy=signed_in)
def list_awards(visit: Visit[None]) -> Answer:
    page = award_pages.get_awards(visit.actor, visit.now, current_language())
    return render(
        "programmes/list_awards.html",
        page=page,
        refused=certified.list_refused(page.award_ids),
        validity_names=VALIDITY_NAMES,
        badges=BADGES,
    )


@room.get(ONE, policy=signed_in)
def show_award(visit: Visit[None], award_id: str) -> Answer:
    held = renewal_policy.load_held_for(visit.actor, award_id)
    return render(
        "programmes/show_award.html",
        refused=certified.list_refused([held.award.id]),
        page=award_pages.get_award(visit.actor, held, visit.now, current_language()),
        validity_names=VALIDITY_NAMES,
        badges=BADGES,
    )


@room.post(f"{ONE}/renewal", policy=signed_in)
def begin_renewal(visit: Visit[None], award_id: str) -> Answer:
    renewal_policy.load_held_for(visit.actor, award_id)
    renewals.begin(visit.actor, visit.now, award_id, current_language())
    notify("success", N_("Your recertification has begun. This is what is asked again:"))
    return redirect_to("programmes.show_award", award_id=award_id)


@room.post(f"{ONE}/renewal/undo", policy=signed_in)
def undo_renewal(visit: Visit[None], award_id: str) -> Answer:
    renewal_policy.load_held_for(visit.actor, award_id)
    renewals.undo(visit.actor, visit.now, award_id)
    notify("success", N_("It is undone. You can begin again as long as the award can be renewed."))
    return redirect_to("programmes.show_award", award_id=award_id)
