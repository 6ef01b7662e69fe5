"""The rules of an item analysis: which attempts it is of, and what of it is never told.

What is reckoned stands in `lms.assessment.analysis`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from lms.assessment.analysis.findings import Analysis, Question, Reliability, message
from lms.assessment.rules.figures import FEWEST
from lms.kit.i18n import N_
from lms.questions import rules as questions

ANALYSE = "assessment.analyse"
Which = Literal["first", "last"]

FEW_LEFT_OUT = N_("Left out are questions and groups of fewer than %(fewest)s people.")
TOO_FEW = N_("Nothing is told of fewer than %(fewest)s people.")
TOO_FEW_BESIDE = N_(
    "Nothing is told: beside an analysis of everybody it would tell of fewer than "
    "%(fewest)s people."
)


@dataclass(frozen=True, slots=True)
class AnalysisWish:
    """Which attempts to analyse: at a quiz of these versions, of each person the first or last.

    No language is every language; `begin` and `end` are days, included; `before` is the quiz with
    whose first attempt the same people's gain is reckoned.
    """

    activity_id: str
    versions: tuple[int, ...]
    languages: tuple[str, ...] = ()
    begin: date | None = None
    end: date | None = None
    which: Which = "first"
    before: str = ""

    @property
    def is_whole(self) -> bool:
        """Say whether it is of everybody's first attempt at the quiz of one version."""
        is_narrowed = self.languages or self.begin or self.end or self.which != "first"
        return len(self.versions) == 1 and not is_narrowed

    def as_json(self) -> dict[str, Any]:
        """Return the wish as plain values."""
        days = {name: day.isoformat() if day else None for name, day in self._days}
        return {**asdict(self), **days}

    @property
    def _days(self) -> tuple[tuple[str, date | None], ...]:
        return ("begin", self.begin), ("end", self.end)

    @property
    def key(self) -> str:
        """Return the same few letters for the same wish: asked twice, it is done once."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def read_wish(data: Mapping[str, Any]) -> AnalysisWish:
    """Return the wish that `as_json` gave."""
    days = {
        name: date.fromisoformat(data[name]) if data[name] else None for name in ("begin", "end")
    }
    lists = {name: tuple(data[name]) for name in ("versions", "languages")}
    return AnalysisWish(**{**data, **days, **lists})


@dataclass(frozen=True, slots=True)
class AnalysedRow:
    """A finished attempt; `points` are in percent."""

    attempt_id: str
    person_id: str
    version_id: str
    language: str
    started_at: datetime
    points: Decimal


def choose_attempts(rows: Iterable[AnalysedRow], which: Which) -> list[AnalysedRow]:
    """Return one attempt of each person, of `rows` in the order of time.

    A second attempt is no second person: whoever knows the questions already would count twice.
    """
    chosen: dict[str, AnalysedRow] = {}
    for row in rows:
        if which == "last" or row.person_id not in chosen:
            chosen[row.person_id] = row
    return list(chosen.values())


def name_questions(
    versions: Sequence[tuple[int, Mapping[str, questions.Question]]],
) -> dict[tuple[int, str], str]:
    """Return a name for each question of each version (number, id), given the newest first.

    A question that is the same in two versions is one; one that was changed is another, named with
    the newest version that has it so: what it measured then is not what it measures now.
    """
    names: dict[tuple[int, str], str] = {}
    known: dict[str, list[tuple[questions.Question, str]]] = {}
    for number, items in versions:
        for item_id, question in items.items():
            forms = known.setdefault(item_id, [])
            name = next((name for form, name in forms if form == question), None)
            if name is None:
                name = f"{item_id}@{number}" if forms else item_id
                forms.append((question, name))
            names[number, item_id] = name
    return names


def withhold(analysis: Analysis, left_out: int = 0) -> Analysis:
    """Return an analysis without anything about fewer than five people: so it is kept and shown.

    Of `left_out` people it is not, though they took the quiz: what is said of all, less what is
    said here, would be said of them.
    """
    if analysis.people < FEWEST:
        return _silent(TOO_FEW)
    if 0 < left_out < FEWEST:
        return _silent(TOO_FEW_BESIDE)
    groups = {name: count for name, count in analysis.groups.items() if count >= FEWEST}
    kept = [_withhold_groups(row, groups) for row in analysis.questions if row.n >= FEWEST]
    is_less = len(groups) < len(analysis.groups) or len(kept) < len(analysis.questions)
    note = (message(FEW_LEFT_OUT, fewest=FEWEST),) if is_less else ()
    gain = analysis.gain if analysis.gain and analysis.gain.people >= FEWEST else None
    return analysis.model_copy(
        update={
            "groups": groups,
            "questions": tuple(kept),
            "gain": gain,
            "notes": (*analysis.notes, *note),
        }
    )


def _silent(why: str) -> Analysis:
    return Analysis(
        people=0,
        groups={},
        reliability=Reliability(people=0, questions=0),
        questions=(),
        notes=(message(why, fewest=FEWEST),),
    )


def _withhold_groups(question: Question, groups: Mapping[str, int]) -> Question:
    difs = tuple(
        dif
        for dif in question.difs
        if min(dif.reference_people, dif.focal_people) >= FEWEST
        and dif.reference in groups
        and dif.focal in groups
    )
    return question.model_copy(update={"difs": difs})
