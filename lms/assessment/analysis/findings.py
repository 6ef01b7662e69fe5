"""What an analysis finds, as plain values that a row can keep and a page can show.

Nothing is reckoned here, and nothing needs numpy.
"""

from collections.abc import Mapping
from typing import Literal

from lms.kit.i18n import Text
from lms.workshop.reports import Kept, Message

# With fewer people a figure is noise: a sentence says so instead.
ENOUGH = 30
# In either group; below it no question is called fair or unfair.
ENOUGH_IN_A_GROUP = 100

# Of delta, either way: below the one a difference is negligible, from the other on it may be large.
NEGLIGIBLE, LARGE = 1.0, 1.5

Class = Literal["A", "B", "C"]


class Reliability(Kept):
    """How far a test agrees with itself.

    `alpha` is Cronbach's, the same as KR-20 where every answer is right or wrong (`is_kr20`). `sem`
    is the standard error of measurement, `mean` and `deviation` those of the total, all in points;
    `questions` are the questions that one paper has.
    """

    people: int
    questions: int
    alpha: float | None = None
    sem: float | None = None
    mean: float | None = None
    deviation: float | None = None
    is_kr20: bool = False
    notes: tuple[Message, ...] = ()


class Dif(Kept):
    """Differential item functioning: a question between two groups of the same ability.

    Where every answer is right or wrong: `alpha_mh` is the common odds ratio, above 1 where the
    question favours the reference group; `delta` is -2.35 times its logarithm and `error` the
    standard error of delta. With partial points: `smd` is the standardised mean difference in
    points, and `effect` the same in standard deviations of the question. Delta and difference are
    below 0 where the question is harder for the focal group. `chi2` has one degree of freedom.
    """

    reference: str
    focal: str
    reference_people: int
    focal_people: int
    alpha_mh: float | None = None
    chi2: float | None = None
    delta: float | None = None
    error: float | None = None
    smd: float | None = None
    effect: float | None = None
    letter: Class | None = None
    is_purified: bool = False
    note: Message | None = None

    @property
    def is_flagged(self) -> bool:
        """Say whether somebody should look at the question."""
        return self.letter in {"B", "C"}

    @property
    def is_harder_for_focal(self) -> bool:
        """Say which way the difference goes."""
        size = self.delta if self.delta is not None else self.smd
        return size is not None and size < 0


class Choice(Kept):
    """How often a choice was taken, and how those who took it did on the other questions.

    `share` and `rest` go from 0 to 1; `rest` is nothing where too few took it.
    """

    id: str
    is_key: bool
    count: int
    share: float
    rest: float | None


class Part(Kept):
    """What a part of a question attracts; one that has no parts is the part with an empty id.

    `people` are those who had it. Where one types, the choice with an empty id is whatever is
    accepted, and the others are wrong answers as they compare, those that several people gave.
    """

    id: str
    people: int
    choices: tuple[Choice, ...]
    is_typed: bool = False


class Question(Kept):
    """How one question does.

    `facility` is the mean share of its points, 0 to 1; `discrimination` the correlation with the
    mean of the other questions; `seconds` the median time spent on it, where known.
    """

    item: str
    n: int
    full_points: float
    facility: float | None = None
    discrimination: float | None = None
    seconds: float | None = None
    parts: tuple[Part, ...] = ()
    # What is kept of analyses that were made before questions had parts.
    choices: tuple[Choice, ...] = ()
    difs: tuple[Dif, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def attractions(self) -> tuple[Part, ...]:
        """Return the parts, whenever the analysis was made."""
        former = (Part(id="", people=self.n, choices=self.choices),) if self.choices else ()
        return self.parts or former

    @property
    def dif(self) -> Dif | None:
        """Return the comparison that gives most cause to look, or nothing where none was made."""
        return max(self.difs, key=_gravity, default=None)


def _gravity(dif: Dif) -> tuple[str, float]:
    size = dif.delta if dif.delta is not None else dif.effect
    return dif.letter or "", abs(size or 0)


class Gain(Kept):
    """What the same people reached before and after, in percent: tested gain, never felt gain.

    `low` and `high` are the ends of the 95 % interval of the mean `gain`; `effect` is the gain in
    standard deviations of the first test.
    """

    people: int
    before: float | None = None
    after: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None
    note: Message | None = None


class Analysis(Kept):
    """All that was found; `groups` counts the people of each, the reference group first."""

    people: int
    groups: Mapping[str, int]
    reliability: Reliability
    questions: tuple[Question, ...]
    gain: Gain | None = None
    notes: tuple[Message, ...] = ()


def message(msgid: str, **values: object) -> Message:
    """Return a sentence as it is kept; `msgid` is marked for the catalogues where it stands."""
    return Message.of(Text(msgid, **values))
