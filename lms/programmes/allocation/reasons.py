"""Why each is in, waiting or out, and what would change it: only what follows from the reckoning.

The sentences themselves stand in `sentences`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from lms.kit.i18n import Text
from lms.programmes.allocation import sentences
from lms.programmes.allocation.exchanges import (
    Fill,
    InLine,
    find_lines,
    find_thresholds,
    measure_fill,
    pair_neighbours,
)
from lms.programmes.allocation.groups import Candidate, Group, Table

Texts = tuple[Text, ...]


@dataclass(frozen=True)
class Outcome:
    """Who is in, and who would be under other limits; `possible` are the groups not out."""

    table: Table
    admitted: frozenset[str]
    possible: frozenset[Group]
    with_place_more: frozenset[str]
    without_minima: frozenset[str]

    @cached_property
    def waiting(self) -> list[Candidate]:
        """Return those who wait, the best first."""
        return [
            one
            for one in self.table.candidates
            if one.nominee.id not in self.admitted and one.group in self.possible
        ]

    @cached_property
    def fill(self) -> Fill:
        """Return how full the limits are."""
        return measure_fill(self.table, self.admitted, frozenset())

    @cached_property
    def counts(self) -> Counter[int]:
        """Return how many admitted each limit counts."""
        return self.table.count(self.admitted)

    @cached_property
    def lowest(self) -> Mapping[int, Decimal]:
        """Return the lowest score admitted that each limit counts."""
        found: dict[int, Decimal] = {}
        for one in self.table.candidates:
            if one.nominee.id in self.admitted:
                found.update(dict.fromkeys(one.group, one.nominee.score))
        return found

    @cached_property
    def neighbours(self) -> Mapping[Group, tuple[Candidate | None, Candidate | None]]:
        """Return of each group the last in and the first not in."""
        return pair_neighbours(self.table.candidates, self.admitted, self.table)

    @cached_property
    def thresholds(self) -> Mapping[Group, Candidate | None]:
        """Return whom each group's members have to surpass."""
        free = [one for one in self.table.list_free() if one.nominee.id in self.admitted]
        return find_thresholds(self.fill, {one.group for one in self.waiting}, free)

    @cached_property
    def lines(self) -> Mapping[str, InLine]:
        """Return where those who wait stand in line."""
        inside = [one for one in self.table.candidates if one.nominee.id in self.admitted]
        return find_lines(self.fill, inside, self.waiting)

    def is_bit(self, number: int, bits: int) -> bool:
        """Say whether the limit of this number is among the bits."""
        return bool(bits >> number & 1)


def explain(outcome: Outcome) -> dict[str, Texts]:
    """Return the sentences for everybody by id."""
    waiting = {one.nominee.id for one in outcome.waiting}
    told = {}
    for one in outcome.table.candidates:
        if one.nominee.id in outcome.admitted:
            told[one.nominee.id] = _explain_admitted(outcome, one)
        elif one.nominee.id in waiting:
            told[one.nominee.id] = _explain_waiting(outcome, one)
        else:
            told[one.nominee.id] = explain_out(outcome.table, one)
    return told


def explain_unmet(
    table: Table, unmet: Iterable[str], otherwise: frozenset[str], possible: frozenset[Group]
) -> dict[str, Texts]:
    """Return the sentences for everybody where minima cannot be met."""
    nobody = Text(sentences.UNMET, quotas=sentences.list_quotas(unmet))
    told: dict[str, Texts] = {}
    for one in table.candidates:
        if one.nominee.id in table.held:
            told[one.nominee.id] = (Text(sentences.HELD),)
        elif one.group not in possible:
            told[one.nominee.id] = explain_out(table, one)
        else:
            is_in = one.nominee.id in otherwise
            then = Text(sentences.UNMET_IN if is_in else sentences.UNMET_WAITING)
            told[one.nominee.id] = (nobody, then)
    return told


