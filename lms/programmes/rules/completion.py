"""What somebody has met of a programme's requirements, and what is reached by it.

Facts are gathered in `queries.progress`; an award, once given, is frozen and reckoned no more. More
facts never take away what was met: what is not there yet counts as nothing, not as left out.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from lms.kit.i18n import N_, Text
from lms.programmes.rules.definition import (
    AttendancePart,
    ChoicePart,
    CoursePart,
    Definition,
    ExamPart,
    Part,
    ProductPart,
    ProgrammePart,
    Requirement,
    TeachingPart,
)
from lms.programmes.rules.presence import Attended
from lms.programmes.rules.rows import AwardKind

# What a requirement stands at: met; not yet; not any more, whatever the person does.
Status = Literal["met", "open", "lost"]
Marked = ExamPart | ProductPart | TeachingPart
NOWHERE = Attended(0, 0, 0)


@dataclass(frozen=True, slots=True)
class CourseDone:
    """A course completed in a version, and which certificate that gives."""

    version: int
    is_achievement: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one person in one cohort.

    Courses by slug; the best result of a quiz, in percent, by course and activity; the best grade,
    in percent, by requirement; which requirements were recognised; the programmes of which a valid
    award is held.
    """

    courses: Mapping[str, Sequence[CourseDone]] = field(default_factory=dict)
    exams: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    attended: Attended = NOWHERE
    grades: Mapping[str, Decimal] = field(default_factory=dict)
    recognised: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """One requirement: where it stands, its points where it is marked, what is there so far.

    `so_far` is nothing where there is nothing to tell; `of` are those of a choice.
    """

    part: Requirement
    status: Status
    points: Decimal | None = None
    so_far: Text | None = None
    of: tuple["Standing", ...] = ()
    is_recognised: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A whole programme: each requirement, the two figures, and what they give.

    `share` is of the requirements that count for participation, in percent; `mean` of the points of
    those that count for achievement, or nothing where none of them is marked.
    """

    standings: tuple[Standing, ...]
    share: int
    mean: Decimal | None
    is_participation: bool
    is_achievement: bool

    @property
    def met(self) -> int:
        """Return how many requirements are met."""
        return sum(one.status == "met" for one in self.standings)

    @property
    def kinds(self) -> tuple[AwardKind, ...]:
        """Return which awards are due."""
        due: dict[AwardKind, bool] = {
            "participation": self.is_participation,
            "achievement": self.is_achievement,
        }
        return tuple(kind for kind, is_due in due.items() if is_due)


def reckon(definition: Definition, facts: Facts) -> Reached:
    """Return what somebody has reached of a programme."""
    standings = tuple(_stand(part, facts) for part in definition.requirements)
    taking_part = [one for one in standings if one.part.counts_for == "participation"]
    achieving = [one for one in standings if one.part.counts_for == "achievement"]
    met = sum(one.status == "met" for one in taking_part)
    thresholds = definition.thresholds
    wanted = max(1, math.ceil(len(taking_part) * thresholds.participation / 100))
    mean = _mean(one.points for one in achieving if one.points is not None)
    is_participation = bool(taking_part) and met >= wanted
    is_achievement = (
        bool(achieving)
        and (is_participation or not taking_part)
        and all(one.status == "met" for one in achieving)
        and (mean is None or mean >= thresholds.achievement)
    )
    share = met * 100 // len(taking_part) if taking_part else 100
    return Reached(standings, share, mean, is_participation, is_achievement)


def reckon_parts(
    definition: Definition, names: Iterable[str], facts: Facts
) -> tuple[Standing, ...]:
    """Return where these requirements of a programme stand, in the programme's order.

    None of them is lost for good: whoever renews an award may do it in a later cohort.
    """
    wanted = set(names)
    found = [_stand(part, facts) for part in definition.requirements if part.id in wanted]
    return tuple(replace(one, status="open") if one.status == "lost" else one for one in found)


def _mean(points: Iterable[Decimal]) -> Decimal | None:
    found = list(points)
    return sum(found, Decimal(0)) / len(found) if found else None


def _stand(part: Requirement, facts: Facts) -> Standing:
    """Return where one requirement stands; what was recognised is met, whatever else is there."""
    standing = _STANDINGS[type(part)](part, facts)
    if part.id not in facts.recognised:
        return standing
    points = standing.points
    if isinstance(part, Marked):
        # It counts with the least that is asked for, or with a better result of one's own.
        points = max(points or Decimal(0), Decimal(part.points))
    return replace(standing, status="met", points=points, is_recognised=True)


def _course(part: CoursePart, facts: Facts) -> Standing:
    done = facts.courses.get(part.course, ())
    fits = [one for one in done if one.version >= part.from_version]
    if any(one.is_achievement or part.kind == "participation" for one in fits):
        return Standing(part, "met")
    if fits:
        so_far = Text(N_("Completed; the examination is not passed yet."))
        return Standing(part, "open", so_far=so_far)
    if done:
        newest = max(one.version for one in done)
        text = N_("Completed in version %(number)s; version %(needed)s or a later one is needed.")
        so_far = Text(text, number=newest, needed=part.from_version)
        return Standing(part, "open", so_far=so_far)
    return Standing(part, "open")


def _exam(part: ExamPart, facts: Facts) -> Standing:
    return _marked(part, facts.exams.get((part.course, part.activity)))


def _graded(part: ProductPart | TeachingPart, facts: Facts) -> Standing:
    return _marked(part, facts.grades.get(part.id))


def _marked(part: Marked, points: Decimal | None) -> Standing:
    if points is None:
        return Standing(part, "open", Decimal(0))
    status: Status = "met" if points >= part.points else "open"
    # Cut off and not rounded: nobody reads of points that were not reached.
    so_far = Text(N_("Best result so far: %(points)s%%."), points=int(points))
    return Standing(part, status, points, so_far)


def _attendance(part: AttendancePart, facts: Facts) -> Standing:
    there = facts.attended
    text = N_("Present at %(present)s of %(held)s sessions held; %(coming)s are to come.")
    if not there.coming:
        text = N_("Present at %(present)s of %(held)s sessions held.")
    so_far = Text(text, present=there.present, held=there.held, coming=there.coming)
    if there.present >= part.sessions:
        return Standing(part, "met", so_far=so_far)
    # Only where sessions are known: a cohort whose sessions are not planned yet loses nobody.
    is_lost = there.held > 0 and there.present + there.coming < part.sessions
    status: Status = "lost" if is_lost else "open"
    return Standing(part, status, so_far=so_far if there.held or there.coming else None)


def _programme(part: ProgrammePart, facts: Facts) -> Standing:
    return Standing(part, "met" if part.programme in facts.programmes else "open")


def _choice(part: ChoicePart, facts: Facts) -> Standing:
    of = tuple(_stand(one, facts) for one in part.of)
    met = sum(one.status == "met" for one in of)
    left = sum(one.status != "lost" for one in of)
    status: Status = "met" if met >= part.at_least else "open"
    if left < part.at_least:
        status = "lost"
    text = N_("%(met)s of %(at_least)s met.")
    so_far = Text(text, met=met, at_least=part.at_least)
    return Standing(part, status, _points_of_choice(part, of), so_far, of)


def _points_of_choice(part: ChoicePart, of: Sequence[Standing]) -> Decimal | None:
    """Return the mean of the best that were chosen; nothing where some of them are not marked."""
    points = [one.points for one in of if one.points is not None]
    if len(points) < len(of):
        return None
    return _mean(sorted(points, reverse=True)[: part.at_least])


# Each function takes the one kind of requirement under which it stands here.
_STANDINGS: Mapping[type[Part], Callable[[Any, Facts], Standing]] = {
    CoursePart: _course,
    ExamPart: _exam,
    AttendancePart: _attendance,
    ProductPart: _graded,
    TeachingPart: _graded,
    ProgrammePart: _programme,
    ChoicePart: _choice,
}


def freeze(reached: Reached) -> dict[str, Any]:
    """Return the figures of an award as plain values, as they are kept with it."""
    return {
        "share": reached.share,
        "mean": None if reached.mean is None else str(round(reached.mean, 2)),
        "requirements": freeze_parts(reached.standings),
    }


def freeze_parts(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return where requirements stand as plain values."""
    return [
        {
            "id": one.part.id,
            "status": one.status,
            "recognised": one.is_recognised,
            "points": None if one.points is None else str(one.points),
        }
        for one in standings
    ]
