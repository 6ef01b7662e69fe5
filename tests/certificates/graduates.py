"""People who have completed the small course, and facts for what needs no database."""

from datetime import date
from decimal import Decimal

from lms.accounts import services as accounts
from lms.certificates.rules.facts import Facts
from lms.certificates.services import issuing
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.db import db
from lms.learning import queries as reading
from lms.learning import services as learning
from lms.learning.models import Completion
from tests import cast

NAMES = {
    "en": "Amina Diallo",
    "fr": "Élodie N'Diaye-Lœuillet",
    "es": "María José Núñez de la Cruz",
    "ru": "Анна Сергеевна Ковалёва",
    "ar": "أمينة عبد الله ديالو",
    "zh": "陈喆",
}
TITLES = {
    "en": "The Convention and chapter VI",
    "fr": "La Convention et le chapitre VI",
    "es": "La Convención y el capítulo VI",
    "ru": "Конвенция и глава VI",
    "ar": "الاتفاقية والفصل السادس",
    "zh": "公约与第六章",
}


def facts(language: str = "en", **changes: object) -> Facts:
    """Return facts as they are frozen; `changes` replace some of them."""
    values: dict[str, object] = {
        "code": "7K3M9PX2QF4HT8VWNC",
        "kind": "achievement",
        "holder_name": NAMES[language],
        "subject": "course",
        "subject_code": "uncac-foundations",
        "titles": TITLES,
        "articles": ("1", "2", "3", "4", "60", "61", "62"),
        "version": 1,
        "content_hash": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "edition": 2,
        "study_language": language,
        "hours": 2.5,
        "points": "87.5",
        "issuer_names": dict.fromkeys(TITLES, "National Integrity Commission"),
        "emblem_hash": None,
        "issued_on": date(2026, 11, 24),
        "valid_until": date(2029, 11, 24),
    }
    return Facts(**(values | changes))


def enrol(name: str, course: CourseRow) -> str:
    """Enrol one of the cast, commit, and return the enrolment's id."""
    enrolment_id = learning.enrol(cast.actor_of(name), cast.NOW, course, "en")
    db.session.commit()
    return enrolment_id


def complete(enrolment_id: str, course: CourseRow, points: str | None = "87.5") -> str:
    """Let an enrolment be completed, commit, and return the completion's id."""
    outline = content.get_outline(str(course.newest_version_id), "en")
    completion = Completion(
        enrolment_id=enrolment_id,
        version_id=outline.version_id,
        edition_id=outline.edition_id,
        is_participation=True,
        is_achievement=points is not None,
        visited_percent=100,
        points=Decimal(points) if points else None,
        hours=outline.hours,
        completed_at=cast.NOW,
    )
    db.session.add(completion)
    db.session.commit()
    return completion.id


def confirm(name: str, written: str) -> None:
    """Let one of the cast confirm a name, and commit."""
    actor = cast.actor_of(name)
    accounts.confirm_name(actor, cast.NOW, str(actor.person_id), written)
    db.session.commit()


def issue(enrolment_id: str) -> str:
    """Let Emre issue for a completed enrolment, and return the certificate's id."""
    enrolment = reading.find_enrolment(enrolment_id)
    assert enrolment is not None
    return issuing.issue_certificate(cast.actor_of("emre"), cast.NOW, enrolment)
