"""Who was protected before a protection ended what shows the name is shown no more: consents and links end, with what the service leaves behind.

What was decided after the protection stays: whoever decided knew of it.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def _table(name: str, texts: str, **more: sa.types.TypeEngine[Any]) -> sa.TableClause:
    return sa.table(name, *(sa.column(one, sa.String) for one in texts.split()), *(sa.column(one, kind) for one, kind in more.items()))


PERSON = _table('person', 'id email language', is_protected=sa.Boolean(), created_at=MOMENT)
EVENT = _table('audit_event', 'actor_kind action subject_type subject_id details_digest', seq=sa.BigInteger(), at=MOMENT)
DETAIL = _table('audit_detail', 'salt', event_seq=sa.BigInteger(), details=JSON)
MERGE = _table('account_merge', 'kept_id merged_id', merged_at=MOMENT, undone_at=MOMENT)
CERTIFICATE = _table('certificate', 'id person_id')
CONSENT = _table('certificate_consent', 'certificate_id', seq=sa.BigInteger(), shows_name=sa.Boolean(), by_protection=sa.Boolean(), at=MOMENT)
LINK = _table('share_link', 'id certificate_id', shows_name=sa.Boolean(), created_at=MOMENT, ends_at=MOMENT, withdrawn_at=MOMENT)
MESSAGE = _table('message', 'id kind key person_id email language template status', context=JSON, parts=JSON, created_at=MOMENT, due_at=MOMENT)


def upgrade() -> None:
    # SQLite keeps instants without a zone, in UTC.
    now = datetime.now(UTC)
    if op.get_bind().dialect.name == 'sqlite':
        now = now.replace(tzinfo=None)
    for person, since in list(_protected()):
        _end(person, since, now)


def _protected() -> Iterator[tuple[sa.Row[Any], datetime]]:
    """Yield who is protected, and since when: as the audit log says, else since a merge, else from the start."""
    connection = op.get_bind()
    for person in connection.execute(sa.select(PERSON).where(PERSON.c.is_protected)).all():
        steps = sa.select(EVENT.c.action, EVENT.c.at).where(EVENT.c.subject_id == person.id, EVENT.c.action.in_(('accounts.protected', 'accounts.unprotected')))
        since = None
        for action, at in connection.execute(steps.order_by(EVENT.c.seq)):
            since = (since or at) if action == 'accounts.protected' else None
        merged = sa.select(sa.func.max(MERGE.c.merged_at, type_=MOMENT)).where((MERGE.c.kept_id == person.id) | (MERGE.c.merged_id == person.id), MERGE.c.undone_at.is_(None))
        yield person, since or connection.execute(merged).scalar_one() or person.created_at


def _end(person: sa.Row[Any], since: datetime, now: datetime) -> None:
    connection = op.get_bind()
    links = sa.select(LINK.c.id, LINK.c.certificate_id).join(CERTIFICATE, CERTIFICATE.c.id == LINK.c.certificate_id).where(
        CERTIFICATE.c.person_id == person.id, LINK.c.shows_name, LINK.c.withdrawn_at.is_(None), LINK.c.ends_at > now, LINK.c.created_at <= since
    )
    showing = set()
    for link in connection.execute(links.order_by(LINK.c.id)).all():
        connection.execute(LINK.update().where(LINK.c.id == link.id).values(withdrawn_at=now))
        _record('certificates.share_withdrawn', link.certificate_id, {'link': link.id}, now)
        showing.add(link.certificate_id)
    newest = sa.select(sa.func.max(CONSENT.c.seq)).group_by(CONSENT.c.certificate_id)
    consents = sa.select(CONSENT.c.certificate_id).join(CERTIFICATE, CERTIFICATE.c.id == CONSENT.c.certificate_id).where(
        CERTIFICATE.c.person_id == person.id, CONSENT.c.seq.in_(newest), CONSENT.c.shows_name, CONSENT.c.at <= since
    )
    showing.update(connection.execute(consents).scalars())
    for certificate_id in sorted(showing):
        connection.execute(CONSENT.insert().values(certificate_id=certificate_id, shows_name=False, by_protection=True, at=now))
        _record('certificates.consent_ended', certificate_id, {}, now)
    if showing:
        _tell(person, now)


def _new_id() -> str:
    return base64.b32encode(secrets.token_bytes(16)).decode('ascii').rstrip('=').lower()


def _record(action: str, certificate_id: str, details: dict[str, str], now: datetime) -> None:
    salt = _new_id()
    canonical = ''.join(f'"{name}":"{value}"' for name, value in details.items())
    event = {
        'at': now, 'actor_kind': 'operator', 'action': action, 'subject_type': 'certificate', 'subject_id': certificate_id,
        'details_digest': hashlib.sha256(f'{salt}\n{{{canonical}}}'.encode()).hexdigest(),
    }
    seq = op.get_bind().execute(EVENT.insert().values(event).returning(EVENT.c.seq)).scalar_one()
    op.get_bind().execute(DETAIL.insert().values(event_seq=seq, salt=salt, details=details))


def _tell(person: sa.Row[Any], now: datetime) -> None:
    """Write the mail as one that was held until now: the worker lets it go when it looks next."""
    op.get_bind().execute(MESSAGE.insert().values(
        id=_new_id(), kind='certificates.showing_ended', key=f'{person.id}:{now.isoformat()}', person_id=person.id, email=person.email, language=person.language or 'en',
        template='mail/certificates_showing_ended.txt', status='held', context={}, parts=[], created_at=now, due_at=now,
    ))


def downgrade() -> None:
    # Nobody is shown again without having said so.
    pass
