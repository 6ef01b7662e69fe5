"""Background doors of assessment.

What they do stands in `services`.
"""

from lms.assessment import queries, services
from lms.assessment.services import appeals
from lms.assessment.services.analyses import Made
from lms.assessment.services.regrading import AT_ONCE
from lms.content import queries as content
from lms.kit.actor import OPERATOR, Actor
from lms.kit.jobs import Run

FINISH_EXPIRED = "assessment.finish_expired"


def make_analysis(run: Run) -> Made:
    """Reckon an item analysis."""
    return services.make_analysis(run.arguments, run.report)


def keep_analysis(run: Run) -> None:
    """Keep what was reckoned."""
    services.keep_analysis(run.now, run.job_id, run.arguments, run.prepared)


def finish_expired(run: Run) -> None:
    """Finish the attempts whose time ran out, each in a transaction of its own."""
    run.for_each(
        queries.list_expired(run.now),
        work=lambda attempt_id, _: services.finish_attempt(OPERATOR, run.now, attempt_id),
    )


def release_results(run: Run) -> None:
    """Release the results that were marked to their end, each in a transaction of its own."""
    course, person_id = content.get_course(run.arguments["course"]), run.arguments["person"]
    actor = Actor(kind="person", person_id=person_id) if person_id else OPERATOR
    desk = queries.get_desk(course, run.arguments["quiz"], person_id or "", is_manager=True)
    run.for_each(
        run.arguments["attempts"],
        work=lambda attempt_id, _: services.release_result(actor, run.now, desk, attempt_id),
    )


def regrade(run: Run) -> None:
    """Put a question right for all who had it, so many attempts in each transaction."""
    row = queries.get_regrade(run.arguments["regrade"])
    actor = Actor(kind="person", person_id=row.person_id) if row.person_id else OPERATOR
    ids = run.arguments["attempts"]
    run.for_each(
        [str(start) for start in range(0, len(ids), AT_ONCE)],
        work=lambda start, _: services.regrade_some(
            actor, run.now, row, ids[int(start) : int(start) + AT_ONCE]
        ),
    )


def tell_regraded(run: Run) -> None:
    """Write to each person whose result was changed, one transaction each."""
    run.for_each(
        run.arguments["persons"],
        work=lambda person_id, _: services.tell_regraded(
            run.now, run.arguments["regrade"], person_id
        ),
    )


def tell_marker(run: Run) -> None:
    """Write to somebody who was asked to mark."""
    names = ("course", "quiz", "duty", "person")
    services.tell_marker(run.now, *(run.arguments[name] for name in names))


def tell_appeal_asked(run: Run) -> None:
    """Write to those who may decide on an appeal."""
    appeals.tell_asked(run.now, run.arguments["appeal"])


def tell_appeal_decided(run: Run) -> None:
    """Write to somebody whose appeal is decided."""
    appeals.tell_decided(run.now, run.arguments["appeal"])
