"""The whole analysis of a set of scored responses.

Each part stands in a file of its own beside this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lms.assessment.analysis import items
from lms.assessment.analysis.fairness import compare_groups
from lms.assessment.analysis.findings import ENOUGH, Analysis, Dif, Part, Question, message
from lms.assessment.analysis.reliability import TOO_FEW_PEOPLE, reliability
from lms.assessment.analysis.responses import Floats, Responses, full_points, rest_means
from lms.kit.i18n import N_
from lms.questions.attraction import Part as Attracting
from lms.questions.attraction import Token
from lms.workshop.reports import Message

NO_VARIATION = N_("Everybody has the same points here, so it tells nobody from anybody.")
AGAINST_THE_REST = N_(
    "Those who do well elsewhere do badly here: look at the key and at the wording."
)
ONE_GROUP = N_("Everybody is of one group, so there is nothing to compare.")


@dataclass(frozen=True, slots=True)
class Taken:
    """The parts of a question, and what each person took in them.

    `by_person` has a place for each row of the matrix; what it says of a person who did not have
    the question is not looked at.
    """

    parts: Sequence[Attracting]
    by_person: Sequence[Sequence[Token]]


@dataclass(frozen=True, slots=True)
class Extras:
    """What is known of some questions beyond their points; `seconds` are of each person."""

    taken: Mapping[str, Taken]
    seconds: Mapping[str, Floats]


NOTHING_MORE = Extras({}, {})


def analyse(
    responses: Responses, reference: str | None = None, extras: Extras = NOTHING_MORE
) -> Analysis:
    """Return all that can be said of scored responses, and a sentence where nothing can.

    `reference` is the group that the others are compared with: the largest, where none is named.
    """
    groups = responses.count_groups()
    chosen = reference or next(iter(groups), "")
    comparisons = compare_groups(responses, chosen)
    full = full_points(responses.scores)
    questions = [
        _question(responses, index, float(full[index]), comparisons[index], extras)
        for index in range(len(responses.items))
    ]
    first = {chosen: groups[chosen]} if chosen in groups else {}
    return Analysis(
        people=len(responses.scores),
        groups=first | groups,
        reliability=reliability(responses.scores, responses.testlets),
        questions=tuple(questions),
        notes=() if len(groups) > 1 else (message(ONE_GROUP),),
    )


def _question(
    responses: Responses, index: int, full: float, difs: tuple[Dif, ...], extras: Extras
) -> Question:
    item, column = responses.items[index], responses.scores[:, index]
    had = ~np.isnan(column)
    count = int(had.sum())
    head = Question(item=item, n=count, full_points=full, difs=difs)
    if count < ENOUGH:
        note = message(TOO_FEW_PEOPLE, people=count, needed=ENOUGH)
        return head.model_copy(update={"notes": (note,)})
    rest = rest_means(responses.scores, index)
    discrimination = items.correlation(column, rest)
    taken, seconds = extras.taken.get(item), extras.seconds.get(item)
    return head.model_copy(
        update={
            "facility": items.facility(column, full),
            "discrimination": discrimination,
            "seconds": _median(seconds[had]) if seconds is not None else None,
            "parts": _parts(taken, had, rest) if taken is not None else (),
            "notes": tuple(_notes(column[had], discrimination)),
        }
    )


def _median(seconds: Floats) -> float | None:
    known = seconds[~np.isnan(seconds)]
    return float(np.median(known)) if len(known) >= ENOUGH else None


def _parts(taken: Taken, had: Floats, rest: Floats) -> tuple[Part, ...]:
    by_person = [taken.by_person[int(row)] for row in np.flatnonzero(had)]
    return items.count_parts(taken.parts, by_person, rest[had])


def _notes(points: Floats, discrimination: float | None) -> list[Message]:
    if np.ptp(points) == 0:
        return [message(NO_VARIATION)]
    is_against = discrimination is not None and discrimination < 0
    return [message(AGAINST_THE_REST)] if is_against else []
