"""Who is in which group: changed one by one or proposed evenly, saved at once, undone at once.

Groups themselves are in `teams`.
"""

from collections.abc import Mapping

from flask import request

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.programmes import policy
from lms.programmes.forms.grouping import GroupingForm
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import grouping
from lms.programmes.queries.grouping import PeoplePage
from lms.programmes.rules.grouping import find_moves, print_of, propose
from lms.programmes.services import grouping as services
from lms.programmes.views.desks import ONE
from lms.programmes.views.door import room
from lms.web.listing import cut, page_number
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PEOPLE = f"{ONE}/groups/people"
PROPOSALS = ("rest", "all")


def _page(
    desk: CohortDesk,
    page: PeoplePage,
    chosen: Mapping[str, str | None],
    proposal: str = "",
    problem: Text | None = None,
) -> str:
    now = {one.id: one.group_id for one in page.members}
    wanted = {**now, **{key: value for key, value in chosen.items() if key in now}}
    moved = {move.participation_id for move in find_moves(page.members, wanted)}
    lines = cut(page.lines, page_number(request.args.get("page")))
    shown = {line.member.id for line in lines.rows}
    return render(
        "programmes/arrange_groups.html",
        desk=desk,
        page=page,
        lines=lines,
        # What is proposed for those on the other pages is saved with this one.
        elsewhere=sorted(moved - shown),
        chosen=wanted,
        counts=page.count(wanted),
        moved=moved,
        seen=print_of(page.members),
        proposal=proposal,
        problem=problem,
    )


@room.get(PEOPLE, policy=signed_in)
def show_grouping(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    page = grouping.get_people(visit.actor, desk.cohort, current_language())
    proposal = request.args.get("propose", "")
    if proposal not in PROPOSALS:
        return _page(desk, page, {})
    chosen = propose(page.members, page.pairs, anew=proposal == "all")
    return _page(desk, page, chosen, proposal)


@room.post(PEOPLE, policy=signed_in, form=GroupingForm)
def arrange_groups(visit: Visit[GroupingForm], cohort_id: str) -> Answer:
    desk, form = policy.load_run_cohort_for(visit.actor, cohort_id), visit.form
    try:
        count = services.arrange(
            visit.actor, visit.now, desk.cohort, form.chosen.data, str(form.seen.data)
        )
    except Invalid as error:
        page = grouping.get_people(visit.actor, desk.cohort, current_language())
        return _page(desk, page, form.chosen.data, problem=error.text), 422
    if count:
        notify("success", N_("The groups are saved. You can undo it as long as nothing changes."))
    else:
        notify("info", N_("Nobody changes the group, so there was nothing to save."))
    number = page_number(request.args.get("page"))
    return redirect_to("programmes.show_grouping", cohort_id=cohort_id, page=number)


@room.post(f"{PEOPLE}/undo", policy=signed_in)
def undo_grouping(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    services.undo(visit.actor, visit.now, desk.cohort)
    notify("success", N_("It is undone: everybody is in the group in which they were before."))
    return redirect_to("programmes.show_grouping", cohort_id=cohort_id)
