"""What somebody has completed or holds whose certificate waits: for the name, a decision, its turn.

What issuing would do is found in `candidates`; nothing is decided here.
"""

from datetime import datetime

from sqlalchemy import select

from lms.accounts import queries as people
from lms.certificates.queries import candidates
from lms.certificates.rules.issuing import WAITS, Candidate, Waiting, reason_to_wait
from lms.content import queries as content
from lms.kit.db import read
from lms.learning.models import Enrolment
from lms.programmes.queries import curricula
from lms.programmes.rules.cohorts import choose_text

Titles = dict[str, tuple[str, str]]


def list_waiting(person_id: str, now: datetime, language: str) -> list[Waiting]:
    """Return what of a person's own waits for a certificate, titled in `language` where it can be.

    It takes a fixed number of statements.
    """
    own = [(mode, one) for mode, one in candidates.list_own(person_id, now) if one.outcome in WAITS]
    second_best = candidates.list_better([one.key for _mode, one in own])
    waiting = [(mode, one) for mode, one in own if one.key not in second_best]
    has_name = people.find_confirmed(person_id) is not None
    courses = _title_courses([one for _mode, one in waiting], language)
    titles = courses | _title_awards([one for _mode, one in waiting], language)
    return [
        Waiting(
            "enrolment" if one.key in courses else "award", one.key, titles[one.key], one.kind,
            reason_to_wait(one.outcome, mode), has_name=has_name,
        )
        for mode, one in waiting
    ]  # fmt: skip


def _title_courses(some: list[Candidate], language: str) -> Titles:
    query = select(Enrolment.id, Enrolment.version_id).where(
        Enrolment.id.in_([one.key for one in some])
    )
    rows = read(query).all()
    outlines = content.get_outlines([(row.version_id, language) for row in rows])
    return {
        row.id: (outline.title, outline.language)
        for row, outline in zip(rows, outlines, strict=True)
    }


def _title_awards(some: list[Candidate], language: str) -> Titles:
    awards = curricula.list_awards_by_id([one.key for one in some])
    versions = curricula.get_versions([award.programme_version_id for award in awards.values()])
    titles = {}
    for key, award in awards.items():
        definition = versions[award.programme_version_id].definition
        titles[key] = choose_text(definition.title, language, definition.source_language)
    return titles
