"""The courses that a trainer works on, and the front of one."""

from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit
from lms.workshop import policy, queries
from lms.workshop.views.door import room


@room.get("/teach", policy=has_role("trainer"))
def list_courses(visit: Visit[None]) -> Answer:
    courses = policy.list_courses_for(visit.actor)
    return render(
        "workshop/list_courses.html",
        courses=queries.list_workshop(courses, visit.actor.person_id),
    )


@room.get("/teach/<slug:slug>", policy=has_role("trainer"))
def show_course(visit: Visit[None], slug: str) -> Answer:
    course = policy.load_course_for(visit.actor, slug)
    copy = queries.get_copy(course, visit.actor.person_id)
    return render("workshop/show_course.html", copy=copy, outline=queries.get_outline(copy))
