"""Verbs of curricula: begin a programme, save its draft, publish a version, put it away.

What a definition may say stands in `rules.definition`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Programme, ProgrammeVersion
from lms.programmes.queries import curricula
from lms.programmes.queries.references import find_missing
from lms.programmes.rules.definition import content_hash, read_definition, write_definition
from lms.programmes.rules.errors import (
    DefinitionNotReady,
    NothingToPublish,
    ProgrammeArchived,
    SlugNotValid,
    SlugTaken,
    SomebodySaved,
)
from lms.programmes.rules.rows import ProgrammeRow
from lms.questions.rules import SLUG, SLUG_LENGTH

# What stands in addresses where the short name of a programme would.
RESERVED = frozenset({"expiry"})


def create_programme(
    actor: Actor,
    now: datetime,
    owner: OrganisationRow,
    *,
    slug: str,
    source_language: str,
    title: str,
) -> str:
    """Begin a programme of an organisation; return its id.

    Raises `SlugNotValid`, `SlugTaken`.
    """
    if len(slug) > SLUG_LENGTH or not SLUG.fullmatch(slug):
        raise SlugNotValid
    if slug in RESERVED or curricula.find_programme(slug) is not None:
        raise SlugTaken
    programme_id = new_id()
    draft = {
        "title": {source_language: title},
        "source_language": source_language,
        "requirements": [],
    }
    values = {
        "id": programme_id,
        "slug": slug,
        "organisation_id": owner.id,
        "draft": draft,
        "created_by": actor.person_id,
        "created_at": now,
    }
    db.session.execute(insert(Programme).values(values))
    _record(actor, now, "created", programme_id, {"slug": slug})
    return programme_id


def save_draft(
    actor: Actor, now: datetime, programme: ProgrammeRow, draft: Mapping[str, Any], revision: int
) -> int:
    """Keep a draft as it stands, right or not; return its revision.

    `revision` is the one that it was made from. Raises `SomebodySaved`, `ProgrammeArchived`.
    """
    if programme.archived_at is not None:
        raise ProgrammeArchived
    place = (Programme.id == programme.id, Programme.draft_revision == revision)
    values = {"draft": dict(draft), "draft_revision": revision + 1}
    # In one statement: of two who save at once the second finds another revision.
    kept = db.session.execute(
        update(Programme).where(*place).values(values).returning(Programme.id)
    )
    if kept.one_or_none() is None:
        raise SomebodySaved
    _record(actor, now, "draft_saved", programme.id, {"revision": revision + 1})
    return revision + 1


def publish_version(actor: Actor, now: datetime, programme: ProgrammeRow) -> int:
    """Publish a programme's draft as its next version; return its number.

    Raises `DefinitionNotReady` with what is wrong, `NothingToPublish`, `ProgrammeArchived`.
    """
    if programme.archived_at is not None:
        raise ProgrammeArchived
    definition = read_definition(programme.draft)
    missing = find_missing(definition, programme.slug)
    if missing:
        raise DefinitionNotReady(missing)
    newest = next(iter(curricula.list_versions(programme.id)), None)
    hashed = content_hash(definition)
    if newest is not None and newest.content_hash == hashed:
        raise NothingToPublish
    number = newest.number + 1 if newest else 1
    values = {
        "id": new_id(),
        "programme_id": programme.id,
        "number": number,
        "definition": write_definition(definition),
        "content_hash": hashed,
        "published_by": actor.person_id,
        "published_at": now,
    }
    db.session.execute(insert(ProgrammeVersion).values(values))
    _record(actor, now, "published", programme.id, {"number": number, "hash": hashed})
    return number


def archive_programme(actor: Actor, now: datetime, programme: ProgrammeRow) -> None:
    """Put a programme away: it is neither listed nor begun any more; raise `ProgrammeArchived`."""
    if programme.archived_at is not None:
        raise ProgrammeArchived
    place = Programme.id == programme.id
    db.session.execute(update(Programme).where(place).values(archived_at=now))
    _record(actor, now, "archived", programme.id, {})


def restore_programme(actor: Actor, now: datetime, programme: ProgrammeRow) -> None:
    """Take a programme back that was put away; one that was not stays as it is."""
    place = Programme.id == programme.id
    db.session.execute(update(Programme).where(place).values(archived_at=None))
    _record(actor, now, "restored", programme.id, {})


def _record(
    actor: Actor, now: datetime, what: str, programme_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor,
        now,
        f"programme.{what}",
        subject_type="programme",
        subject_id=programme_id,
        details=details,
    )
