"""The administrator's register: every certificate of a course, found and filtered.

What is looked for is decided in `rules.register`.
"""

from lms.accounts import queries as people
from lms.certificates import policy
from lms.certificates.forms.register import STATUS_FILTERS, RegisterForm
from lms.certificates.queries import certificates as queries
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.register import Wish, select_rows
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.views.door import administrator, room
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.render import render
from lms.web.room import Answer, Visit


@room.get("/admin/certificates", policy=administrator, form=RegisterForm)
def list_register(visit: Visit[RegisterForm]) -> Answer:
    courses = policy.list_registers_for(visit.actor)
    slug = visit.form.course.data or (courses[0].slug if courses else None)
    course = policy.load_register_for(visit.actor, slug) if slug else None
    return render(
        "certificates/pages/list_register.html",
        **_register(visit, course),
        course=course,
        titles=titles_of(courses),
        form=visit.form,
        kinds=KINDS,
        statuses=STATUS_NAMES,
        filters=STATUS_FILTERS,
    )


def _register(visit: Visit[RegisterForm], course: CourseRow | None) -> dict[str, object]:
    every = queries.list_register(course.id, visit.now) if course else []
    names = people.get_names(visit.actor, {row.person_id for row in every if row.person_id})
    wish = Wish(visit.form.q.data or "", visit.form.status.data or "")
    rows = select_rows(every, names, wish)
    number = page_number(visit.form.page.data)
    start = (number - 1) * ROWS_PER_PAGE
    page = Page(rows[start : start + ROWS_PER_PAGE], number, len(rows))
    return {"page": page, "names": names, "wish": wish, "grouped": grouped}


def titles_of(courses: list[CourseRow]) -> dict[str, str]:
    """Return the title of each course in the reader's language, by its slug."""
    wanted = [(str(course.newest_version_id), current_language()) for course in courses]
    outlines = content.get_outlines(wanted)
    return {course.slug: row.title for course, row in zip(courses, outlines, strict=True)}
