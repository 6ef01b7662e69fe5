"""Checking a course before it is published: slow for a long course, so that a job does it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from lms.content import queries as content
from lms.content.comparison import compare_texts
from lms.content.problems import Problem
from lms.content.queries import CourseRow
from lms.content.reader import Course, read_course
from lms.content.services import Candidate, Prospect, open_candidate
from lms.content.texts import list_units
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import Text
from lms.organisations.queries import needs_second_person
from lms.units.unit import Unit
from lms.workshop import checklist
from lms.workshop.models import CourseCheck
from lms.workshop.reading_time import Times, measure
from lms.workshop.reports import (
    MOST,
    Change,
    Finding,
    Language,
    Message,
    Outgoing,
    Reading,
    Report,
    Way,
)

CHECK = "workshop.check"
Progress = Callable[[int, int], None]
# What a check does one after the other: reading, hints, changes, what may be made.
STEPS = 4


def start_check(actor: Actor, now: datetime, course: CourseRow) -> str:
    """Ask for a check of a course as it is saved now; return the job's id."""
    arguments = {"course": course.slug, "person": actor.person_id}
    return jobs.enqueue(CHECK, course.id, arguments, now)


def keep_report(now: datetime, course_id: str, state: str, report: Report) -> None:
    """Keep what a check found in the place of what an earlier one did."""
    row = {"report": report.model_dump(mode="json"), "state": state, "made_at": now}
    db.session.merge(CourseCheck(course_id=course_id, **row))
    db.session.flush()


def make_report(course: CourseRow, progress: Progress) -> tuple[str, Report]:
    """Check a course's draft; return the mark of its state and what was found.

    Raises `CourseHasNoDraft`.
    """
    progress(0, STEPS)
    candidate = open_candidate(course)
    if not candidate.report.is_valid:
        problems = candidate.report.problems
        found = tuple(_problem(problem) for problem in problems[:MOST])
        return candidate.state, Report(problems=found, problem_count=len(problems))
    progress(1, STEPS)
    parsed = candidate.report.course
    times = measure(parsed)
    hints = checklist.find_hints(parsed, times)
    links = checklist.list_links(parsed)[:MOST]
    progress(2, STEPS)
    changes = _changes(candidate)
    progress(3, STEPS)
    return candidate.state, Report(
        language=parsed.head.source_language,
        hints=tuple(_hint(hint) for hint in hints[:MOST]),
        hint_count=len(hints),
        links=tuple(Outgoing(file=x.file, line=x.line, address=x.address) for x in links),
        reading=_reading(parsed, times),
        structure=candidate.structure,
        changes=tuple(changes[:MOST]),
        change_count=len(changes),
        question_changes=sum(change.is_question for change in changes),
        ways=tuple(_ways(candidate)),
        is_first=candidate.published is None,
    )


def _problem(problem: Problem) -> Finding:
    return _finding("problem", problem.file, problem.line, problem.message, problem.advice)


def _hint(hint: checklist.Hint) -> Finding:
    return _finding(hint.topic, hint.file, hint.line, hint.message, hint.advice)


def _finding(topic: str, file: str, line: int, message: Text, advice: Text) -> Finding:
    values = {"message": Message.of(message), "advice": Message.of(advice)}
    return Finding.model_validate({"topic": topic, "file": file, "line": line, **values})


def _reading(course: Course, times: Times) -> Reading:
    return Reading(
        words=times.words,
        speed=times.speed,
        reading_minutes=round(times.reading_minutes),
        quiz_minutes=round(times.quiz_minutes),
        stated_minutes=round(times.stated_minutes),
        pages=len(times.pages),
        pictures=checklist.count_pictures(course),
    )


def _changes(candidate: Candidate) -> list[Change]:
    """Return the source texts that differ from those published last."""
    if candidate.published is None:
        return []
    banks = candidate.edited.banks
    return [
        Change(
            context=text.context, line=text.line, old=text.old, new=text.new,
            is_question=text.context.partition("#")[0] in banks,
        )
        for text in compare_texts(_published_units(candidate), list(candidate.edited.units))
    ]  # fmt: skip


def _published_units(candidate: Candidate) -> list[Unit]:
    """Return the texts of the newest edition: a version's own may have been mended since."""
    newest = candidate.older[0]
    tree_hash = content.find_edition_tree(newest.id)
    if tree_hash is None:
        return list(newest.units)
    files = content.get_files(tree_hash)
    own = {path: text for path, text in files.items() if not path.startswith("locale/")}
    return list_units(read_course(own)[0])


def _ways(candidate: Candidate) -> Iterable[Way]:
    """Return what can be made of the draft: two ways where it depends on a declaration."""
    wants_two = needs_second_person(candidate.course.owner_path)
    declarations: Sequence[bool] = (True, False) if candidate.rewordings else (False,)
    for is_declared in declarations:
        prospect = candidate.look_ahead(is_declared_unchanged=is_declared, is_confirmed=True)
        is_about_questions = is_declared and bool(candidate.changed_questions)
        yield _way(
            candidate, prospect, is_declared=is_declared, needs=wants_two or is_about_questions
        )


def _way(candidate: Candidate, prospect: Prospect, *, is_declared: bool, needs: bool) -> Way:
    return Way(
        made=prospect.made,
        version_number=prospect.target.number,
        is_declared_unchanged=is_declared,
        needs_second_person=needs,
        reasons=tuple(Message.of(reason) for reason in prospect.decision.reasons),
        languages=tuple(
            Language(
                code=state.language, total=state.total, missing=state.missing, older=state.older,
                unreviewed=state.unreviewed, is_offered=state.is_offered,
            )
            for state in candidate.count_languages(prospect)
        ),
        editions=tuple((new.target.number, new.language, new.number) for new in prospect.texts),
    )  # fmt: skip
