"""Reads of designs: drafts, versions by hash, trial drawings.

Whose they are is decided in `design_policy`; what an organisation issues with, in `terms`.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, select

from lms.certificates.models import CertificateDesign, CertificateDesignVersion, CertificateTrial
from lms.certificates.rules.design_rows import DesignRow, TrialRow, Tried, VersionRow
from lms.certificates.rules.designs import DEFAULT, Design
from lms.certificates.rules.preflight import Problem
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.organisations.models import Organisation

_newest = (
    select(
        CertificateDesignVersion.design_id,
        func.max(CertificateDesignVersion.number).label("number"),
    )
    .group_by(CertificateDesignVersion.design_id)
    .subquery()
)
_DESIGN = (
    select(
        CertificateDesign.id,
        CertificateDesign.organisation_id,
        Organisation.path,
        CertificateDesign.name,
        CertificateDesign.draft,
        CertificateDesign.draft_hash,
        CertificateDesign.earlier,
        CertificateDesign.checked_hash,
        CertificateDesign.problems,
        CertificateDesign.tried,
        CertificateDesign.wished_hash,
        CertificateDesign.changed_at,
        CertificateDesign.archived_at,
        CertificateDesignVersion.number,
        CertificateDesignVersion.content_hash,
        CertificateDesignVersion.published_at,
    )
    .join(Organisation, Organisation.id == CertificateDesign.organisation_id)
    .outerjoin(_newest, _newest.c.design_id == CertificateDesign.id)
    .outerjoin(
        CertificateDesignVersion,
        and_(
            CertificateDesignVersion.design_id == CertificateDesign.id,
            CertificateDesignVersion.number == _newest.c.number,
        ),
    )
)


_TRIAL = select(
    CertificateTrial.id,
    CertificateTrial.design_id,
    CertificateTrial.draft_hash,
    CertificateTrial.sample,
    CertificateTrial.language,
    CertificateTrial.beside,
    CertificateTrial.pdf_hash,
    CertificateTrial.picture_hash,
    CertificateTrial.problems,
    CertificateTrial.made_at,
)


def find_design(design_id: str) -> DesignRow | None:
    """Return a design, or nothing."""
    rows = _designs(_DESIGN.where(CertificateDesign.id == design_id))
    return rows[0] if rows else None


def list_designs(organisation_ids: Collection[str], *, archived: bool = False) -> list[DesignRow]:
    """Return the designs of these organisations, by name; the archived ones where asked for."""
    is_archived = CertificateDesign.archived_at.is_not(None)
    return _designs(
        _DESIGN.where(
            CertificateDesign.organisation_id.in_(organisation_ids),
            is_archived if archived else ~is_archived,
        ).order_by(CertificateDesign.name, CertificateDesign.id)
    )


def has_design_named(organisation_id: str, name: str, but_id: str | None = None) -> bool:
    """Say whether an organisation has another design of this name."""
    query = select(CertificateDesign.id).where(
        CertificateDesign.organisation_id == organisation_id, CertificateDesign.name == name
    )
    return any(design_id != but_id for design_id in read(query).scalars())


@lru_cache(maxsize=64)
def _find_version(content_hash: str) -> Design:
    # A version never changes, so that it may be remembered.
    query = select(CertificateDesignVersion.design).where(
        CertificateDesignVersion.content_hash == content_hash
    )
    values = read(query.limit(1)).scalar_one_or_none()
    if values is None:
        raise NotVisible
    return Design.from_json(values)


def get_design(content_hash: str | None) -> Design:
    """Return the version of a design that certificates name by this hash; without one, the usual.

    Raises `NotVisible` where there is none.
    """
    return DEFAULT if content_hash is None else _find_version(content_hash)


def list_versions(design_id: str) -> list[VersionRow]:
    """Return the published versions of a design, the newest first."""
    query = (
        select(
            CertificateDesignVersion.number,
            CertificateDesignVersion.content_hash,
            CertificateDesignVersion.design,
            CertificateDesignVersion.published_at,
            CertificateDesignVersion.published_by,
        )
        .where(CertificateDesignVersion.design_id == design_id)
        .order_by(CertificateDesignVersion.number.desc())
    )
    return [
        VersionRow(row[0], row[1], Design.from_json(row[2]), row[3], row[4]) for row in read(query)
    ]


def find_trial(trial_id: str) -> TrialRow | None:
    """Return a trial drawing, or nothing."""
    return _trial(CertificateTrial.id == trial_id)


def find_trial_of(design: DesignRow, sample: str, language: str, beside: str) -> TrialRow | None:
    """Return the drawing of the draft as it stands, with this sample and language, or nothing."""
    return _trial(
        CertificateTrial.design_id == design.id,
        CertificateTrial.draft_hash == design.draft_hash,
        CertificateTrial.sample == sample,
        CertificateTrial.language == language,
        CertificateTrial.beside == beside,
    )


def find_last_trial(design: DesignRow) -> TrialRow | None:
    """Return the drawing of the draft as it stands that was asked for last, or nothing."""
    query = _TRIAL.where(
        CertificateTrial.design_id == design.id, CertificateTrial.draft_hash == design.draft_hash
    ).order_by(CertificateTrial.asked_at.desc(), CertificateTrial.id)
    row = read(query.limit(1)).one_or_none()
    return _to_trial(row) if row else None


def list_stale_trials(design_id: str, draft_hash: str) -> list[TrialRow]:
    """Return the drawings of drafts of this design that are no longer its draft."""
    query = _TRIAL.where(
        CertificateTrial.design_id == design_id, CertificateTrial.draft_hash != draft_hash
    )
    return [_to_trial(row) for row in read(query)]


def is_trial_file(content_hash: str) -> bool:
    """Say whether a trial drawing that is kept has this file."""
    query = select(CertificateTrial.id).where(
        (CertificateTrial.pdf_hash == content_hash)
        | (CertificateTrial.picture_hash == content_hash)
    )
    return read(query).first() is not None


def _trial(*conditions: Any) -> TrialRow | None:  # noqa: ANN401 - SQLAlchemy's conditions
    row = read(_TRIAL.where(*conditions)).one_or_none()
    return _to_trial(row) if row else None


def _to_trial(row: Any) -> TrialRow:  # noqa: ANN401 - a row of columns
    problems = tuple(Problem.from_json(one) for one in row.problems)
    return TrialRow(
        row.id, row.design_id, row.draft_hash, row.sample, row.language, row.beside,
        row.pdf_hash, row.picture_hash, problems, row.made_at,
    )  # fmt: skip


def _designs(query: Select[*tuple[Any, ...]]) -> list[DesignRow]:
    return [
        DesignRow(
            row.id, row.organisation_id, row.path, row.name, Design.from_json(row.draft),
            row.draft_hash, len(row.earlier), row.checked_hash,
            tuple(Problem.from_json(one) for one in row.problems),
            {language: Tried.from_json(one) for language, one in row.tried.items()},
            row.wished_hash, row.changed_at, row.archived_at, row.number, row.content_hash,
            row.published_at,
        )
        for row in read(query)
    ]  # fmt: skip
