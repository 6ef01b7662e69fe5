"""Background doors of the workshop: check a course, publish it, take in packages and questions.

Each may be run again at any time: what is done stays done once.
"""

from lms.content import queries as content
from lms.content.services import Plan
from lms.kit.errors import DomainError
from lms.kit.jobs import Run
from lms.workshop.outgoing import Answer, look_at_all
from lms.workshop.queries import uses
from lms.workshop.queries.library import list_unread
from lms.workshop.reports import Report
from lms.workshop.services import (
    checking,
    incoming,
    library,
    links,
    packages,
    publications,
    telling,
)


def check_course(run: Run) -> tuple[str, str, Report]:
    """Check a course as it is saved now; return its id, the mark of its state, what was found."""
    course = content.get_course(run.arguments["course"])
    return (course.id, *checking.make_report(course, run.report))


def keep_report(run: Run) -> None:
    """Keep what was found."""
    checking.keep_report(run.now, *run.prepared)


def try_links(run: Run) -> list[Answer]:
    """Look whether links to other sites answer."""
    return look_at_all(run.arguments["addresses"], run.report)


def keep_answers(run: Run) -> None:
    """Keep what became of the links."""
    links.keep_answers(run.now, run.arguments["course"], run.prepared)


def plan_publication(run: Run) -> Plan | DomainError | None:
    """Compile what is to be published, or find out why it cannot be."""
    slug, request_id = run.arguments["course"], run.arguments["request"]
    return publications.plan(run.now, slug, request_id, run.report)


def publish_course(run: Run) -> None:
    """Publish what was compiled, or note why not."""
    arguments = run.arguments
    publications.carry_out(run.now, arguments["course"], arguments["request"], run.prepared)


def tell_asked(run: Run) -> None:
    """Write to each trainer who may confirm a publication."""
    slug, request_id = run.arguments["course"], run.arguments["request"]
    run.for_each(
        telling.list_asked(run.now, slug, request_id),
        work=lambda person_id, _: telling.tell_of_request(run.now, slug, request_id, person_id),
    )


def check_package(run: Run) -> None:
    """Look into a package that somebody sent, and keep what it holds or what is wrong with it."""
    run.for_each(
        [run.arguments["hash"]], work=lambda _hash, found: found, prepare=packages.check_package
    )


def check_questions(run: Run) -> None:
    """Look into a file of questions, and keep what would become of each."""
    run.for_each(
        [run.arguments["hash"]],
        work=lambda _hash, prepared: incoming.report_on(prepared),
        prepare=lambda _hash: incoming.prepare_questions(run.now, run.arguments),
    )


def take_questions(run: Run) -> None:
    """Take in the questions of a file that was looked into."""
    run.for_each(
        [run.arguments["hash"]],
        work=lambda _hash, prepared: incoming.take_questions(run.now, prepared),
        prepare=lambda _hash: incoming.prepare_questions(run.now, run.arguments),
    )


def sweep_packages(run: Run) -> None:
    """Forget packages and files of questions that were sent long ago."""
    packages.sweep_packages(run.now)


def read_library(run: Run) -> None:
    """Read the questions anew of courses that changed, for the list of all courses' questions."""
    run.for_each(
        sorted(list_unread()),
        work=lambda _course, found: library.keep_course(run.now, found) if found else None,
        prepare=library.read_course,
    )


def count_uses(run: Run) -> None:
    """Count anew how questions do in versions of which there is more to count."""
    marks = uses.list_uncounted()
    run.for_each(
        sorted(marks),
        work=lambda version, found: library.keep_uses(run.now, version, marks[version], found),
        prepare=uses.count_uses,
    )


def import_package(run: Run) -> None:
    """Take in a package that was found right and confirmed."""
    arguments = run.arguments
    run.for_each(
        [arguments["hash"]],
        work=lambda _hash, prepared: packages.import_package(run.now, arguments, prepared),
        prepare=lambda _hash: packages.unpack(arguments),
    )
