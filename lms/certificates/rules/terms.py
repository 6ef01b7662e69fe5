"""What an organisation issues with, as a value: design, signatories, place, conditions, bands.

Where the value comes from is the business of `queries.terms`; when one issues, of `services`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lms.certificates.rules.facts import Facts, Signatory
from lms.kit.errors import Invalid
from lms.kit.i18n import LANGUAGES, N_, translate

PASSED = N_("Passed the exam")
MERIT = N_("Passed with merit")
DISTINCTION = N_("Passed with distinction")
LONGEST_PLACE = 60
LONGEST_CONDITION = 160


class BandsOutOfOrder(Invalid):
    """Distinction is more than merit."""

    message = N_("Distinction begins above merit: its percentage is the higher one.")


class DesignNotYours(Invalid):
    """One issues with a published design of the organisation, or of one above it."""

    message = N_("Choose one of the designs that are offered.")


@dataclass(frozen=True, slots=True)
class Bands:
    """From which percentage of the points on the result is merit, and distinction.

    Without either the result is told as a number.
    """

    merit_from: int | None = None
    distinction_from: int | None = None

    def words(self, points: Decimal) -> str | None:
        """Return the words for a result (a msgid), or nothing where it is told as a number."""
        if self.merit_from is None and self.distinction_from is None:
            return None
        if self.distinction_from is not None and points >= self.distinction_from:
            return DISTINCTION
        if self.merit_from is not None and points >= self.merit_from:
            return MERIT
        return PASSED


@dataclass(frozen=True, slots=True)
class Said:
    """What one row of terms says of itself; what is empty or none is said by the next one."""

    design_id: str | None = None
    signatories: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    merit_from: int | None = None
    distinction_from: int | None = None
    second_language: str | None = None


def join_said(rows: Iterable[Said]) -> Said:
    """Return what holds where several say something: of each thing the first that is said."""
    every = list(rows)
    bands = next((row for row in every if row.merit_from or row.distinction_from), Said())
    return Said(
        design_id=next((row.design_id for row in every if row.design_id), None),
        signatories=next((row.signatories for row in every if row.signatories), ()),
        places=next((row.places for row in every if any(row.places.values())), {}),
        conditions=next((row.conditions for row in every if any(row.conditions.values())), {}),
        merit_from=bands.merit_from,
        distinction_from=bands.distinction_from,
        second_language=next(
            (row.second_language for row in every if row.second_language is not None), None
        ),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What certificates are issued with now; `apply` writes it into the facts that are frozen.

    `named_twice` are the names of signatories who are chosen more than once, and sign once.
    """

    design_hash: str | None = None
    emblem_hash: str | None = None
    signatories: tuple[Signatory, ...] = ()
    named_twice: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    bands: Bands = field(default_factory=Bands)
    second_language: str = ""

    def apply(self, facts: Facts) -> Facts:
        """Return the facts with design, emblem, signatories, place, conditions and band."""
        words = None if facts.points is None else self.bands.words(Decimal(facts.points))
        band = {language: translate(language, words) for language in LANGUAGES} if words else {}
        return replace(
            facts,
            design_hash=self.design_hash,
            emblem_hash=self.emblem_hash or facts.emblem_hash,
            signatories=self.signatories,
            places=self.places,
            conditions=self.conditions,
            score_band=band,
            points=None if words else facts.points,
        )


def beside(language: str, second: str) -> str:
    """Return what stands beside a file's language where `second` is that of all files.

    Empty where there is no second one, or it is the same.
    """
    return "" if second == language else second


def check_bands(merit_from: int | None, distinction_from: int | None) -> None:
    """Raise `BandsOutOfOrder` where distinction would begin at or below merit."""
    if merit_from is not None and distinction_from is not None and distinction_from <= merit_from:
        raise BandsOutOfOrder
