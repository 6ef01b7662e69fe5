"""Five hundred people in the demo's course, written in bulk: what a busy course looks like."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from lms.accounts.models import Person, PersonName
from lms.accounts.passwords import hash_password
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.learning.models import ActivityProgress, Completion, Enrolment
from lms.organisations import queries as places
from lms.organisations import services as organisations

PEOPLE = 500
STATES = ("BR", "EG", "FR", "ID", "KE", "MX", "NP", "UA")
FIRST = ("Amina", "Béatrice", "Chidi", "Dmytro", "Esra", "Farah", "Gonzalo", "Hana", "Issa", "Jun")
LAST = ("Adeyemi", "Benali", "Cárdenas", "Diop", "Eze", "Ferreira", "Gurung", "Haddad", "Ivanenko")


@dataclass(frozen=True, slots=True)
class Member:
    """One of them: where they belong, and how far they are, 0 to 1."""

    number: int
    person_id: str
    enrolment_id: str
    organisation_id: str
    diligence: float

    @property
    def name(self) -> str:
        return f"{FIRST[self.number % len(FIRST)]} {LAST[self.number // 7 % len(LAST)]}"

    @property
    def email(self) -> str:
        return f"person{self.number}@crowd.example"

    @property
    def has_completed(self) -> bool:
        return self.diligence > 0.6


def add_crowd(slug: str, now: datetime, password: str) -> list[str]:
    """Enrol the crowd in the newest version of a course; the caller holds the transaction.

    They all sign in with one password. Return the addresses of those who have completed the course.
    """
    course = content.find_course(slug)
    outline = content.get_outline(str(course.newest_version_id), "en")
    members = list(_members(now))
    began = now - timedelta(days=30)
    password_hash = hash_password(password)
    _add(Person, [_person(member, began, password_hash) for member in members])
    _add(PersonName, [_name(member) for member in members])
    _add(Enrolment, [_enrolment(member, outline, began, now) for member in members])
    _add(ActivityProgress, [row for member in members for row in _progress(member, outline, now)])
    _add(Completion, [_completion(m, outline, now) for m in members if m.has_completed])
    return [member.email for member in members if member.has_completed]


def _add(model: type[Any], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)


def _members(now: datetime) -> Iterator[Member]:
    chance = random.Random(60)
    for country_code in STATES:
        organisations.create_state(OPERATOR, now, country_code=country_code)
    states = [row.id for row in places.list_organisations() if row.kind == "state"]
    for number in range(PEOPLE):
        yield Member(number, new_id(), new_id(), chance.choice(states), chance.random())


def _person(member: Member, began: datetime, password_hash: str) -> dict[str, Any]:
    return {
        "id": member.person_id,
        "email": member.email,
        "password_hash": password_hash,
        "language": "en",
        "is_protected": member.number % 25 == 0,
        "is_demo": True,
        "organisation_id": member.organisation_id,
        "created_at": began,
    }


def _name(member: Member) -> dict[str, Any]:
    return {
        "person_id": member.person_id,
        "script": "Latn",
        "full_name": member.name,
        "folded": fold(member.name),
        "confirmed_at": None,
    }


def _enrolment(member: Member, outline: Any, began: datetime, now: datetime) -> dict[str, Any]:
    return {
        "id": member.enrolment_id,
        "person_id": member.person_id,
        "course_id": outline.course_id,
        "version_id": outline.version_id,
        "language": "en",
        "status": "completed" if member.has_completed else "active",
        "started_at": began,
        "ended_at": _when(member, now) if member.has_completed else None,
    }


def _progress(member: Member, outline: Any, now: datetime) -> Iterator[dict[str, Any]]:
    activities = outline.activities
    done = len(activities) if member.has_completed else int(member.diligence * len(activities))
    for activity in activities[:done]:
        yield {
            "enrolment_id": member.enrolment_id,
            "activity_id": activity.id,
            "status": "done",
            "at": _when(member, now),
            "points": None if activity.kind == "page" else round(50 + 50 * member.diligence),
        }


def _completion(member: Member, outline: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "enrolment_id": member.enrolment_id,
        "version_id": outline.version_id,
        "edition_id": outline.edition_id,
        "is_participation": True,
        "is_achievement": member.number % 3 > 0,
        "visited_percent": 100,
        "points": round(50 + 50 * member.diligence),
        "hours": outline.hours,
        "completed_at": _when(member, now),
    }


def _when(member: Member, now: datetime) -> datetime:
    return now - timedelta(days=30 * (1 - member.diligence))
