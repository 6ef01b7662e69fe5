"""What tests of surveys share: a cohort of seven that has ended, the jobs, answers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import surveys
from lms.programmes.queries.surveys import SurveyRow
from lms.programmes.rules.rows import CohortRow, ProgrammeRow
from lms.programmes.rules.surveys import ITEMS, SurveyKind
from lms.programmes.services.surveys import ask_to_carry_on
from tests.programmes import factories

# All of it lies before the cast's time, so that cookies, which are signed by the real time, hold.
PLAN = replace(
    factories.PLAN,
    starts_on=date(2026, 1, 5),
    ends_on=date(2026, 2, 6),
    opens_at=datetime(2025, 11, 1, tzinfo=UTC),
    closes_at=datetime(2025, 12, 1, tzinfo=UTC),
)
# In Dakar a day begins as in UTC.
THE_DAY_AFTER = datetime(2026, 2, 7, tzinfo=UTC)
# Five of Senegal and two of Fiji; among them three women and two men of Senegal.
SENEGAL = ("amina", "hadi", "khady", "lamine", "mariama")
FIJI = ("farid", "nia")
WOMEN = frozenset({"amina", "khady", "mariama", "nia"})


def add_ended(programme: ProgrammeRow) -> CohortRow:
    """Add a cohort in which seven people take part to the end."""
    cohort = factories.add_cohort(programme, PLAN)
    for name, place in {"khady": "amina", "lamine": "amina", "mariama": "amina",
                        "nia": "farid"}.items():  # fmt: skip
        factories.add_person(name, f"{name.title()} Test", factories.place_of(place).id, "trainee")
    for name in (*SENEGAL, *FIJI):
        row = factories.add_nomination(cohort, name, sex="female" if name in WOMEN else "male")
        factories.add_participation(row, language="fr" if name == "amina" else "en")
    return cohort


def go_on(run_jobs, instant: datetime) -> None:
    """Set the clock, and let the surveys of all cohorts do what is due."""
    clock.set(instant)
    db.session.remove()
    ask_to_carry_on(instant)
    db.session.commit()
    run_jobs()
    db.session.rollback()


def get_survey(cohort: CohortRow, kind: SurveyKind = "reaction") -> SurveyRow:
    """Return a survey of a cohort as it is now."""
    db.session.rollback()
    return next(row for row in surveys.list_surveys(cohort.id) if row.kind == kind)


def mails(kind: str = "survey_asked") -> list[Message]:
    """Return the mails of surveys, by whom they go to."""
    db.session.rollback()
    query = db.select(Message).where(Message.kind == f"programmes.{kind}")
    return list(db.session.execute(query.order_by(Message.email, Message.created_at)).scalars())


def address_of(cohort: CohortRow, person_id: str, kind: SurveyKind = "reaction") -> str:
    """Return where somebody answers."""
    invitations = surveys.list_invitations(get_survey(cohort, kind).id)
    return next(f"/learn/surveys/{one.id}" for one in invitations if one.person_id == person_id)


def answers(value: str = "4", kind: SurveyKind = "reaction", **changes: str) -> dict[str, object]:
    """Return a form in which every scale has this value; a change is by question."""
    form: dict[str, object] = {}
    for item in ITEMS[kind]:
        if item.is_scale:
            form[f"answer-{item.id}"] = value
        elif item.kind == "several":
            form[f"answer-{item.id}"] = ["time", "law"]
    return {**form, **{f"answer-{name}": text for name, text in changes.items()}}
