"""The cast: who plays in the tests, of which State and with which roles.

Amina studies, Bruno teaches, Chen translates, Dalia nominates, Emre administers; Farid is of
another State, and Gita administers there. Hadi is an investigator whose identity is protected.
"""

from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.models import Person
from lms.accounts.passwords import hash_password
from lms.kit.actor import OPERATOR, Actor
from lms.kit.clock import clock
from lms.kit.db import db
from lms.organisations import services as organisations

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "a-long-enough-password"


class Player(NamedTuple):
    """One of the cast."""

    full_name: str
    place: str
    roles: tuple[str, ...]
    is_protected: bool = False


PLAYERS = {
    "amina": Player("Amina Diallo", "commission", ("trainee",)),
    "bruno": Player("Bruno Sarr", "commission", ("trainer",)),
    "chen": Player("Chen Wei", "commission", ("translator",)),
    "dalia": Player("Dalia Ndiaye", "senegal", ("focal_point",)),
    "emre": Player("Emre Kaya", "installation", ("administrator",)),
    "farid": Player("Farid Vakatora", "fiji", ("trainee",)),
    "gita": Player("Gita Rao", "fiji", ("administrator",)),
    "hadi": Player("Hadi Fall", "commission", ("trainee",), is_protected=True),
}


def email_of(name: str) -> str:
    """Return a player's address."""
    return f"{name}@example.org"


def build() -> None:
    """Put the organisations and the players into an empty database, and commit."""
    installation = organisations.ensure_installation(NOW)
    senegal = organisations.create_state(OPERATOR, NOW, country_code="SN")
    fiji = organisations.create_state(OPERATOR, NOW, country_code="FJ")
    commission = organisations.create_agency(
        OPERATOR, NOW, parent_id=senegal, name="National Integrity Commission"
    )
    places = {
        "installation": installation,
        "senegal": senegal,
        "fiji": fiji,
        "commission": commission,
    }
    password_hash = hash_password(PASSWORD)
    for name, player in PLAYERS.items():
        accounts.create_person(
            OPERATOR,
            NOW,
            email=email_of(name),
            password_hash=password_hash,
            full_name=player.full_name,
            language="en",
            organisation_id=places[player.place],
            roles=player.roles,
            is_protected=player.is_protected,
            has_consented=True,
        )
    db.session.commit()
    db.session.remove()


def id_of(name: str) -> str:
    """Return the id of a player, or of somebody whom a test has added."""
    return _find_player(str(db.engine.url), name) if name in PLAYERS else _find(name)


@cache
def _find_player(_url: str, name: str) -> str:
    # The cast is put back with its database, and keeps its ids as long as that is there.
    return _find(name)


def _find(name: str) -> str:
    return db.session.execute(select(Person.id).where(Person.email == email_of(name))).scalar_one()


def actor_of(name: str) -> Actor:
    """Return a player as an actor, for tests of services."""
    from lms.accounts.queries import get_actor_by_email

    return get_actor_by_email(email_of(name), NOW)


def begin_session(name: str) -> str:
    """Begin a session for a player, by the clock as it was set, and return its token."""
    token = accounts.begin_web_session(id_of(name), clock.now(), user_agent="tests")
    db.session.commit()
    return token
