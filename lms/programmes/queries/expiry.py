"""Reads of awards that end: of which programme, on which day, in which State, and whose.

How many are told of is decided in `rules.expiry`; names come from `lms.accounts.queries`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.kit.db import read
from lms.organisations import queries as organisations
from lms.organisations.models import Organisation
from lms.programmes.models import Award, ProgrammeVersion
from lms.programmes.rules.expiry import NO_STATE, EndingRow


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose awards a reader sees: those of these programmes, and those of people at these paths.

    Of the latter the reader sees each one, for they are of the own State, agency or installation.
    """

    programme_ids: tuple[str, ...]
    own_paths: tuple[str, ...]

    def is_own(self, path: str) -> bool:
        """Say whether an organisation is one of the reader's own, or stands below one."""
        return any(f"{path}/".startswith(f"{own}/") for own in self.own_paths)


def list_ending(scope: Scope, first: date, last: date) -> list[EndingRow]:
    """Return the awards that end from the first day to before the last, the first to end first.

    One for each programme that somebody holds, the one that stands for it: as `choose_holdings` has
    it. Who has left is not counted.
    """
    query: Any = (
        select(
            Award.id,
            Award.person_id,
            ProgrammeVersion.programme_id,
            Organisation.path,
            Award.valid_until,
        )
        .join(ProgrammeVersion, ProgrammeVersion.id == Award.programme_version_id)
        .join(Person, Person.id == Award.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(
            Award.withdrawn_at.is_(None),
            Award.valid_until >= first,
            Award.valid_until < last,
            Person.is_active,
            _is_in(scope),
            ~_has_newer(),
            ~_has_longer(),
        )
        .order_by(Award.valid_until, Award.id)
    )
    states = {row.id for row in organisations.list_organisations() if row.kind == "state"}
    return [
        EndingRow(award_id, person_id, programme_id, _state_of(path, states), ends_on,
                  scope.is_own(path))
        for award_id, person_id, programme_id, path, ends_on in read(query)
    ]  # fmt: skip


def _is_in(scope: Scope) -> ColumnElement[bool]:
    is_there: list[ColumnElement[bool]] = [
        or_(Organisation.path == path, Organisation.path.startswith(f"{path}/", autoescape=True))
        for path in scope.own_paths
    ]
    of_these = ProgrammeVersion.programme_id.in_(scope.programme_ids)
    return or_(false(), of_these, *is_there)


def _others() -> tuple[Any, Select[Any]]:
    """Return another award of the same person and programme that stands, and how it is bound."""
    other, version = aliased(Award), aliased(ProgrammeVersion)
    query = (
        select(other.id)
        .join(version, version.id == other.programme_version_id)
        .where(
            other.person_id == Award.person_id,
            version.programme_id == ProgrammeVersion.programme_id,
            other.withdrawn_at.is_(None),
        )
    )
    return other, query


def _has_newer() -> ColumnElement[bool]:
    """Return whether the award is past: a newer one of its kind was given."""
    other, query = _others()
    is_newer = or_(
        other.awarded_at > Award.awarded_at,
        and_(other.awarded_at == Award.awarded_at, other.id > Award.id),
    )
    return query.where(other.kind == Award.kind, is_newer).exists()


def _has_longer() -> ColumnElement[bool]:
    """Return whether the newest award of the other kind stands for the programme instead."""
    other, query = _others()
    third, newer = _others()
    is_past = newer.where(
        third.kind == other.kind,
        or_(
            third.awarded_at > other.awarded_at,
            and_(third.awarded_at == other.awarded_at, third.id > other.id),
        ),
    ).exists()
    end, own_end = _end(other), _end(Award)
    lasts_longer = or_(end > own_end, and_(end == own_end, other.kind == "achievement"))
    return query.where(other.kind != Award.kind, lasts_longer, ~is_past).exists()


def _end(award: Any) -> Any:  # noqa: ANN401 - the table, or it under another name
    return func.coalesce(award.valid_until, date.max)


def _state_of(path: str, states: set[str]) -> str:
    return next((step for step in path.split("/") if step in states), NO_STATE)
