"""Background doors of selection and of places.

What they do stands in `services`.
"""

from lms.kit.i18n import Text
from lms.kit.jobs import Run
from lms.programmes.queries.places import list_overdue
from lms.programmes.rules.selection import Result
from lms.programmes.services import enrolments, place_mail, places, selection
from lms.programmes.services.places import Reckoned


def compute_allocation(run: Run) -> Result | Text | None:
    """Compute an allocation."""
    return selection.compute_run(run.arguments["run"])


def keep_allocation(run: Run) -> None:
    """Keep what was computed."""
    selection.keep_result(run.now, run.arguments["run"], run.prepared)


def reckon_waiting(run: Run) -> Reckoned | None:
    """Reckon who gets the places of a cohort that are free."""
    return places.reckon(run.now, run.arguments["cohort"])


def advance_waiting(run: Run) -> None:
    """Offer them, if nothing has changed since; else reckon anew."""
    places.advance(run.now, run.arguments["cohort"], run.prepared)


def expire_offers(run: Run) -> None:
    """Let the offers lapse that were not answered in time, each in a transaction of its own."""
    run.for_each(
        list_overdue(run.now),
        work=lambda participation_id, _: places.expire(run.now, participation_id),
    )


def tell_offer(run: Run) -> None:
    """Write to somebody to whom a place is offered."""
    place_mail.tell_offer(run.now, run.arguments["participation"])


def tell_ended(run: Run) -> None:
    """Write that somebody has no place any more."""
    # Asked for by an earlier version it does not say so yet, and nobody was told then.
    is_given_back = run.arguments.get("is_given_back", False)
    place_mail.tell_ended(
        run.now,
        run.arguments["participation"],
        run.arguments["reason"],
        is_given_back=is_given_back,
    )


def tell_outcome(run: Run) -> None:
    """Write to those who wait, to those who are not in, and to the focal points."""
    place_mail.tell_outcome(run.now, run.arguments["run"])


def enrol_participant(run: Run) -> None:
    """Enrol a participant in the courses of the programme, each in a transaction of its own."""
    participation_id = run.arguments["participation"]
    run.for_each(
        enrolments.list_courses(participation_id),
        work=lambda slug, _: enrolments.enrol_in(run.now, participation_id, slug),
    )
