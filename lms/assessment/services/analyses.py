"""Verbs of item analysis: somebody asks, a job reckons, the result is kept.

What is reckoned stands in `lms.assessment.analysis`; who may ask was decided by `policy`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from lms.assessment import queries, rules
from lms.assessment.analysis.findings import ENOUGH_IN_A_GROUP, Analysis, Gain
from lms.assessment.models import ItemAnalysis
from lms.assessment.rules import ANALYSE, AnalysedRow, AnalysisWish
from lms.audit import services as audit
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.questions.rules import Question

if TYPE_CHECKING:
    from lms.assessment.analysis.assembling import Assembly

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """An analysis that is reckoned and not kept yet."""

    course_id: str
    version_id: str
    attempts: int
    found: Analysis
    workbook_hash: str


def ask_analysis(actor: Actor, now: datetime, course: CourseRow, wish: AnalysisWish) -> str:
    """Ask for an analysis and return its id, which is its job's; asked twice, it is done once.

    Raises `VersionUnknown` and `QuizUnknown` where the course has no such version or quiz.
    """
    _check(course, wish)
    arguments = {"course": course.slug, "wish": wish.as_json(), "person": actor.person_id}
    analysis_id = jobs.enqueue(ANALYSE, f"{course.id}-{wish.key}", arguments, now)
    audit.record(
        actor, now, "analysis.asked", subject_type="course", subject_id=course.id,
        details={"analysis": analysis_id, "activity": wish.activity_id},
    )  # fmt: skip
    return analysis_id


def _check(course: CourseRow, wish: AnalysisWish) -> None:
    versions = {row.number: row.id for row in content.list_versions(course.id)}
    if not wish.versions or not set(wish.versions) <= set(versions):
        raise content.VersionUnknown
    outlines = content.get_outlines([(versions[number], "") for number in wish.versions])
    quizzes = {activity.id for row in outlines for activity in row.activities if activity.quiz_id}
    if not {wish.activity_id, wish.before} - {""} <= quizzes:
        raise content.QuizUnknown


def make_analysis(arguments: Mapping[str, Any], report: Report) -> Made:
    """Reckon an analysis; `report(done, total)` counts attempts."""
    # Arrays are imported by who reckons with them: the web's processes stay small.
    from lms.assessment.analysis.analyse import analyse  # noqa: PLC0415
    from lms.assessment.analysis.sheets import to_workbook  # noqa: PLC0415

    wish = rules.read_wish(arguments["wish"])
    course = content.get_course(arguments["course"])
    versions = [row for row in content.list_versions(course.id) if row.number in wish.versions]
    ids = [row.id for row in versions]
    attempts = rules.choose_attempts(queries.list_analysed(ids, wish.activity_id, wish), wish.which)
    assembly = _assemble({row.id: row.number for row in versions}, attempts, report)
    responses, source = assembly.responses(), content.get_outline(ids[0], "").source_language
    is_large = responses.count_groups().get(source, 0) >= ENOUGH_IN_A_GROUP
    # Translations are compared with the original, unless too few sat in it.
    found = analyse(responses, source if is_large else None, assembly.extras())
    gain = _gain(ids, wish, attempts)
    everybody = queries.list_analysed(ids, wish.activity_id, AnalysisWish("", wish.versions))
    left_out = len(rules.choose_attempts(everybody, wish.which)) - len(attempts)
    kept = rules.withhold(found.model_copy(update={"gain": gain}), left_out)
    workbook_hash = storage.put(to_workbook(kept))
    return Made(course.id, ids[0], len(attempts), kept, workbook_hash)


def _assemble(
    numbers: Mapping[str, int], attempts: list[AnalysedRow], report: Report
) -> "Assembly":
    from lms.assessment.analysis.assembling import Assembly  # noqa: PLC0415 - arrays

    names, questions = name_items(numbers)
    assembly = Assembly(attempts, names, questions)
    for done, (marks, responses) in enumerate(queries.iter_chunks(attempts)):
        report(done * queries.AT_ONCE, len(attempts))
        assembly.take_marks(marks)
        assembly.take_responses(responses)
    report(len(attempts), len(attempts))
    return assembly


def name_items(
    numbers: Mapping[str, int],
) -> tuple[dict[tuple[str, str], str], dict[str, Question]]:
    """Return the name of each question by version and id, and the questions by their names.

    `numbers` are those of the versions by id, the newest first. The questions have the keys of by
    now, as their marks do.
    """
    items = {version_id: content.get_items(version_id) for version_id in numbers}
    named = rules.name_questions([(number, items[name]) for name, number in numbers.items()])
    names = {
        (version_id, item_id): named[number, item_id]
        for version_id, number in numbers.items()
        for item_id in items[version_id]
    }
    current = {name: queries.get_corrected(name, found) for name, found in items.items()}
    return names, {name: current[place[0]][place[1]] for place, name in reversed(names.items())}


def _gain(version_ids: list[str], wish: AnalysisWish, after: list[AnalysedRow]) -> Gain | None:
    """Return the gain of those who also took the quiz before, in percent."""
    if not wish.before:
        return None
    import numpy as np  # noqa: PLC0415 - arrays

    from lms.assessment.analysis.gain import paired_gain  # noqa: PLC0415 - and scipy

    anybody = AnalysisWish(wish.before, wish.versions)
    sat = queries.list_analysed(version_ids, wish.before, anybody)
    first = {row.person_id: float(row.points) for row in rules.choose_attempts(sat, "first")}
    pairs = [(first[row.person_id], float(row.points)) for row in after if row.person_id in first]
    points = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return paired_gain(points[:, 0], points[:, 1])


def keep_analysis(
    now: datetime, analysis_id: str, arguments: Mapping[str, Any], made: Made
) -> None:
    """Keep what was reckoned; a second time is nothing."""
    if queries.find_analysis(analysis_id) is not None:
        return
    wish = rules.read_wish(arguments["wish"])
    values = {
        "id": analysis_id,
        "course_id": made.course_id,
        "version_id": made.version_id,
        "activity_id": wish.activity_id,
        "wish": wish.as_json(),
        "is_whole": wish.is_whole,
        "attempts": made.attempts,
        "found": made.found.model_dump(mode="json"),
        "workbook_hash": made.workbook_hash,
        "asked_by": arguments["person"],
        "made_at": now,
    }
    db.session.execute(insert(ItemAnalysis).values(values))
