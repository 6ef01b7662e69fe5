"""A cohort whose places are given back and taken by many at once, while the waiting list goes on.

What must be true afterwards is said in the tests; `make bench` prints the same counts.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from lms.accounts.models import Person
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db, read, reading, writing
from lms.kit.ids import new_id
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Nomination, Participation
from lms.programmes.queries import places as reading_places
from lms.programmes.queries import selection
from lms.programmes.queries.nominations import list_nominations
from lms.programmes.queries.participations import find_participation
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.selection import Given
from lms.programmes.services import places
from tests import cast
from tests.durability.sitting import invite
from tests.programmes import factories
from tests.programmes.selecting import keep_run

CLIENTS = 32
# They stand for the processes that work off jobs; each may have the same cohort in hand.
WORKERS = 3
LONGEST_SECONDS = 600


@dataclass
class Run:
    """What the clients and the workers have done together, and how long that took."""

    acts: Counter[str] = field(default_factory=Counter)
    advances: int = 0
    offered: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        """Return how many acts of clients there were."""
        return sum(self.acts.values())


def prepare(places: int, nominees: int) -> tuple[CohortRow, Given]:
    """Give out the places of a new cohort under a quota with both limits; the others wait."""
    programme = factories.add_programme(factories.add_hub())
    cohort = factories.add_cohort(programme, replace(factories.PLAN, places=places))
    factories.add_quota(cohort, "Women", {"sex": ["female"]}, minimum=10, maximum=places // 2)
    factories.add_quota(cohort, "Senegal", {"state": ["SN"]}, maximum=places)
    place = factories.place_of("amina")
    invite(nominees)
    with writing():
        nominate(cohort, nominees, place, str(factories.state_of(place)))
    with writing():
        given = give_out(cohort, cast.NOW)
    db.session.remove()
    return cohort, given


def nominate(cohort: CohortRow, count: int, place: OrganisationRow, state_id: str) -> None:
    """Nominate so many officers who have accounts, in bulk; every third is a woman."""
    people = list(read(select(Person.id, Person.email).where(Person.email.like("candidate-%"))))
    now = cohort.opens_at
    rows = [
        {
            "id": new_id(), "cohort_id": cohort.id, "way": "nominated", "person_id": person_id,
            "email": email, "organisation_id": place.id, "state_id": state_id,
            "full_name": email, "folded": email, "script": "Latn", "language": "en",
            "sex": "female" if number % 3 == 0 else "male",
            "organisation_part": {}, "nominee_part": {}, "rank": number + 1, "created_at": now,
            "submitted_at": now,
        }
        for number, (person_id, email) in enumerate(sorted(people)[:count])
    ]  # fmt: skip
    db.session.execute(insert(Nomination), rows)


def give_out(cohort: CohortRow, now: datetime) -> Given:
    """Allocate the places among all nominees by scores drawn by lot, and offer them."""
    draw = random.Random(6)
    rows = list_nominations(cohort.id)
    scores = {row.id: Decimal(draw.randint(1, 100)) for row in rows}
    nominees = selection.to_nominees(cohort, rows, scores)
    given = Given(cohort.places, selection.list_limits(cohort.id), nominees)
    _run_id, result = keep_run(cohort, given, now)
    by_id = {row.id: row for row in rows}
    places.offer(OPERATOR, now, cohort, [by_id[one] for one in result.admitted])
    return given


def let_loose(app: Flask, cohort: CohortRow, now: datetime, acts: int) -> Run:
    """Let the clients accept and give back until there were so many acts, and the list go on."""
    with app.app_context(), reading():
        ids = [row.id for row in list_nominations(cohort.id)]
    run, stop = Run(), threading.Event()
    clients = [
        threading.Thread(target=_act, args=(app, cohort, now, acts, ids[start::CLIENTS], run))
        for start in range(CLIENTS)
    ]
    workers = [
        threading.Thread(target=_advance, args=(app, cohort.id, now, run, stop))
        for _ in range(WORKERS)
    ]
    began = time.perf_counter()
    for thread in (*clients, *workers):
        thread.start()
    for thread in clients:
        thread.join()
    stop.set()
    for thread in workers:
        thread.join()
    run.seconds = time.perf_counter() - began
    return run


@contextmanager
def _noting_faults(run: Run) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        run.faults.append(repr(error))
        raise


def _act(
    app: Flask, cohort: CohortRow, now: datetime, acts: int, ids: Sequence[str], run: Run
) -> None:
    """Accept what is offered to these nominees, and give it back again, one after the other."""
    give_up = time.monotonic() + LONGEST_SECONDS
    with app.app_context(), _noting_faults(run):
        open_ids = set(ids)
        while run.count < acts and open_ids and time.monotonic() < give_up:
            for participation_id, nomination_id, status in _list_own(cohort.id, open_ids):
                if run.count >= acts:
                    return
                act = "accept" if status == "offered" else "withdraw"
                if _try(participation_id, act, now):
                    with run.lock:
                        run.acts[act] += 1
                    if act == "withdraw":
                        open_ids.discard(nomination_id)
            time.sleep(0.005)


def _list_own(cohort_id: str, ids: set[str]) -> list[tuple[str, str, str]]:
    query = select(Participation.id, Participation.nomination_id, Participation.status).where(
        Participation.cohort_id == cohort_id,
        Participation.nomination_id.in_(ids),
        Participation.ended_at.is_(None),
    )
    with reading():
        return [tuple(row) for row in read(query)]


def _try(participation_id: str, act: str, now: datetime) -> bool:
    """Do an act; where the database is too busy, say so: a person would press again."""
    try:
        with writing():
            place = find_participation(participation_id)
            assert place is not None
            nomination = read(
                select(Nomination.person_id).where(Nomination.id == place.nomination_id)
            ).scalar_one()
            actor = Actor(kind="person", person_id=nomination)
            if act == "accept":
                places.accept(actor, now, place, "en")
            else:
                places.withdraw(actor, now, place, "")
    except OperationalError:
        return False
    return True


def _advance(app: Flask, cohort_id: str, now: datetime, run: Run, stop: threading.Event) -> None:
    """Do again and again what the job does: reckon as a reader, then offer as a writer."""
    with app.app_context(), _noting_faults(run):
        while True:
            is_last = stop.is_set()
            try:
                with reading():
                    reckoned = places.reckon(now, cohort_id)
                with writing():
                    offered = places.advance(now, cohort_id, reckoned)
            except OperationalError:
                continue
            with run.lock:
                run.advances += bool(offered)
                run.offered.extend(offered)
            if is_last:
                return


def count_given(cohort_id: str, now: datetime) -> tuple[int, list[str], bool]:
    """Return how many places are taken, of whom, and whether anybody would still get one."""
    query = select(Participation.nomination_id).where(
        Participation.cohort_id == cohort_id, Participation.ended_at.is_(None)
    )
    with reading():
        taken = list(read(query).scalars())
        left = reading_places.find_waiting(cohort_id, now)
        reckoned = places.reckon(now, cohort_id) if left else None
    return len(taken), taken, bool(reckoned and reckoned.admitted)
