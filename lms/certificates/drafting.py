"""From a completion or an award to the facts of a certificate, as they would be frozen now.

Used for the preview and for the issue, so that what is shown is what is frozen. Nothing is
written here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from lms.accounts import queries as people
from lms.certificates.queries import studies
from lms.certificates.queries.terms import find_terms
from lms.certificates.rules import kind_of, valid_until
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.facts import Facts, Kind
from lms.certificates.rules.printing import choose_latin
from lms.certificates.rules.terms import Terms
from lms.content import queries as content
from lms.kit.i18n import LANGUAGES
from lms.learning.rules import CompletionRow
from lms.organisations import queries as organisations
from lms.programmes.queries import attendance, curricula, participations
from lms.programmes.queries.sessions import Comer
from lms.programmes.rules.definition import CoursePart, ExamPart
from lms.programmes.rules.rows import AwardRow

# What is the same for everybody who gets a certificate of one edition, or of one version.
Shared = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a certificate is given for: the edition studied and the figures reached in it."""

    kind: Kind
    edition_id: str
    hours: float
    points: Decimal | None
    completed_on: date
    exam_language: str | None = None

    @classmethod
    def of_completion(cls, completion: CompletionRow) -> Self:
        """Return the basis that a completion gives: its frozen figures, of its better kind."""
        kind = kind_of(completion)
        is_achievement = kind == "achievement"
        return cls(
            kind=kind,
            edition_id=completion.edition_id,
            hours=completion.hours,
            points=completion.points if is_achievement else None,
            completed_on=completion.completed_at.date(),
            exam_language=(
                studies.find_exam_language(completion.enrolment_id) if is_achievement else None
            ),
        )

    @classmethod
    def of_version(cls, version_id: str, language: str, now: datetime) -> Self:
        """Return the basis for somebody without a completion: participation, as of today."""
        outline = content.get_outline(version_id, language)
        return cls("participation", outline.edition_id, outline.hours, None, now.date())


class Drafter:
    """Drafts facts for many: what they share is read once. It lives as long as one transaction."""

    def __init__(self) -> None:
        self._shared: dict[tuple[str, str], Shared] = {}

    def of_course(self, basis: Basis, holder_name: str, now: datetime) -> Facts:
        """Return the facts of a course's certificate at `now`, under a fresh code."""
        shared = self.once(("edition", basis.edition_id), lambda: _of_edition(basis.edition_id))
        facts = Facts(
            code=new_code(),
            kind=basis.kind,
            holder_name=holder_name,
            hours=basis.hours,
            points=_percent(basis.points),
            issued_on=now.date(),
            valid_until=valid_until(basis.completed_on, shared["valid_months"]),
            exam_language=basis.exam_language,
            **_but(shared, "valid_months", "terms"),
        )
        return _dress(facts, shared)

    def of_award(self, award: AwardRow, holder_name: str, now: datetime) -> Facts:
        """Return the facts of a programme's certificate at `now`, under a fresh code.

        How long it is valid is the award's own; hours are those of the version.
        """
        version_id = award.programme_version_id
        shared = self.once(("version", version_id), lambda: _of_version(version_id))
        mean = award.figures.get("mean") if award.kind == "achievement" else None
        facts = Facts(
            code=new_code(),
            kind=award.kind,
            holder_name=holder_name,
            study_language=None,
            hours=award.hours,
            points=_percent(Decimal(mean)) if mean else None,
            issued_on=now.date(),
            valid_until=award.valid_until,
            **_but(shared, "exams", "terms"),
        )
        return _dress(replace(facts, **_of_person(award, shared["exams"], now)), shared)

    def once(self, key: tuple[str, str], make: Callable[[], Shared]) -> Shared:
        """Return what is kept under `key`; where nothing is, make it."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]


def _but(shared: Shared, *names: str) -> Shared:
    return {name: value for name, value in shared.items() if name not in names}


def _dress(facts: Facts, shared: Shared) -> Facts:
    """Return the facts with all that the issuer issues with: design, signatories, place."""
    terms: Terms = shared["terms"]
    return terms.apply(facts)


def name_latin(person_id: str, holder_name: str) -> str | None:
    """Return a name in Latin script to stand beside one in another, where that was confirmed too.

    Nothing where the holder's name is in Latin script itself.
    """
    confirmed = people.list_confirmed([person_id]).get(person_id, [])
    return choose_latin(confirmed, holder_name)


def _percent(points: Decimal | None) -> str | None:
    return None if points is None else format(points.normalize(), "f")


def _of_edition(edition_id: str) -> Shared:
    studied = content.get_outline_of_edition(edition_id)
    outlines = content.get_outlines([(studied.version_id, language) for language in LANGUAGES])
    course = content.get_course(studied.slug)
    return {
        "subject": "course",
        "subject_code": studied.slug,
        "titles": {
            language: outline.title for language, outline in zip(LANGUAGES, outlines, strict=True)
        },
        "articles": tuple(map(str, studied.articles)),
        "version": studied.version_number,
        "content_hash": studied.version_hash,
        "edition": studied.edition_number,
        "study_language": studied.language,
        "valid_months": studied.valid_months,
        "terms": find_terms(course.owner_id, course_id=course.id),
        **_of_issuer(course.owner_id),
    }


def _of_version(version_id: str) -> Shared:
    version = curricula.get_version(version_id)
    programme = curricula.get_programmes([version.programme_id])[version.programme_id]
    definition = version.definition
    titles: Mapping[Any, str] = definition.title
    source = titles.get(definition.source_language) or next(iter(titles.values()))
    return {
        "subject": "programme",
        "subject_code": programme.slug,
        "titles": {code: titles.get(code) or source for code in LANGUAGES},
        "articles": (),
        "version": version.number,
        "content_hash": version.content_hash,
        "edition": None,
        "exams": frozenset(
            part.course for _, part in definition.parts() if isinstance(part, CoursePart | ExamPart)
        ),
        "terms": find_terms(programme.organisation_id, programme_id=programme.id),
        **_of_issuer(programme.organisation_id),
    }


def _of_issuer(organisation_id: str) -> Shared:
    issuer = organisations.get_organisation(organisation_id)
    return {
        "issuer_names": {language: issuer.label(language) for language in LANGUAGES},
        "emblem_hash": organisations.find_installation().emblem_hash,
    }


def _of_person(award: AwardRow, exams: frozenset[str], now: datetime) -> dict[str, Any]:
    """Return in which languages somebody studied and was examined, and the sessions attended.

    An award that renews another has no cohort, and so neither language of study nor sessions.
    """
    is_achievement = award.kind == "achievement"
    exam = studies.find_exam_language_in(award.person_id, exams) if is_achievement else None
    place = participations.find_participation(award.participation_id or "")
    if place is None:
        return {"exam_language": exam}
    comer = Comer(place.id, place.cohort_id, award.person_id, place.group_id, place.language)
    there = attendance.find_attended(comer, now)
    return {
        "exam_language": exam,
        "study_language": place.language,
        "sessions_attended": there.present if there.held else None,
        "sessions_held": there.held or None,
    }
