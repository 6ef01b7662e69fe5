"""Results of the quizzes of a course for those who teach or administer, and an attempt's record.

Whose results somebody may read is decided in `policy`.
"""

from lms.assessment import policy, queries
from lms.assessment.forms import REASONS
from lms.assessment.forms.regrading import WAYS
from lms.assessment.forms.results import OUTCOME_NAMES, ResultsForm
from lms.assessment.views.door import room
from lms.audit import services as audit
from lms.learning.queries import get_newest_outline
from lms.web.listing import Page
from lms.web.locale import current_language
from lms.web.policies import has_role
from lms.web.render import render
from lms.web.room import Answer, Visit

reader = has_role("administrator", "trainer")
PLACE = "/teach/<slug:slug>/results"


@room.get(PLACE, policy=reader)
def list_results(visit: Visit[None], slug: str) -> Answer:
    readable = policy.load_readable_for(visit.actor, slug)
    language = current_language()
    return render(
        "assessment/list_results.html",
        readable=readable,
        outline=get_newest_outline(readable.course, language),
        quizzes=queries.list_quiz_counts(readable.course, readable.scope, language),
    )


@room.get(f"{PLACE}/<slug:quiz_id>", policy=reader, form=ResultsForm)
def show_results(visit: Visit[ResultsForm], slug: str, quiz_id: str) -> Answer:
    readable, form = policy.load_readable_for(visit.actor, slug), visit.form
    found = queries.get_results_page(
        visit.actor, readable.course, quiz_id, readable.scope, form.wish, form.paging,
        current_language(), roles=readable.roles.get(quiz_id, frozenset()),
    )  # fmt: skip
    return render(
        "assessment/show_results.html",
        readable=readable,
        quiz_id=quiz_id,
        found=found,
        wish=form.wish,
        page=Page(found.rows, form.number, found.total),
        outcomes=OUTCOME_NAMES,
    )


@room.get(f"{PLACE}/<slug:quiz_id>/<id:attempt_id>", policy=reader)
def show_record(visit: Visit[None], slug: str, quiz_id: str, attempt_id: str) -> Answer:
    found = policy.load_record_for(visit.actor, slug, quiz_id, attempt_id)
    page = queries.get_record_page(
        visit.actor, found.attempt, has_keys=found.has_keys, has_grants=found.is_teaching
    )
    # Whoever reads what somebody answered, and the keys of an exam, is on record too.
    audit.note(
        visit.actor, visit.now, "attempt.record_read", subject_type="attempt",
        subject_id=attempt_id, details={"keys": found.has_keys},
    )  # fmt: skip
    return render(
        "assessment/show_record.html",
        page=page,
        course=found.course,
        is_teaching=found.is_teaching,
        ways=WAYS,
        reasons={choice.value: choice.label for choice in REASONS},
    )
