"""Background doors of learning.

What they do stands in `services`.
"""

from lms.kit.actor import OPERATOR, Actor
from lms.kit.jobs import Run
from lms.learning import services


def evaluate_completion(run: Run) -> None:
    """Freeze what one enrolment has reached; harmless when run again."""
    services.evaluate_completion(run.now, run.arguments["enrolment_id"])


def move_unbegun(run: Run) -> None:
    """Move those of a run who have not begun to a newer version, one transaction each."""
    person_id, version_id = run.arguments["person"], run.arguments["version"]
    actor = Actor(kind="person", person_id=person_id) if person_id else OPERATOR
    run.for_each(
        run.arguments["enrolments"],
        work=lambda enrolment_id, _: services.move_unbegun(
            actor, run.now, enrolment_id, version_id
        ),
    )


def tell_asked(run: Run) -> None:
    """Write to each trainer that somebody asks to be taken into a course."""
    slug, request_id = run.arguments["course"], run.arguments["request"]
    run.for_each(
        services.list_deciders(run.now, slug, request_id),
        work=lambda person_id, _: services.tell_of_request(run.now, slug, request_id, person_id),
    )


def tell_decided(run: Run) -> None:
    """Write to each person whose request was decided, one transaction each."""
    slug = run.arguments["course"]
    run.for_each(
        run.arguments["requests"],
        work=lambda request_id, _: services.tell_of_decision(run.now, slug, request_id),
    )


def tell_offered(run: Run) -> None:
    """Write to each person to whom a newer version was offered, one transaction each."""
    run.for_each(
        run.arguments["offers"],
        work=lambda offer_id, _: services.tell_of_offer(run.now, offer_id),
    )
