"""The holders' names on certificates: as they are printed, to whoever may see the person's name.

Whose name may be seen is decided in the accounts room.
"""

from collections.abc import Iterable

from lms.accounts import queries as people
from lms.certificates.rules.rows import CertificateRow
from lms.kit.actor import Actor


def get_holders(actor: Actor, rows: Iterable[CertificateRow]) -> dict[str, str]:
    """Return the name on each certificate by its id; of a protected person, the code beside it.

    It is the frozen name, whatever the person is called by now or in the reader's language.
    """
    rows = list(rows)
    hidden = people.get_hidden_names(actor, {row.person_id for row in rows if row.person_id})
    return {row.id: hidden.get(row.person_id or "", row.facts.holder_name) for row in rows}


def list_protected(rows: Iterable[CertificateRow]) -> frozenset[str]:
    """Return the ids of those certificates whose holder's identity is protected.

    Who may see such a name is told that it is not to be passed on; others see a code instead.
    """
    rows = list(rows)
    people_there = people.list_protected(row.person_id for row in rows if row.person_id)
    return frozenset(row.id for row in rows if row.person_id in people_there)


def get_holder(actor: Actor, certificate: CertificateRow) -> str:
    """Return the name on one certificate, as `get_holders` does."""
    return get_holders(actor, [certificate])[certificate.id]


def is_named(actor: Actor, certificate: CertificateRow) -> bool:
    """Say whether the actor may see the names on a certificate, that in Latin letters too."""
    person_id = certificate.person_id
    return person_id is None or person_id not in people.get_hidden_names(actor, [person_id])
