"""A second administrator of the installation, two people for a revocation, and who is marked."""

import re

from lms.accounts import services as accounts
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.organisations import queries as organisations
from lms.organisations import services
from tests import cast


def make_administrator(name: str) -> None:
    """Let one of the cast administer the installation too, and commit."""
    root = str(organisations.find_installation().id)
    accounts.grant_role(
        OPERATOR, cast.NOW, cast.id_of(name), role="administrator", organisation_id=root
    )
    db.session.commit()


def want_two(*, is_wanted: bool = True) -> None:
    """Let the installation want two people for a revocation, or one again, and commit."""
    root = str(organisations.find_installation().id)
    services.require_two_to_revoke(OPERATOR, cast.NOW, root, is_required=is_wanted)
    db.session.commit()


def marks_on(page: str, *keys: str) -> list[str]:
    """Return what stands on the page of decisions for these enrolments or awards."""
    found = dict(re.findall(r'name="keys" value="((\w+)\.\d+)"', page))
    return [mark for mark, key in found.items() if key in keys]
