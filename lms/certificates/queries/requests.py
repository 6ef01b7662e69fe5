"""Reads of the revocations that were asked for: one, the one that waits for a certificate, all.

Who may decide on them is decided in `policy`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from lms.accounts.models import organisation_table
from lms.accounts.queries.places import is_within, scope_of
from lms.certificates.models import Certificate, RevocationRequest
from lms.kit.actor import Actor
from lms.kit.db import read


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A revocation that was asked for; `outcome` is `waiting` while it can be decided on."""

    id: str
    certificate_id: str
    reason: str
    note: str | None
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    outcome: str
    answer: str | None
    decided_by: str | None
    decided_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Say whether it can be decided on."""
        return self.outcome == "waiting"


_REQUEST = select(
    RevocationRequest.id,
    RevocationRequest.certificate_id,
    RevocationRequest.reason,
    RevocationRequest.note,
    RevocationRequest.asked_by,
    RevocationRequest.asked_at,
    RevocationRequest.expires_at,
    RevocationRequest.outcome,
    RevocationRequest.answer,
    RevocationRequest.decided_by,
    RevocationRequest.decided_at,
)


def find_request(request_id: str, now: datetime) -> RequestRow | None:
    """Return a request, or nothing."""
    found = _list(_REQUEST.where(RevocationRequest.id == request_id), now)
    return found[0] if found else None


def find_waiting(certificate_id: str, now: datetime) -> RequestRow | None:
    """Return the request that waits for a decision on a certificate, or nothing."""
    query = _REQUEST.where(RevocationRequest.certificate_id == certificate_id, _is_waiting(now))
    found = _list(query, now)
    return found[0] if found else None


def list_requests(certificate_id: str, now: datetime) -> list[RequestRow]:
    """Return every request about a certificate, the newest first."""
    query = _REQUEST.where(RevocationRequest.certificate_id == certificate_id)
    return _list(query.order_by(RevocationRequest.asked_at.desc(), RevocationRequest.id), now)


def list_queue(actor: Actor, now: datetime, *, first: int, size: int) -> list[RequestRow]:
    """Return the requests of the actor's organisations, those that wait first, then the newest."""
    query = _in_reach(_REQUEST, actor).order_by(
        _is_waiting(now).desc(), RevocationRequest.asked_at.desc(), RevocationRequest.id
    )
    return _list(query.offset(first).limit(size), now)


def count_queue(actor: Actor, now: datetime, *, waiting_only: bool = False) -> int:
    """Return how many requests of the actor's organisations there are, or how many wait."""
    query = _in_reach(select(func.count(RevocationRequest.id)), actor)
    if waiting_only:
        query = query.where(_is_waiting(now))
    return int(read(query).scalar_one())


def _in_reach(query: Any, actor: Actor) -> Any:  # noqa: ANN401 - a select of any columns
    return (
        query.select_from(RevocationRequest)
        .join(Certificate, Certificate.id == RevocationRequest.certificate_id)
        .join(organisation_table, organisation_table.c.id == Certificate.issuer_id)
        .where(is_within(scope_of(actor)))
    )


def _is_waiting(now: datetime) -> ColumnElement[bool]:
    return (RevocationRequest.outcome.is_(None)) & (RevocationRequest.expires_at > now)


def _list(query: Select[*tuple[Any, ...]], now: datetime) -> list[RequestRow]:
    rows = []
    for row in read(query):
        values = dict(row._mapping)
        if values["outcome"] is None:
            values["outcome"] = "waiting" if values["expires_at"] > now else "lapsed"
        rows.append(RequestRow(**values))
    return rows
