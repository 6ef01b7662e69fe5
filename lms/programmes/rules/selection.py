"""An allocation of places as it is kept: what goes in, what people held fixed, what comes out.

Who is chosen is reckoned in `allocation`; how many points somebody has, in `scoring`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from lms.kit.i18n import N_, Text
from lms.programmes.allocation.values import Nominee, Quota, Value

Outcome = Literal["in", "waiting", "out"]
OUTCOME_NAMES: Mapping[Outcome, str] = {
    "in": N_("Admitted"),
    "waiting": N_("On the waiting list"),
    "out": N_("Not admitted"),
}
BY_HAND_IN = N_("Admitted by hand: %(reason)s")
BY_HAND_OUT = N_("Kept out by hand: %(reason)s")


@dataclass(frozen=True, slots=True)
class Override:
    """What a human decided of one nominee, with the reason, against or before the computation."""

    outcome: Literal["in", "out"]
    reason: str
    person_id: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """All that goes into an allocation; those `held` have a place already."""

    places: int
    quotas: tuple[Quota, ...]
    nominees: tuple[Nominee, ...]
    held: frozenset[str] = frozenset()
    overrides: Mapping[str, Override] = field(default_factory=dict)

    @property
    def fixed(self) -> frozenset[str]:
        """Return who is in whatever is computed: placed already, or admitted by hand."""
        by_hand = {one for one, what in self.overrides.items() if what.outcome == "in"}
        return self.held | by_hand

    @property
    def barred(self) -> frozenset[str]:
        """Return who is kept out by hand."""
        return frozenset(one for one, what in self.overrides.items() if what.outcome == "out")


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit that those held fixed exceed; without a name it is the number of places."""

    quota: str | None
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: each nominee in one of three lists, with the reasons, the best first."""

    admitted: tuple[str, ...]
    waiting: tuple[str, ...]
    out: tuple[str, ...]
    why: Mapping[str, tuple[Text, ...]]
    unmet: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()

    def outcome_of(self, nomination_id: str) -> Outcome | None:
        """Return in which list a nominee stands; none for one who was not in the computation."""
        lists: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
            ("in", self.admitted), ("waiting", self.waiting), ("out", self.out),
        )  # fmt: skip
        return next((name for name, ids in lists if nomination_id in ids), None)


def compute(given: Given) -> Result:
    """Return who is in, waiting or out, with what humans decided held fixed.

    Raises `AllocationRefused` where the numbers are more than can be reckoned with.
    """
    # What solves takes 60 MiB, and is asked for by a job or a what-if alone.
    from lms.programmes.allocation.allocate import allocate  # noqa: PLC0415

    barred = given.barred
    candidates = [one for one in given.nominees if one.id not in barred]
    found = allocate(given.places, given.quotas, candidates, given.fixed)
    why = dict(found.why)
    for nomination_id, override in given.overrides.items():
        said = BY_HAND_IN if override.outcome == "in" else BY_HAND_OUT
        why[nomination_id] = (Text(said, reason=override.reason),)
    kept_out = tuple(one.id for one in given.nominees if one.id in barred)
    return Result(
        found.admitted, found.waiting, (*found.out, *kept_out), why, found.unmet,
        find_broken(given),
    )  # fmt: skip


def find_broken(given: Given) -> tuple[Broken, ...]:
    """Return the limits that those held fixed exceed."""
    fixed = [one for one in given.nominees if one.id in given.fixed]
    counted = [
        Broken(quota.name, count, quota.maximum)
        for quota in given.quotas
        if quota.maximum is not None and (count := sum(map(quota.counts, fixed))) > quota.maximum
    ]
    if len(fixed) > given.places:
        counted.insert(0, Broken(None, len(fixed), given.places))
    return tuple(counted)


def find_harm(
    quotas: Iterable[Quota], placed: Iterable[Nominee], leaving: str, coming: Nominee
) -> tuple[str, ...]:
    """Return the quotas that an exchange of two would break which hold, or would hold, without it.

    A maximum is broken that is not exceeded now, or is exceeded further; a minimum that is met now.
    """
    before = list(placed)
    after = [one for one in before if one.id != leaving] + [coming]
    harmed = []
    for quota in quotas:
        old, new = sum(map(quota.counts, before)), sum(map(quota.counts, after))
        is_over = quota.maximum is not None and new > max(quota.maximum, old)
        is_under = new < quota.minimum <= old
        if is_over or is_under:
            harmed.append(quota.name)
    return tuple(harmed)


def with_override(given: Given, nomination_id: str, override: Override | None) -> Given:
    """Return the same with what a human decided of one nominee, or without it again."""
    others = {one: what for one, what in given.overrides.items() if one != nomination_id}
    if override is not None:
        others[nomination_id] = override
    return replace(given, overrides=others)


def write_given(given: Given) -> dict[str, Any]:
    """Return what goes in as JSON values, in the same order whatever order it came in."""
    return {
        "places": given.places,
        "quotas": [
            {"name": one.name, "where": {key: list(where) for key, where in one.where.items()},
             "minimum": one.minimum, "maximum": one.maximum}
            for one in given.quotas
        ],
        "nominees": [
            {"id": one.id, "score": str(one.score), "rank": one.rank,
             "fields": {key: list(one.values_of(key)) for key in sorted(one.fields)}}
            for one in sorted(given.nominees, key=lambda one: one.id)
        ],
        "held": sorted(given.held),
        "overrides": {
            one: {"outcome": what.outcome, "reason": what.reason, "person": what.person_id}
            for one, what in sorted(given.overrides.items())
        },
    }  # fmt: skip


def read_given(written: Mapping[str, Any]) -> Given:
    """Return what was kept by `write_given`."""
    return Given(
        written["places"],
        tuple(
            Quota(one["name"], _tuples(one["where"]), one["minimum"], one["maximum"])
            for one in written["quotas"]
        ),
        tuple(
            Nominee(one["id"], Decimal(one["score"]), one["rank"], _tuples(one["fields"]))
            for one in written["nominees"]
        ),
        frozenset(written["held"]),
        {
            one: Override(what["outcome"], what["reason"], what["person"])
            for one, what in written["overrides"].items()
        },
    )


def _tuples(written: Mapping[str, Any]) -> dict[str, tuple[Value, ...]]:
    return {name: tuple(values) for name, values in written.items()}


def digest_of(given: Given) -> str:
    """Return a digest of what goes in: the same input, the same digest."""
    text = json.dumps(write_given(given), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_result(result: Result) -> dict[str, Any]:
    """Return what came out as JSON values."""
    return {
        "admitted": list(result.admitted),
        "waiting": list(result.waiting),
        "out": list(result.out),
        "why": {one: [_write_text(text) for text in texts] for one, texts in result.why.items()},
        "unmet": list(result.unmet),
        "broken": [[one.quota, one.count, one.limit] for one in result.broken],
    }


def read_result(written: Mapping[str, Any]) -> Result:
    """Return what was kept by `write_result`."""
    return Result(
        tuple(written["admitted"]),
        tuple(written["waiting"]),
        tuple(written["out"]),
        {one: tuple(_read_text(text) for text in texts) for one, texts in written["why"].items()},
        tuple(written["unmet"]),
        tuple(Broken(*one) for one in written["broken"]),
    )


def write_refusal(why: Text) -> dict[str, Any]:
    """Return as JSON values why nothing can be reckoned."""
    return {"refused": _write_text(why)}


def read_refusal(written: Mapping[str, Any]) -> Text | None:
    """Return what was kept by `write_refusal`, nothing where there is a result or none yet."""
    return _read_text(written["refused"]) if "refused" in written else None


def _write_text(text: Text) -> dict[str, Any]:
    params = {
        name: _write_text(value) if isinstance(value, Text) else _plain(value)
        for name, value in text.params.items()
    }
    return {"msgid": text.msgid, "params": params}


def _plain(value: object) -> object:
    # A score is told with the digits that it has.
    return value if isinstance(value, int) else str(value)


def _read_text(written: Mapping[str, Any]) -> Text:
    params = {
        name: _read_text(value) if isinstance(value, Mapping) else value
        for name, value in written["params"].items()
    }
    msgid: str = written["msgid"]
    return Text(msgid, **params)
