"""A second administrator of the installation, and two people for a revocation."""

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


def want_two() -> None:
    """Let the installation want two people for a revocation, and commit."""
    root = str(organisations.find_installation().id)
    services.require_two_to_revoke(OPERATOR, cast.NOW, root, is_required=True)
    db.session.commit()