def explain_out(table: Table, one: Candidate) -> Texts:
    """Return why no place can ever fall to somebody."""
    if table.limits[table.places].high == 0:
        return (Text(sentences.NO_PLACES),)
    closed = [
        Text(sentences.QUOTA_ZERO, quota=table.limits[number].name)
        for number in sorted(one.group)
        if table.limits[number].high == 0
    ]
    return tuple(closed) or (Text(sentences.MINIMA_TAKE_ALL),)


def _explain_admitted(outcome: Outcome, one: Candidate) -> Texts:
    if one.nominee.id in outcome.table.held:
        return (Text(sentences.HELD),)
    told = [Text(sentences.ADMITTED, score=_plain(one.nominee.score))]
    if one.nominee.id not in outcome.without_minima:
        told += [
            Text(sentences.AT_LEAST, quota=limit.name, limit=limit.low)
            for number, limit in enumerate(outcome.table.limits)
            if number in one.group and outcome.is_bit(number, outcome.fill.bare)
        ]
        told.append(Text(sentences.BY_MINIMA))
    _last, first = outcome.neighbours[one.group]
    if first is not None and first.group in outcome.possible:
        tie = _tie(one, first, sentences.NEXT_RANK, sentences.NEXT_ID)
        told.append(tie or Text(sentences.NEXT_SCORE, score=_plain(first.nominee.score)))
    return tuple(told)


def _tie(one: Candidate, other: Candidate, by_rank: str, by_id: str) -> Text | None:
    """Return what decided between two of the same score, or None where the score did."""
    if one.score != other.score:
        return None
    return Text(by_id if one.rank == other.rank else by_rank)


def _explain_waiting(outcome: Outcome, one: Candidate) -> Texts:
    told = [Text(sentences.WAITING, score=_plain(one.nominee.score))]
    told += _tell_full(outcome, one)
    last, _first = outcome.neighbours[one.group]
    tie = None if last is None else _tie(one, last, sentences.LAST_RANK, sentences.LAST_ID)
    told += [tie] if tie else []
    return (*told, *_tell_changes(outcome, one))


def _tell_full(outcome: Outcome, one: Candidate) -> list[Text]:
    told = []
    for number in sorted(one.group, reverse=True):
        if not outcome.is_bit(number, outcome.fill.full) or number not in outcome.lowest:
            continue
        limit = outcome.table.limits[number]
        told.append(
            Text(
                sentences.QUOTA_FULL if limit.name else sentences.PLACES_FULL,
                **({"quota": limit.name} if limit.name else {}),
                count=outcome.counts[number],
                limit=limit.high,
                lowest=_plain(outcome.lowest[number]),
            )
        )
    if not told and one.score <= 0:
        told.append(Text(sentences.ADDS_NOTHING))
    return told


def _tell_changes(outcome: Outcome, one: Candidate) -> list[Text]:
    told = []
    if one.group in outcome.thresholds:
        weakest = outcome.thresholds[one.group]
        needed = _plain(weakest.nominee.score) if weakest else "0"
        told.append(Text(sentences.SCORE_NEEDED, score=needed))
    else:
        told.append(Text(sentences.NO_EXCHANGE))
    if one.nominee.id in outcome.with_place_more:
        told.append(Text(sentences.ONE_PLACE_MORE))
    if one.nominee.id in outcome.without_minima:
        told.append(Text(sentences.MINIMA_IN_THE_WAY))
    if one.nominee.id in outcome.lines:
        told.append(_tell_line(outcome, outcome.lines[one.nominee.id]))
    return told


def _tell_line(outcome: Outcome, line: InLine) -> Text:
    names = [outcome.table.limits[number].name for number in sorted(line.group)]
    quotas = sentences.list_quotas(name for name in names if name)
    if quotas is None:
        return Text(sentences.IN_LINE_WITHOUT_QUOTA, number=line.number)
    return Text(sentences.IN_LINE, number=line.number, quotas=quotas)


def _plain(score: Decimal) -> str:
    return f"{score.normalize():f}"
