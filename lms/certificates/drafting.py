"""From a completion to the facts of a certificate, as they would be frozen now.

Used for the preview and for the issue, so that what is shown is what is frozen. Nothing is
written here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from lms.certificates.rules import kind_of, valid_until
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.facts import Facts, Kind
from lms.content import queries as content
from lms.kit.i18n import LANGUAGES
from lms.learning.rules import CompletionRow
from lms.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Basis:
    """What a certificate is given for: the edition studied and the figures reached in it."""

    kind: Kind
    edition_id: str
    hours: float
    points: Decimal | None
    completed_on: date

    @classmethod
    def of_completion(cls, completion: CompletionRow) -> Self:
        """Return the basis that a completion gives: its frozen figures, of its better kind."""
        kind = kind_of(completion)
        return cls(
            kind=kind,
            edition_id=completion.edition_id,
            hours=completion.hours,
            points=completion.points if kind == "achievement" else None,
            completed_on=completion.completed_at.date(),
        )

    @classmethod
    def of_version(cls, version_id: str, language: str, now: datetime) -> Self:
        """Return the basis for somebody without a completion: participation, as of today."""
        outline = content.get_outline(version_id, language)
        return cls("participation", outline.edition_id, outline.hours, None, now.date())


def draft_facts(basis: Basis, holder_name: str, now: datetime) -> Facts:
    """Return the facts as they would be frozen at `now`, under a fresh code."""
    studied = content.get_outline_of_edition(basis.edition_id)
    outlines = content.get_outlines([(studied.version_id, language) for language in LANGUAGES])
    course = content.get_course(studied.slug)
    issuer = organisations.get_organisation(course.owner_id)
    return Facts(
        code=new_code(),
        kind=basis.kind,
        holder_name=holder_name,
        subject="course",
        subject_code=studied.slug,
        titles={
            language: outline.title for language, outline in zip(LANGUAGES, outlines, strict=True)
        },
        articles=tuple(map(str, studied.articles)),
        version=studied.version_number,
        content_hash=studied.version_hash,
        edition=studied.edition_number,
        study_language=studied.language,
        hours=basis.hours,
        points=None if basis.points is None else format(basis.points.normalize(), "f"),
        issuer_names={language: issuer.label(language) for language in LANGUAGES},
        emblem_hash=organisations.find_installation().emblem_hash,
        issued_on=now.date(),
        valid_until=valid_until(basis.completed_on, studied.valid_months),
    )
