"""A programme of the installation with people who hold its award, for tests of certificates."""

from dataclasses import dataclass
from typing import Any

from lms.organisations import queries as organisations
from lms.programmes.queries import curricula
from lms.programmes.rules.rows import AwardRow, CohortRow, ProgrammeRow
from tests import cast
from tests.programmes import factories


@dataclass(frozen=True)
class Programme:
    """A programme that Emre's organisation owns, and a cohort of it."""

    row: ProgrammeRow
    cohort: CohortRow

    def award(self, name: str, **columns: Any) -> AwardRow:
        """Give one of the cast a place and the award; any column may be given."""
        nomination = factories.add_nomination(self.cohort, name)
        place = factories.add_participation(nomination, "completed", language="fr")
        return factories.add_award(place, self.version_id, **columns)

    def place(self, name: str) -> str:
        """Give one of the cast a place without an award."""
        nomination = factories.add_nomination(self.cohort, name)
        return factories.add_participation(nomination).id

    @property
    def version_id(self) -> str:
        """Return the id of the published version."""
        return str(self.row.version_id)

    @property
    def content_hash(self) -> str:
        """Return the hash of what the version says."""
        return curricula.get_version(self.version_id).content_hash

    @property
    def issue(self) -> str:
        """Return where one issues to the cohort."""
        return f"/admin/cohorts/{self.cohort.id}/certificates/issue"


def add_programme(title: str = factories.TITLE, owner_id: str = "") -> Programme:
    """Add the programme with its cohort, of the installation where no owner is named."""
    owner_id = owner_id or organisations.find_installation().id
    titles = factories.DEFINITION["title"] | {"en": title}
    row = factories.add_programme(owner_id, definition=factories.DEFINITION | {"title": titles})
    return Programme(row, factories.add_cohort(row))


RULE = f"/admin/programmes/{factories.SLUG}/certificates/rule"
DECIDE = f"/admin/programmes/{factories.SLUG}/certificates/decide"


def address_of(award: AwardRow) -> str:
    """Return where a holder asks for the certificate of an award."""
    return f"/learn/awards/{award.id}/certificate"


NAMED = {"name": "Amina Diallo", "language": "en"}
NOW = cast.NOW
