"""Whether quotas can be met at all, said before they are kept, with the smallest change.

Who gets a place under them is reckoned in `allocate`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.kit.i18n import Text
from lms.programmes.allocation import sentences
from lms.programmes.allocation.exact import Program, Row, solve_stages
from lms.programmes.allocation.groups import Group, list_terms
from lms.programmes.allocation.values import Nominee, Quota, Value

# Beyond so many kinds of people only each quota by itself is looked at.
MOST_KINDS = 50_000


@dataclass(frozen=True, slots=True)
class QuotaProblem:
    """What cannot be met and what would make it possible; `quota` None: the places are meant."""

    quota: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The kinds of people whom different quotas count, and how many there are of each."""

    groups: tuple[Group, ...]
    sizes: tuple[int, ...]


def check_quotas(
    places: int, quotas: Sequence[Quota], nominees: Sequence[Nominee] | None = None
) -> tuple[QuotaProblem, ...]:
    """Return what keeps the minima from being met; nothing where they can be.

    Without nominees, as many as wanted are taken to exist of every kind, with one value in a field:
    what is found then is certain, whoever may be nominated. First each quota is looked at by
    itself; then all together, where the changes told are the least in sum, on the fewest quotas.
    """
    alone = [
        problem for one in quotas if (problem := _check_alone(places, one, nominees)) is not None
    ]
    if alone:
        return tuple(alone)
    kinds = _imagine(places, quotas) if nominees is None else _sort(quotas, nominees)
    return () if kinds is None else tuple(_check_together(places, quotas, kinds))


def _check_alone(
    places: int, quota: Quota, nominees: Sequence[Nominee] | None
) -> QuotaProblem | None:
    if quota.maximum is not None and quota.minimum > quota.maximum:
        text = Text(
            sentences.LOW_ABOVE_HIGH, quota=quota.name, low=quota.minimum, high=quota.maximum
        )
    elif quota.minimum > places:
        text = Text(sentences.LOW_ABOVE_PLACES, quota=quota.name, low=quota.minimum, places=places)
    elif nominees is not None and quota.minimum > (count := sum(map(quota.counts, nominees))):
        text = Text(sentences.LOW_ABOVE_NOMINATED, quota=quota.name, low=quota.minimum, count=count)
    else:
        return None
    return QuotaProblem(quota.name, text)


def _sort(quotas: Sequence[Quota], nominees: Iterable[Nominee]) -> _Kinds:
    sizes: dict[Group, int] = {}
    for one in nominees:
        group = frozenset(number for number, quota in enumerate(quotas) if quota.counts(one))
        sizes[group] = sizes.get(group, 0) + 1
    return _Kinds(tuple(sizes), tuple(sizes.values()))


def _imagine(places: int, quotas: Sequence[Quota]) -> _Kinds | None:
    """Return every kind of people that the quotas could tell apart, or None where it is too many.

    Field by field: each value that a quota names, and one that none does.
    """
    kinds = {frozenset(range(len(quotas)))}
    for name in sorted({name for quota in quotas for name in quota.where}):
        values: list[Value] = [value for quota in quotas for value in quota.where.get(name, ())]
        imagined = [Nominee("", Decimal(), None, {name: value}) for value in values]
        parts = {_meet(name, quotas, one) for one in [*imagined, Nominee("", Decimal())]}
        useful = _leave_best(quotas, parts)
        kinds = {kind & part for kind in kinds for part in useful}
        if len(kinds) > MOST_KINDS:
            return None
    ordered = sorted(kinds, key=sorted)
    most = max([places, *(quota.minimum for quota in quotas)]) * (len(quotas) + 1)
    return _Kinds(tuple(ordered), (most,) * len(ordered))


def _meet(name: str, quotas: Sequence[Quota], one: Nominee) -> Group:
    """Return the numbers of the quotas that this field's value does not exclude."""
    return frozenset(
        number
        for number, quota in enumerate(quotas)
        if name not in quota.where or Quota("", {name: quota.where[name]}).counts(one)
    )


def _leave_best(quotas: Sequence[Quota], parts: set[Group]) -> list[Group]:
    """Leave out a value where another helps every minimum that it helps, and fills no more."""
    harmless = {number for number, quota in enumerate(quotas) if quota.maximum is None}
    useless = {number for number, quota in enumerate(quotas) if not quota.minimum}
    ordered = sorted(parts, key=sorted)
    best: list[Group] = []
    for part in ordered:
        if not any(other - part <= harmless and part - other <= useless for other in best):
            best = [
                other
                for other in best
                if not (part - other <= harmless and other - part <= useless)
            ]
            best.append(part)
    return best


def _check_together(places: int, quotas: Sequence[Quota], kinds: _Kinds) -> list[QuotaProblem]:
    lowered = _find_lowered(places, quotas, kinds)
    told = [
        QuotaProblem(
            quota.name,
            Text(
                sentences.LOWER_TO,
                quota=quota.name, low=quota.minimum, possible=quota.minimum - by,
            ),
        )
        for quota, by in zip(quotas, lowered, strict=True)
        if by
    ]  # fmt: skip
    enough = _find_places(places, quotas, kinds) if told else None
    if enough is not None:
        text = Text(sentences.RAISE_PLACES, places=places, enough=enough)
        told.append(QuotaProblem(None, text))
    return told


def _find_lowered(places: int, quotas: Sequence[Quota], kinds: _Kinds) -> list[int]:
    """Return by how much each minimum is to be lowered: the least in sum, on the fewest quotas."""
    people, count = len(kinds.groups), len(quotas)
    terms = list_terms(kinds.groups, count)
    by, is_lowered = range(people, people + count), range(people + count, people + 2 * count)
    rows = [Row(tuple((column, 1) for column in range(people)), 0, places)]
    for number, quota in enumerate(quotas):
        rows.append(Row(tuple(terms[number]), 0, _high(places, quota)))
        rows.append(Row((*terms[number], (by[number], 1)), quota.minimum, 2 * sum(kinds.sizes)))
        rows.append(Row(((by[number], 1), (is_lowered[number], -quota.minimum)), -quota.minimum, 0))
    program = Program(
        (0,) * (people + 2 * count),
        (*kinds.sizes, *[quota.minimum for quota in quotas], *[1] * count),
        tuple(rows),
    )
    # One more quota weighs more than all places in the order of names, one person more than that.
    names = sorted(range(count), key=lambda number: quotas[number].name)
    each = [-(count**2) - names.index(number) for number in range(count)]
    found = solve_stages(program, [[*[0] * people, *[sum(each) - 1] * count, *each]])
    return [0] * count if found is None else [found[column] for column in by]


def _find_places(places: int, quotas: Sequence[Quota], kinds: _Kinds) -> int | None:
    """Return how many places would be enough for the minima as they are, or None."""
    people = len(kinds.groups)
    most = sum(quota.minimum for quota in quotas)
    terms = list_terms(kinds.groups, len(quotas))
    rows = [
        Row(tuple(terms[number]), quota.minimum, _high(places + most, quota))
        for number, quota in enumerate(quotas)
    ]
    everybody = tuple((column, 1) for column in range(people))
    rows.append(Row((*everybody, (people, -1)), -most, places))
    program = Program((0,) * (people + 1), (*kinds.sizes, most), tuple(rows))
    found = solve_stages(program, [[*[0] * people, -1]])
    return None if found is None else places + found[people]


def _high(places: int, quota: Quota) -> int:
    return places if quota.maximum is None else min(quota.maximum, places)
