"""Reads for a person's own pages: my learning, one enrolment, one page of a course.

The rows behind them are read in `enrolments`, what a course says in `lms.content.queries`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.content import queries as content
from lms.learning.queries import enrolments, moving, programmes
from lms.learning.queries.running import Running, list_running
from lms.learning.rules import (
    Activity,
    CompletionRow,
    EnrolmentRow,
    Item,
    OfferRow,
    Place,
    Progress,
    Reached,
    Section,
    check_open,
    count_done,
    find_place,
    lay_out,
    lay_out_module,
    measure,
    next_step,
)


@dataclass(frozen=True, slots=True)
class Study:
    """One enrolment with all that its overview shows."""

    enrolment: EnrolmentRow
    outline: content.Outline
    sections: tuple[Section, ...]
    done: int
    total: int
    next: Activity | None
    reached: Reached
    completion: CompletionRow | None
    languages: tuple[str, ...] = ()
    newer_version: int | None = None
    offer: OfferRow | None = None
    moved: moving.Moved | None = None
    running: Running | None = None

    @property
    def is_begun(self) -> bool:
        """Say whether any part has been done."""
        return self.done > 0

    @property
    def awaits_evaluation(self) -> bool:
        """Say whether more is reached than the job has recorded so far."""
        kept = self.completion
        return (self.reached.is_participation and not (kept and kept.is_participation)) or (
            self.reached.is_achievement and not (kept and kept.is_achievement)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One page of a course with its surroundings."""

    enrolment: EnrolmentRow
    outline: content.Outline
    place: Place
    page: content.Page
    siblings: tuple[Item, ...]
    done: int
    total: int
    languages: tuple[str, ...]


def list_studies(person_id: str, now: datetime) -> list[Study]:
    """Return all that a person is or was enrolled in, the newest first.

    What was taken back with nothing done in it is left out: the person never chose it.
    """
    every = enrolments.list_with_completions(person_id)
    if not every:
        return []
    # Hardly anybody has one that is withdrawn: so the room above is asked of those only.
    is_any_withdrawn = any(row.is_withdrawn for row, _ in every)
    unused = programmes.list_taken_back(person_id) if is_any_withdrawn else set()
    rows = [one for one in every if not (one[0].is_withdrawn and one[0].id in unused)]
    progress = enrolments.get_progress_of_person(person_id)
    offers = moving.get_offers_of_person(person_id)
    running = list_running(person_id, now)
    outlines = content.get_outlines([(row.version_id, row.language) for row, _ in rows])
    return [
        _study(
            row, outline, progress.get(row.id, {}), completion,
            offer=offers.get(row.id), running=running.get(row.id),
        )
        for (row, completion), outline in zip(rows, outlines, strict=True)
    ]  # fmt: skip


def get_study(enrolment: EnrolmentRow) -> Study:
    """Return one enrolment's overview."""
    outline, languages = _open(enrolment)
    progress = enrolments.get_progress(enrolment.id)
    return _study(
        enrolment,
        outline,
        progress,
        enrolments.find_completion(enrolment.id),
        languages=languages,
        newer_version=_find_newer_version(enrolment, outline),
        offer=moving.find_offer(enrolment.id),
        moved=moving.find_moved(enrolment, progress),
    )


def _open(enrolment: EnrolmentRow) -> tuple[content.Outline, tuple[str, ...]]:
    """Return the newest outline in the language studied, and all languages, by one query."""
    outline, languages = content.get_outline_and_languages(enrolment.version_id, enrolment.language)
    return outline, tuple(row.code for row in languages)


def _study(
    enrolment: EnrolmentRow,
    outline: content.Outline,
    progress: Progress,
    completion: CompletionRow | None,
    **more: Any,  # noqa: ANN401 - further fields of a study
) -> Study:
    done, total = count_done(outline, progress)
    step = None if enrolment.is_withdrawn else next_step(outline, progress)
    return Study(
        enrolment=enrolment,
        outline=outline,
        sections=lay_out(outline, progress, step.id if step else None),
        done=done,
        total=total,
        next=step,
        reached=measure(outline, progress),
        completion=completion,
        **more,
    )


def _find_newer_version(enrolment: EnrolmentRow, outline: content.Outline) -> int | None:
    course = content.find_course(outline.slug)
    newest = course.open_version_id if course else None
    if newest is None or newest == enrolment.version_id:
        return None
    number = content.get_outline(newest, enrolment.language).version_number
    return number if number > outline.version_number else None


def get_reading(enrolment: EnrolmentRow, activity_id: str) -> Reading:
    """Return one page of the course.

    Raises `NotVisible` where the course has no such page, `EnrolmentEnded`, or `ActivityLocked`.
    """
    outline, languages = _open(enrolment)
    progress = enrolments.get_progress(enrolment.id)
    place = check_open(enrolment, outline, progress, activity_id)
    done, total = count_done(outline, progress)
    return Reading(
        enrolment=enrolment,
        outline=outline,
        place=place,
        page=content.get_page(outline.edition_id, activity_id),
        siblings=lay_out_module(outline, place.module, progress, activity_id).items,
        done=done,
        total=total,
        languages=languages,
    )


def find_activity(enrolment: EnrolmentRow, activity_id: str) -> Activity | None:
    """Return a part of the course that an enrolment is in, or nothing."""
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    place = find_place(outline, activity_id)
    return place.activity if place else None
