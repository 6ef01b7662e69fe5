"""How a cohort stands in figures: nominations by State, places by what became of them.

The people themselves are read in `nominations` and `participations`.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.kit.db import read
from lms.kit.territories import territory_name
from lms.organisations.models import Organisation
from lms.programmes.models import Nomination, Participation
from lms.programmes.rules.rows import PlaceStatus

GIVEN: tuple[PlaceStatus, ...] = ("offered", "accepted", "completed")


@dataclass(frozen=True, slots=True)
class StateLine:
    """The nominations of one State; without a code they are of no State."""

    country_code: str | None
    unfinished: int
    submitted: int
    withdrawn: int

    def label(self, language: str) -> str:
        """Return the name of the State for a reader; empty where it is none."""
        return territory_name(self.country_code, language) if self.country_code else ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The nominations by State, and how many places have which status."""

    states: tuple[StateLine, ...]
    places: dict[str, int]

    @property
    def unfinished(self) -> int:
        """Return how many nominations are begun and not submitted."""
        return sum(line.unfinished for line in self.states)

    @property
    def submitted(self) -> int:
        """Return how many nominations are submitted, and not withdrawn."""
        return sum(line.submitted for line in self.states)

    @property
    def withdrawn(self) -> int:
        """Return how many nominations were withdrawn."""
        return sum(line.withdrawn for line in self.states)

    @property
    def given(self) -> int:
        """Return how many places are offered or taken."""
        return sum(self.places.get(status, 0) for status in GIVEN)


def get_figures(cohort_id: str) -> Figures:
    """Return how a cohort stands, the State with the most nominations first."""
    is_withdrawn = Nomination.withdrawn_at.is_not(None)
    is_submitted = Nomination.submitted_at.is_not(None) & ~is_withdrawn
    query = (
        select(
            Organisation.country_code,
            func.count().filter(~is_submitted & ~is_withdrawn),
            func.count().filter(is_submitted),
            func.count().filter(is_withdrawn),
        )
        .select_from(Nomination)
        .outerjoin(Organisation, Organisation.id == Nomination.state_id)
        .where(Nomination.cohort_id == cohort_id)
        .group_by(Organisation.country_code)
    )
    lines = sorted(
        (StateLine(*row) for row in read(query)),
        key=lambda line: (-line.submitted, -line.unfinished, line.country_code or ""),
    )
    return Figures(tuple(lines), _count_places(cohort_id))


def _count_places(cohort_id: str) -> dict[str, int]:
    query = (
        select(Participation.status, func.count().label("total"))
        .where(Participation.cohort_id == cohort_id)
        .group_by(Participation.status)
    )
    return {row.status: row.total for row in read(query)}


def count_given(cohort_id: str) -> int:
    """Return how many places of a cohort are offered or taken."""
    places = _count_places(cohort_id)
    return sum(places.get(status, 0) for status in GIVEN)


def has_nominations(cohort_id: str) -> bool:
    """Say whether anybody was nominated for a cohort, withdrawn or not."""
    query = select(Nomination.id).where(Nomination.cohort_id == cohort_id).limit(1)
    return read(query).first() is not None
