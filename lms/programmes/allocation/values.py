"""What goes into an allocation and what comes out of it, as frozen values.

How a file becomes these is in `reading`, how they are reckoned with in `allocate`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text

Value = str | int | float | Decimal | bool


class AllocationRefused(Invalid):
    """What goes in is such that nothing can be reckoned from it."""


class ScoresTooLarge(AllocationRefused):
    """The scores, made whole numbers, add up to more than is reckoned with exactly."""

    message = N_(
        "The scores are too large or have too many decimals to be added up exactly. Give them with "
        "fewer digits, for instance with two decimals."
    )


class NominationTwice(AllocationRefused):
    """Two nominations have the same id."""

    message = N_("Two nominations have the id “%(id)s”. Give each its own.")


class QuotaTwice(AllocationRefused):
    """Two quotas have the same name."""

    message = N_("Two quotas have the name “%(name)s”. Give each its own.")


class HeldUnknown(AllocationRefused):
    """Somebody is said to be placed already who is not nominated."""

    message = N_("“%(id)s” is placed already, but is not among the nominations.")


class TooHard(AllocationRefused):
    """The solver did not come to an end; nothing less than the best is given out."""

    message = N_(
        "These quotas overlap in a way that could not be worked out in %(seconds)s seconds. Take "
        "out a quota, or join some, and try again."
    )


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit on those whose fields are as `where` says: each field with one of its values.

    An empty `where` counts everybody. `maximum` None: as many as there are places.
    """

    name: str
    where: Mapping[str, tuple[Value, ...]]
    minimum: int = 0
    maximum: int | None = None

    def counts(self, nominee: "Nominee") -> bool:
        """Say whether the quota counts this nominee; a field that is missing has no value."""
        return all(
            any(_is_same(value, own) for own in nominee.values_of(name) for value in values)
            for name, values in self.where.items()
        )


@dataclass(frozen=True, slots=True)
class Nominee:
    """A complete nomination: its score, its rank (1 is best; None: after all), its fields."""

    id: str
    score: Decimal
    rank: int | None = None
    fields: Mapping[str, Value | tuple[Value, ...]] = field(default_factory=dict)

    def values_of(self, name: str) -> tuple[Value, ...]:
        """Return the values of a field: none, one, or several where it is a list."""
        value = self.fields.get(name, ())
        return value if isinstance(value, tuple) else (value,)


def _is_same(one: Value, other: Value) -> bool:
    """Compare as JSON does: `true` is not 1, and 1 is 1.0."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


@dataclass(frozen=True, slots=True)
class Allocation:
    """Each nominee in exactly one of three lists, the best first, with the reasons.

    `unmet` names a smallest set of quotas whose minima cannot be met with the others; where it is
    not empty, nobody is in but those who were placed before.
    """

    admitted: tuple[str, ...]
    waiting: tuple[str, ...]
    out: tuple[str, ...]
    why: Mapping[str, tuple[Text, ...]]
    unmet: tuple[str, ...] = ()
