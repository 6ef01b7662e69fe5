"""Organisations stand in an order that the reader knows: by name, each below what it is of."""

import re

import pytest

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.territories import sort_tree
from lms.organisations import queries, services
from tests import cast

# As French has them: an accent moves nothing.
NAMES = ["Cambodge", "Égypte", "Agence des eaux", "Agence du port", "Espagne", "Kenya"]


@pytest.fixture
def tree(app) -> None:
    """States and agencies that were added in another order."""
    ids = {
        code: services.create_state(OPERATOR, cast.NOW, country_code=code)
        for code in ("KE", "ES", "EG", "KH")
    }
    for name in ("Agence du port", "Agence des eaux"):
        services.create_agency(OPERATOR, cast.NOW, parent_id=ids["EG"], name=name)
    db.session.commit()


def test_whoever_does_not_see_what_stands_above_sees_the_rest_in_order(tree):
    rows = [row for row in queries.list_organisations() if row.kind != "installation"]
    labels = [row.label("fr") for row in sort_tree(rows, "fr")]
    assert [label for label in labels if label in NAMES] == NAMES


@pytest.mark.parametrize(
    "address",
    [
        "/admin/organisations",
        "/admin/people",
        "/admin/people/{amina}",
        "/admin/certificates/papers",
        "/admin/certificates/designs/new",
        "/admin/certificates/signatories",
        "/admin/certificates/terms",
    ],
)
def test_pages_name_them_in_the_readers_order(tree, browse, address):
    emre = browse("emre")
    emre.post("/language", {"language": "fr"})
    page = emre.get(address.format(amina=cast.id_of("amina"))).text
    found = dict.fromkeys(re.findall("|".join(NAMES), page))
    assert list(found) == NAMES
