"""What tests of selection share: complete nominations, a panel, points given, places given out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from lms.accounts.models import Person
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import AllocationRun
from lms.programmes.queries import nominations, participations, selection
from lms.programmes.queries.selection import RunRow
from lms.programmes.rules.criteria import Criterion, write_criteria
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow, ProgrammeRow
from lms.programmes.rules.selection import Given, Result, digest_of, write_given, write_result
from lms.programmes.rules.selection import compute as compute_given
from lms.programmes.services import cohorts as running
from tests import cast
from tests.programmes import factories

CRITERIA = (
    Criterion(
        "need", {"en": "Need", "ar": "الحاجة"}, 10, 1, {"en": "10: the office depends on it."}
    ),
    Criterion("use", {"en": "Use", "ar": "الاستعمال"}, 5, 3, {}),
)
CLOSED = cast.NOW + timedelta(hours=2)
DONE: dict[str, Any] = {
    "head_email": "head@example.org",
    "nominee_done_at": cast.NOW,
    "head_confirmed_at": cast.NOW,
}


def add_closing(programme: ProgrammeRow, places: int = 20) -> CohortRow:
    """Add a cohort of which nominations are open for an hour more."""
    plan = replace(factories.PLAN, closes_at=cast.NOW + timedelta(hours=1), places=places)
    return factories.add_cohort(programme, plan)


def base_of(cohort: CohortRow) -> str:
    """Return the address of a cohort for those who run it or work in it."""
    return f"/admin/cohorts/{cohort.id}"


def add_criteria(cohort: CohortRow, criteria: tuple[Criterion, ...] = CRITERIA) -> CohortRow:
    """Give a cohort what the panel scores by."""
    values = {"criteria": write_criteria(criteria)}
    running.save_cohort(cast.actor_of("ines"), cast.NOW, cohort, values, cohort.revision)
    db.session.commit()
    return factories.get_cohort(cohort.id)


def nominate(cohort: CohortRow, name: str = "amina", **columns: Any) -> NominationRow:
    """Nominate one of the cast, with all that makes it complete."""
    return factories.add_nomination(cohort, name, **{**DONE, **columns})


def nominate_stranger(cohort: CohortRow, full_name: str, **columns: Any) -> NominationRow:
    """Nominate somebody of Senegal without an account, with all that makes it complete."""
    place = factories.place_of("amina")
    return factories.add_stranger(cohort, full_name, place=place, **{**DONE, **columns})


def close() -> None:
    """Move the clock to after the deadline of nominations."""
    clock.set(CLOSED)


def declare(browse, cohort: CohortRow, name: str):
    """Let a member of the panel declare no conflict with anybody nominated; return the answer."""
    db.session.rollback()
    none = {f"conflict-{row.id}": "" for row in nominations.list_nominations(cohort.id)}
    address = f"{base_of(cohort)}/panel/declaration"
    return browse(name).post(address, {**none, "is_complete": "y"})


def score(browse, cohort: CohortRow, name: str, row: NominationRow, need: int, use: int, **more):
    """Let a member of the panel declare no conflict, and give points; return the answer."""
    declare(browse, cohort, name)
    member, base = browse(name), f"{base_of(cohort)}/panel"
    points = {"points-need": str(need), "points-use": str(use), **more}
    return member.post(f"{base}/{row.id}", points)


def newest_run(cohort: CohortRow) -> RunRow:
    """Return the newest allocation of a cohort."""
    db.session.rollback()
    return selection.get_run(cohort.id, selection.list_runs(cohort.id)[0].id)


def compute(browse, run_jobs, cohort: CohortRow) -> RunRow:
    """Let Ines have places allocated, and the job run; return the run."""
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    assert answer.status_code == 303, answer.text
    run_jobs()
    return newest_run(cohort)


def give_out(browse, run_jobs, cohort: CohortRow) -> RunRow:
    """Have places allocated after the deadline and confirmed, and the letters written."""
    close()
    run = compute(browse, run_jobs, cohort)
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs/{run.line.id}/confirm")
    assert answer.status_code == 303, answer.text
    run_jobs()
    return newest_run(cohort)


def place_of(row: NominationRow) -> ParticipationRow | None:
    """Return the place that was offered to a nominee as it is now, or nothing."""
    db.session.rollback()
    found = participations.list_participations(row.cohort_id)
    return next((one for one in found if one.nomination_id == row.id), None)


def status_of(row: NominationRow) -> str | None:
    """Return what became of the place of a nominee, or nothing where none was offered."""
    place = place_of(row)
    return None if place is None else place.status


def nomination_of(row: NominationRow) -> NominationRow:
    """Return a nomination as it is now."""
    db.session.rollback()
    found = nominations.find_nomination(row.id)
    assert found is not None
    return found


def speak(name: str, language: str) -> None:
    """Let one of the cast read in another language."""
    person = Person.id == cast.id_of(name)
    db.session.execute(update(Person).where(person).values(language=language))
    db.session.commit()


def keep_run(cohort: CohortRow, given: Given, now: datetime) -> tuple[str, Result]:
    """Keep an allocation as computed and confirmed, without its offers; return id and result."""
    result, run_id = compute_given(given), new_id()
    values = {
        "id": run_id, "cohort_id": cohort.id, "number": 1, "given": write_given(given),
        "digest": digest_of(given), "result": write_result(result), "asked_at": now,
        "computed_at": now, "confirmed_at": now,
    }  # fmt: skip
    db.session.execute(insert(AllocationRun).values(values))
    return run_id, result
