"""The rows of programmes as frozen values: what the rules and the pages work with.

How they are read stands in `queries`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from lms.programmes.rules.definition import Definition

Texts = Mapping[str, str]
Task = Literal["coordinator", "tutor", "panel", "complaints"]
TASKS: tuple[Task, ...] = ("coordinator", "tutor", "panel", "complaints")
Way = Literal["nominated", "applied"]
Sex = Literal["", "female", "male", "other"]
PlaceStatus = Literal[
    "offered", "accepted", "declined", "expired", "withdrawn", "removed", "completed"
]
AwardKind = Literal["participation", "achievement"]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme with its owner; `draft` is what is under work, `number` the newest version's."""

    id: str
    slug: str
    organisation_id: str
    organisation_path: str
    draft: Mapping[str, Any]
    draft_revision: int
    created_at: datetime
    archived_at: datetime | None
    version_id: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeVersionRow:
    """A published state of a programme."""

    id: str
    programme_id: str
    number: int
    definition: Definition
    content_hash: str
    published_by: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One run of a programme; the texts are by language.

    `organisation_path` is of who runs it, `programme_id` and `slug` are the programme's.
    """

    id: str
    programme_id: str
    slug: str
    programme_version_id: str
    organisation_id: str
    organisation_path: str
    title: Texts
    announcement: Texts
    announcement_html: Texts
    time_zone: str
    starts_on: date
    ends_on: date
    opens_at: datetime
    closes_at: datetime
    offer_days: int
    places: int
    languages: tuple[str, ...]
    form: Mapping[str, Any]
    criteria: tuple[Any, ...]
    published_at: datetime | None
    archived_at: datetime | None
    cancelled_at: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A limit on how many of those whose fields have these values are in.

    Where the least is a `share` of the places, `minimum` is what it comes to with those of now.
    """

    id: str
    position: int
    name: str
    fields: Mapping[str, Any]
    minimum: int | None
    maximum: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """What somebody does in a cohort, and since when."""

    id: str
    person_id: str
    task: Task
    since: datetime


@dataclass(frozen=True, slots=True)
class NominationRow:
    """Somebody nominated for a cohort; `written_name` is for those alone who may see names.

    Pages and lists take the name from `queries.name_nominees`.
    """

    id: str
    cohort_id: str
    way: Way
    person_id: str | None
    organisation_id: str
    organisation_path: str
    state_id: str | None
    email: str
    written_name: str
    script: str
    folded: str
    language: str
    group_language: str
    sex: Sex
    is_protected: bool
    organisation_part: Mapping[str, Any]
    nominee_part: Mapping[str, Any]
    rank: int | None
    nominated_by: str | None
    created_at: datetime
    nominee_done_at: datetime | None
    head_name: str
    head_email: str
    head_confirmed_at: datetime | None
    endorsed_by: str | None
    endorsed_at: datetime | None
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    substitutes_id: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file that goes with a nomination; `question_id` is that of the form, or empty."""

    id: str
    nomination_id: str
    kind: str
    question_id: str
    blob_hash: str
    name: str
    size: int
    added_by: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was done with a nomination, by whom if they have an account, and the words."""

    nomination_id: str
    number: int
    kind: str
    person_id: str | None
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """One person in a cohort, and how it stands with the place."""

    id: str
    cohort_id: str
    person_id: str | None
    nomination_id: str
    status: PlaceStatus
    offered_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    group_id: str | None
    language: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A programme completed by somebody, with the figures as they were; perhaps withdrawn since."""

    id: str
    person_id: str
    programme_version_id: str
    participation_id: str | None
    kind: AwardKind
    figures: Mapping[str, Any]
    hours: float
    awarded_at: datetime
    valid_until: date | None
    renews_id: str | None
    withdrawn_at: datetime | None = None
