"""Who may translate a course: translators and trainers of the organisation that owns it.

A route's own policy, who may come in at all, is named beside the route.
"""

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.content.rules import CourseHasNoDraft, check_translator
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.kit.i18n import LANGUAGES
from lms.organisations import queries as organisations
from lms.translation import queries
from lms.translation.queries import Book, Desk, Place
from lms.translation.queries.comments import CommentRow
from lms.translation.rules import (
    CommentUnknown,
    LanguageUnknown,
    SharedTermsNotYours,
    TermRow,
    TermUnknown,
    UnitUnknown,
)
from lms.web.listing import page_number


def load_course_for(actor: Actor, slug: str) -> CourseRow:
    """Return a course that the actor may translate; raise `NotVisible` otherwise.

    Raises `NotTheCoursesTranslator` where everybody may see the course.
    """
    course = content.find_course(slug)
    if course is None:
        raise NotVisible
    if course.newest_version_id is None or course.visibility != "public":
        _hide_from_others(actor, course)
    check_translator(actor, course.owner_path)
    return course


def _hide_from_others(actor: Actor, course: CourseRow) -> None:
    if not may_translate(actor, course):
        raise NotVisible


def may_translate(actor: Actor, course: CourseRow) -> bool:
    """Say whether the actor is a translator or trainer of the course's owner."""
    try:
        check_translator(actor, course.owner_path)
    except NotAllowed:
        return False
    return True


def list_courses_for(actor: Actor) -> list[CourseRow]:
    """Return the courses that the actor may translate, published or not."""
    return [course for course in content.list_courses() if may_translate(actor, course)]


def list_remembered_for(actor: Actor) -> tuple[list[CourseRow], list[CourseRow]]:
    """Return the courses that the actor may translate, and the others that everybody may see."""
    mine, others = [], []
    for course in content.list_courses():
        if may_translate(actor, course):
            mine.append(course)
        elif course.newest_version_id is not None and course.visibility == "public":
            others.append(course)
    return mine, others


def load_desk_for(actor: Actor, slug: str, language: str) -> Desk:
    """Return a course in a language for somebody who may translate it.

    Raises as `load_course_for` does, and `LanguageUnknown`.
    """
    course = load_course_for(actor, slug)
    if language not in LANGUAGES:
        raise LanguageUnknown
    sheet = queries.get_sheet(course, language)
    if sheet is None:
        raise LanguageUnknown
    return Desk(course, sheet)


def load_place_for(
    actor: Actor, slug: str, language: str, unit_id: str, revision: str = ""
) -> Place:
    """Return a unit for somebody who changes it, straight from the database.

    A unit that the newest revision has no more is found in the `revision` that the page was
    made from: what was written meanwhile must not be lost. Raises `UnitUnknown`.
    """
    course = load_course_for(actor, slug)
    newest = content.find_revision(course.id)
    if newest is None:
        raise CourseHasNoDraft(slug=slug)
    book = queries.get_book(newest.tree_hash)
    if language not in LANGUAGES or language == book.language:
        raise LanguageUnknown
    unit = book.find(unit_id)
    if unit is not None:
        return Place(course, language, unit_id, unit.key, True)
    former = _find_former_book(course, revision)
    unit = former.find(unit_id) if former else None
    if unit is None:
        raise UnitUnknown
    return Place(course, language, unit_id, unit.key, False)


def _find_former_book(course: CourseRow, number: str) -> Book | None:
    found = content.find_revision_by_number(course.id, page_number(number))
    return queries.get_book(found.tree_hash) if found else None


def load_comment_for(actor: Actor, slug: str, language: str, comment_id: str) -> CommentRow:
    """Return what was said about a translation, for somebody who may translate the course.

    Raises as `load_course_for` does, and `CommentUnknown`.
    """
    course = load_course_for(actor, slug)
    comment = queries.find_comment(course.id, language, comment_id)
    if comment is None:
        raise CommentUnknown
    return comment


def may_keep_shared_terms(actor: Actor) -> bool:
    """Say whether the actor translates for the whole installation."""
    root = organisations.find_organisation(organisations.find_installation().id or "")
    return any(
        actor.has_role(role, path=root.path if root else "/") for role in ("translator", "trainer")
    )


def check_shared_terms(actor: Actor) -> None:
    """Raise `SharedTermsNotYours` for whoever does not translate for the whole installation."""
    if not may_keep_shared_terms(actor):
        raise SharedTermsNotYours


def load_term_for(actor: Actor, course: CourseRow | None, term_id: str) -> TermRow:
    """Return a term of a course, or a shared one, that the actor may change.

    Raises `TermUnknown` or `SharedTermsNotYours`.
    """
    term = queries.find_term(term_id)
    if term is None or term.course_id != (course.id if course else None):
        raise TermUnknown
    if course is None:
        check_shared_terms(actor)
    return term


def may_read(actor: Actor, version_id: str) -> bool:
    """Say whether the actor translates this version's course, and so may be given its pictures."""
    owner_path = content.find_owner_path(version_id)
    return owner_path is not None and actor.has_role("translator", path=owner_path)
