"""What is mailed when a cohort changes: to all whom it concerns, each in their own language.

Who they are is read in `queries.touched`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from lms.kit.i18n import formats
from lms.notifications import services as mail
from lms.notifications.rules import Recipient
from lms.programmes.queries.touched import list_touched
from lms.programmes.rules.cohorts import CohortPlan, choose_text
from lms.programmes.rules.rows import CohortRow, Texts

Writer = Callable[[str], Mapping[str, object]]
TOLD = ("time_zone", "starts_on", "ends_on", "opens_at", "closes_at", "places")


def tell_changed(now: datetime, cohort: CohortRow, plan: CohortPlan, revision: int) -> None:
    """Tell the dates and places as they are now, where one of them is not as it was."""
    if all(getattr(cohort, name) == getattr(plan, name) for name in TOLD):
        return

    def write(language: str) -> Mapping[str, object]:
        form = formats(language)
        return {
            "starts_on": form.date(plan.starts_on),
            "ends_on": form.date(plan.ends_on),
            "closes_at": form.zoned(plan.closes_at, plan.time_zone),
            "places": form.number(plan.places),
        }

    _tell(now, cohort, f"changed/{revision}", plan.title, "cohort_changed", write)


def tell_cancelled(now: datetime, cohort: CohortRow) -> None:
    """Tell that a cohort will not be held."""
    _tell(now, cohort, f"cancelled/{now.isoformat()}", cohort.title, "cohort_cancelled", _nothing)


def tell_resumed(now: datetime, cohort: CohortRow) -> None:
    """Tell that a cohort will be held after all."""
    _tell(now, cohort, f"resumed/{now.isoformat()}", cohort.title, "cohort_resumed", _nothing)


def _nothing(_language: str) -> Mapping[str, object]:
    return {}


def _tell(
    now: datetime,
    cohort: CohortRow,
    event: str,
    title: Texts,
    kind: str,
    write: Writer,
) -> None:
    people = [
        Recipient(
            key=f"{cohort.id}/{event}/{row.person_id or row.email}",
            email=row.email,
            language=row.language,
            context={
                "cohort": cohort.id,
                "title": choose_text(title, row.language)[0],
                **write(row.language),
            },
            person_id=row.person_id,
        )
        for row in list_touched(cohort.id)
    ]
    template = f"mail/programmes_{kind}.txt"
    mail.send_many(now, kind=f"programmes.{kind}", template=template, people=people)
