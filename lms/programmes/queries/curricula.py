"""Reads of curricula: programmes with their newest version, versions, awards.

Cohorts are read in `cohorts`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.organisations.models import Organisation
from lms.programmes.models import Award, Programme, ProgrammeVersion
from lms.programmes.rules.definition import Definition
from lms.programmes.rules.rows import AwardRow, ProgrammeRow, ProgrammeVersionRow

_newest = (
    select(ProgrammeVersion.programme_id, func.max(ProgrammeVersion.number).label("number"))
    .group_by(ProgrammeVersion.programme_id)
    .subquery()
)
_programme: Any = (
    select(
        Programme.id,
        Programme.slug,
        Programme.organisation_id,
        Organisation.path,
        Programme.draft,
        Programme.draft_revision,
        Programme.created_at,
        Programme.archived_at,
        ProgrammeVersion.id.label("version_id"),
        ProgrammeVersion.number,
    )
    .join(Organisation, Organisation.id == Programme.organisation_id)
    .outerjoin(_newest, _newest.c.programme_id == Programme.id)
    .outerjoin(
        ProgrammeVersion,
        (ProgrammeVersion.programme_id == Programme.id)
        & (ProgrammeVersion.number == _newest.c.number),
    )
)
_version: Any = select(
    ProgrammeVersion.id,
    ProgrammeVersion.programme_id,
    ProgrammeVersion.number,
    ProgrammeVersion.definition,
    ProgrammeVersion.content_hash,
    ProgrammeVersion.published_by,
    ProgrammeVersion.published_at,
)
_award: Any = select(
    Award.id,
    Award.person_id,
    Award.programme_version_id,
    Award.participation_id,
    Award.kind,
    Award.figures,
    Award.hours,
    Award.awarded_at,
    Award.valid_until,
    Award.renews_id,
    Award.withdrawn_at,
)


def find_programme(slug: str) -> ProgrammeRow | None:
    """Return the programme under this short name, published or not, or nothing."""
    row = read(_programme.where(Programme.slug == slug)).one_or_none()
    return ProgrammeRow(*row) if row else None


def get_programme(slug: str) -> ProgrammeRow:
    """Return the programme under this short name; raise `NotVisible` where there is none."""
    programme = find_programme(slug)
    if programme is None:
        raise NotVisible
    return programme


def get_programmes(programme_ids: Sequence[str]) -> dict[str, ProgrammeRow]:
    """Return those of the programmes that there are, by id, in one query."""
    rows = [ProgrammeRow(*row) for row in read(_programme.where(Programme.id.in_(programme_ids)))]
    return {row.id: row for row in rows}


def list_programmes() -> list[ProgrammeRow]:
    """Return all programmes, published, archived or neither, by short name."""
    return [ProgrammeRow(*row) for row in read(_programme.order_by(Programme.slug))]


def list_published() -> list[ProgrammeRow]:
    """Return the programmes that have a version and are not archived, by short name."""
    query = _programme.where(ProgrammeVersion.id.is_not(None), Programme.archived_at.is_(None))
    return [ProgrammeRow(*row) for row in read(query.order_by(Programme.slug))]


def get_version(version_id: str) -> ProgrammeVersionRow:
    """Return a published version; raise `NotVisible` where there is none."""
    found = get_versions([version_id])
    if version_id not in found:
        raise NotVisible
    return found[version_id]


def get_versions(version_ids: Sequence[str]) -> dict[str, ProgrammeVersionRow]:
    """Return those of the versions that there are, by id, in one query."""
    rows = read(_version.where(ProgrammeVersion.id.in_(version_ids)))
    return {row.id: _to_version(row) for row in rows}


def list_versions(programme_id: str) -> list[ProgrammeVersionRow]:
    """Return the versions of a programme, the newest first."""
    query = _version.where(ProgrammeVersion.programme_id == programme_id)
    return [_to_version(row) for row in read(query.order_by(ProgrammeVersion.number.desc()))]


def _to_version(row: Row[Any]) -> ProgrammeVersionRow:
    values = row._asdict()
    return ProgrammeVersionRow(
        **{**values, "definition": Definition.model_validate(values["definition"])}
    )


def list_awards(person_id: str) -> list[AwardRow]:
    """Return the awards of a person that stand, the newest first."""
    query = _award.where(Award.person_id == person_id, Award.withdrawn_at.is_(None))
    return [AwardRow(*row) for row in read(query.order_by(Award.awarded_at.desc(), Award.id))]


def list_withdrawn(person_id: str) -> list[AwardRow]:
    """Return the awards of a person that were withdrawn by a decision, the last decided first."""
    query = _award.where(Award.person_id == person_id, Award.withdrawn_at.is_not(None))
    return [AwardRow(*row) for row in read(query.order_by(Award.withdrawn_at.desc(), Award.id))]


def list_awards_of(person_ids: Sequence[str]) -> list[AwardRow]:
    """Return the awards of these people that stand, the newest first, in one query."""
    query = _award.where(Award.person_id.in_(person_ids), Award.withdrawn_at.is_(None))
    return [AwardRow(*row) for row in read(query.order_by(Award.awarded_at.desc(), Award.id))]


def list_given(participation_id: str) -> list[AwardRow]:
    """Return the awards of a participation, those withdrawn too, the newest first."""
    query = _award.where(Award.participation_id == participation_id)
    return [AwardRow(*row) for row in read(query.order_by(Award.awarded_at.desc(), Award.id))]


def list_awards_by_id(award_ids: Sequence[str]) -> dict[str, AwardRow]:
    """Return those of the awards that there are, withdrawn or not, by id."""
    return {row.id: AwardRow(*row) for row in read(_award.where(Award.id.in_(award_ids)))}
