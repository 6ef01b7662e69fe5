"""What many tests of programmes begin with: the hub, a programme with a version, an open cohort."""

import pytest

from lms.programmes.rules.rows import CohortRow, ProgrammeRow
from tests.programmes import factories


@pytest.fixture
def hub(app) -> str:
    """The id of a hub of which Senegal and Fiji are members; Ines administers it."""
    return factories.add_hub()


@pytest.fixture
def programme(hub) -> ProgrammeRow:
    """A programme of the hub with a version."""
    return factories.add_programme(hub)


@pytest.fixture
def cohort(programme) -> CohortRow:
    """A cohort of it that is open for nominations."""
    return factories.add_cohort(programme)
