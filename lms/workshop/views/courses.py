"""The courses that a trainer works on, and the front of one."""

from collections.abc import Mapping
from datetime import datetime

from lms.accounts.queries.waiting import list_waiting as list_waiting_for
from lms.content.naming import name_of, titles_of
from lms.kit.i18n import Text
from lms.learning.queries import count_waiting
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.queries.checks import find_open_request, list_waiting
from lms.workshop.queries.discarded import Discarded, list_discarded
from lms.workshop.queries.front import lay_out
from lms.workshop.queries.saving import list_changed
from lms.workshop.views.door import room


@room.get("/teach", policy=has_role("trainer"))
def list_courses(visit: Visit[None]) -> Answer:
    courses = policy.list_courses_for(visit.actor)
    return render(
        "workshop/list_courses.html",
        courses=queries.list_workshop(courses, visit.actor.person_id),
        waiting=list_waiting([course.id for course in courses]),
        asked=count_waiting([course.id for course in courses]),
        duties=list_waiting_for(visit.actor, current_language()),
    )


@room.get("/teach/<slug:slug>", policy=has_role("trainer"))
def show_course(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    person_id = visit.actor.person_id
    copy = queries.get_copy(course, person_id)
    outline = queries.get_outline(copy)
    return render(
        "workshop/show_course.html",
        copy=copy,
        outline=outline,
        sections=lay_out(copy, outline) if outline else [],
        changes=list_changed(copy),
        open_request=find_open_request(course.id),
        discarded=[
            _named(kept, titles_of(outline))
            for kept in list_discarded(course.id, person_id, visit.now)
        ],
    )


def _named(kept: Discarded, titles: Mapping[str, str]) -> tuple[datetime, str, list[Text]]:
    """Return when something was discarded, its id, and what its files are called."""
    return kept.at, kept.id, [name_of(file.path, file.content, titles) for file in kept.files]
