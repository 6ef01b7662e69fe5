"""One page: which rooms there are, who listens to which event, which jobs, who loads the actor.

No behaviour of its own.
"""

from datetime import timedelta

from flask import Flask

from lms.accounts import jobs as accounts
from lms.accounts.events import IdentityProtected
from lms.accounts.queries.merged import ask_for_merges
from lms.accounts.queries.printing import ask_for_complaints
from lms.accounts.queries.shown import ask_for_shown
from lms.accounts.queries.waiting import ask_for_waiting
from lms.accounts.rules import protected_name
from lms.accounts.services.imports import IMPORT as IMPORT_PEOPLE
from lms.accounts.services.imports import UNDO as UNDO_IMPORT
from lms.accounts.sessions import load_actor
from lms.accounts.views import room as accounts_room
from lms.accounts.views.door import ask_whether_awaited
from lms.assessment.events import AttemptFinished, ResultCorrected
from lms.assessment.jobs import (
    FINISH_EXPIRED,
    finish_expired,
    keep_analysis,
    make_analysis,
    regrade,
    release_results,
    tell_appeal_asked,
    tell_appeal_decided,
    tell_marker,
    tell_regraded,
)
from lms.assessment.queries import find_begun
from lms.assessment.queries.running import list_clocks
from lms.assessment.queries.tries import count_used
from lms.assessment.queries.uses import list_uses, mark_uses
from lms.assessment.queries.waiting import list_waiting
from lms.assessment.rules import ANALYSE, REGRADE, RELEASE, TELL_MARKER, TELL_REGRADED
from lms.assessment.rules import appeals as appealing
from lms.assessment.views import room as assessment_room
from lms.certificates import design_jobs, issuing_jobs, paper_jobs
from lms.certificates import jobs as certificates
from lms.certificates.queries.certificates import is_certified, list_certified
from lms.certificates.queries.problems import tell_complaint
from lms.certificates.queries.refusals import list_refused_awards, list_refused_enrolments
from lms.certificates.queries.sharing import count_showing
from lms.certificates.rules import RENDER, SWEEP, papers
from lms.certificates.rules.issuing import ISSUE_DUE, ISSUE_WINDOW
from lms.certificates.rules.keys import REMIND_KEYS
from lms.certificates.rules.previews import DRAW_PREVIEW
from lms.certificates.services import automatic
from lms.certificates.services.designs import CHECK_DESIGN
from lms.certificates.services.sharing import hear_of_protection
from lms.certificates.services.trials import DRAW_TRIAL
from lms.certificates.signing import keyring
from lms.certificates.views import room as certificates_room
from lms.content.policy import let_read
from lms.content.views import room as content_room
from lms.convention.views import room as convention_room
from lms.kit.events import listen
from lms.kit.jobs import Handler
from lms.kit.settings import Settings
from lms.learning.events import CourseCompleted
from lms.learning.jobs import (
    evaluate_completion,
    move_unbegun,
    tell_asked,
    tell_decided,
    tell_offered,
)
from lms.learning.policy import ask_for_refusals, ask_whether_certified, may_read
from lms.learning.queries import ask_for_attempts, ask_for_tries
from lms.learning.queries.programmes import ask_for_needing, ask_for_programmes, ask_for_taken_back
from lms.learning.queries.running import ask_for_clocks
from lms.learning.rules import MOVE_UNBEGUN, TELL_ASKED, TELL_DECIDED, TELL_OFFERED
from lms.learning.services import EVALUATE
from lms.learning.views import room as learning_room
from lms.merging import jobs as merging
from lms.merging.queries.shown import list_shown
from lms.merging.rules import FORGET
from lms.merging.views import room as merging_room
from lms.notifications.jobs import COLLECT, collect_held, send_message, send_some
from lms.notifications.queries import ask_for_codes
from lms.notifications.services import SEND, SEND_SOME
from lms.notifications.views import room as notifications_room
from lms.organisations import queries as organisations
from lms.organisations.views import room as organisations_room
from lms.programmes import (
    complaint_jobs,
    deadline_jobs,
    gain_jobs,
    improvement_jobs,
    nomination_jobs,
    renewal_jobs,
    selection_jobs,
    session_jobs,
    survey_jobs,
)
from lms.programmes import jobs as programmes
from lms.programmes.events import AttendanceNoted, ProgrammeCompleted
from lms.programmes.queries import certified
from lms.programmes.queries.course_choices import list_needing
from lms.programmes.queries.renewal_facts import list_taken_back
from lms.programmes.queries.ways import is_offered, list_followed
from lms.programmes.services import evaluation, renewals
from lms.programmes.services.complaints import REMIND_COMPLAINTS
from lms.programmes.services.deadline_mail import REMIND_COHORT as REMIND_COHORT_OF_DEADLINES
from lms.programmes.services.deadline_mail import REMIND_DEADLINES
from lms.programmes.services.gains import MEASURE, MEASURE_ALL
from lms.programmes.services.improvements import REMIND_IMPROVEMENTS
from lms.programmes.services.invitations import TELL_SESSION, TELL_SESSIONS
from lms.programmes.services.nomination_reminders import REMIND as REMIND_NOMINATIONS
from lms.programmes.services.nomination_reminders import REMIND_COHORT
from lms.programmes.services.places import ADVANCE, ENROL, EXPIRE, TELL_ENDED, TELL_OFFER
from lms.programmes.services.renewal_mail import REMIND_AWARD, REMIND_AWARDS
from lms.programmes.services.renewals import EVALUATE_RENEWAL
from lms.programmes.services.selection import COMPUTE, TELL_OUTCOME
from lms.programmes.services.sheets import PRINT_SHEET
from lms.programmes.services.surveys import CARRY_ON, RUN_SURVEYS
from lms.programmes.views import room as programmes_room
from lms.translation.jobs import tell_sent_back
from lms.translation.policy import may_read as may_translate
from lms.translation.services import TELL_SENT_BACK
from lms.translation.views import room as translation_room
from lms.web.actor import use_actors
from lms.web.health import room as web_room
from lms.web.render import use_templates
from lms.workshop import jobs as workshop
from lms.workshop.queries.packages import (
    CHECK_PACKAGE,
    CHECK_QUESTIONS,
    IMPORT_PACKAGE,
    SWEEP_PACKAGES,
    TAKE_QUESTIONS,
)
from lms.workshop.queries.uses import ask_for_uses
from lms.workshop.services.checking import CHECK
from lms.workshop.services.library import COUNT_USES, READ_LIBRARY
from lms.workshop.services.links import TRY_LINKS
from lms.workshop.services.publications import PUBLISH
from lms.workshop.services.telling import TELL_ASKED as TELL_CONFIRMERS
from lms.workshop.views import room as workshop_room

ROOMS = (
    web_room,
    notifications_room,
    learning_room,
    convention_room,
    organisations_room,
    accounts_room,
    assessment_room,
    content_room,
    translation_room,
    workshop_room,
    programmes_room,
    certificates_room,
    merging_room,
)

JOBS: dict[str, Handler] = {
    IMPORT_PEOPLE: Handler(accounts.import_people, prepare=accounts.prepare_import),
    UNDO_IMPORT: Handler(accounts.undo_import),
    FORGET: Handler(merging.forget_moved),
    EVALUATE: Handler(evaluate_completion),
    MOVE_UNBEGUN: Handler(move_unbegun),
    TELL_OFFERED: Handler(tell_offered),
    TELL_ASKED: Handler(tell_asked),
    TELL_DECIDED: Handler(tell_decided),
    FINISH_EXPIRED: Handler(finish_expired),
    RELEASE: Handler(release_results),
    TELL_MARKER: Handler(tell_marker),
    REGRADE: Handler(regrade),
    TELL_REGRADED: Handler(tell_regraded),
    appealing.TELL_ASKED: Handler(tell_appeal_asked),
    appealing.TELL_DECIDED: Handler(tell_appeal_decided),
    ANALYSE: Handler(keep_analysis, prepare=make_analysis),
    SEND: Handler(send_message),
    SEND_SOME: Handler(send_some),
    COLLECT: Handler(collect_held),
    RENDER: Handler(certificates.keep_file, prepare=certificates.prepare_file),
    SWEEP: Handler(certificates.sweep_files, prepare=certificates.find_left_files),
    papers.IMPORT: Handler(paper_jobs.enter_papers, prepare=paper_jobs.prepare_papers),
    papers.UNDO: Handler(paper_jobs.undo_papers),
    DRAW_TRIAL: Handler(design_jobs.keep_trial, prepare=design_jobs.draw_trial),
    CHECK_DESIGN: Handler(design_jobs.keep_check, prepare=design_jobs.check_design),
    REMIND_KEYS: Handler(certificates.remind_of_keys),
    ISSUE_WINDOW: Handler(issuing_jobs.issue_window),
    ISSUE_DUE: Handler(issuing_jobs.issue_due),
    DRAW_PREVIEW: Handler(issuing_jobs.keep_preview, prepare=issuing_jobs.draw_preview),
    TRY_LINKS: Handler(workshop.keep_answers, prepare=workshop.try_links),
    CHECK: Handler(workshop.keep_report, prepare=workshop.check_course),
    TELL_SENT_BACK: Handler(tell_sent_back),
    TELL_CONFIRMERS: Handler(workshop.tell_asked),
    PUBLISH: Handler(workshop.publish_course, prepare=workshop.plan_publication),
    CHECK_PACKAGE: Handler(workshop.check_package),
    IMPORT_PACKAGE: Handler(workshop.import_package),
    CHECK_QUESTIONS: Handler(workshop.check_questions),
    TAKE_QUESTIONS: Handler(workshop.take_questions),
    SWEEP_PACKAGES: Handler(workshop.sweep_packages),
    READ_LIBRARY: Handler(workshop.read_library),
    COUNT_USES: Handler(workshop.count_uses),
    evaluation.EVALUATE: Handler(programmes.evaluate),
    evaluation.EVALUATE_ENROLMENT: Handler(programmes.evaluate_enrolment),
    COMPUTE: Handler(selection_jobs.keep_allocation, prepare=selection_jobs.compute_allocation),
    TELL_OUTCOME: Handler(selection_jobs.tell_outcome),
    ADVANCE: Handler(selection_jobs.advance_waiting, prepare=selection_jobs.reckon_waiting),
    EXPIRE: Handler(selection_jobs.expire_offers),
    TELL_OFFER: Handler(selection_jobs.tell_offer),
    TELL_ENDED: Handler(selection_jobs.tell_ended),
    ENROL: Handler(selection_jobs.enrol_participant),
    TELL_SESSION: Handler(session_jobs.tell_session),
    TELL_SESSIONS: Handler(session_jobs.tell_sessions),
    REMIND_COMPLAINTS: Handler(complaint_jobs.remind_complaints),
    REMIND_DEADLINES: Handler(deadline_jobs.remind_deadlines),
    REMIND_COHORT_OF_DEADLINES: Handler(deadline_jobs.remind_cohort),
    REMIND_IMPROVEMENTS: Handler(improvement_jobs.remind_improvements),
    MEASURE_ALL: Handler(gain_jobs.measure_gains),
    MEASURE: Handler(gain_jobs.keep_gain, prepare=gain_jobs.measure_gain),
    PRINT_SHEET: Handler(session_jobs.keep_sheet, prepare=session_jobs.draw_sheet),
    REMIND_NOMINATIONS: Handler(nomination_jobs.remind_nominations),
    REMIND_COHORT: Handler(nomination_jobs.remind_cohort),
    RUN_SURVEYS: Handler(survey_jobs.run_surveys),
    CARRY_ON: Handler(survey_jobs.carry_on_surveys),
    EVALUATE_RENEWAL: Handler(renewal_jobs.evaluate_renewal),
    REMIND_AWARDS: Handler(renewal_jobs.remind_awards),
    REMIND_AWARD: Handler(renewal_jobs.remind_award),
}

PERIODIC: dict[str, timedelta] = {
    FINISH_EXPIRED: timedelta(seconds=30),
    EXPIRE: timedelta(seconds=30),
    COLLECT: timedelta(minutes=1),
    SWEEP_PACKAGES: timedelta(days=1),
    FORGET: timedelta(days=1),
    REMIND_KEYS: timedelta(days=1),
    SWEEP: timedelta(days=1),
    READ_LIBRARY: timedelta(seconds=30),
    COUNT_USES: timedelta(minutes=10),
    TELL_SESSIONS: timedelta(minutes=5),
    REMIND_COMPLAINTS: timedelta(hours=1),
    REMIND_DEADLINES: timedelta(hours=1),
    REMIND_IMPROVEMENTS: timedelta(hours=1),
    RUN_SURVEYS: timedelta(hours=1),
    REMIND_NOMINATIONS: timedelta(hours=1),
    REMIND_AWARDS: timedelta(hours=1),
    MEASURE_ALL: timedelta(hours=6),
}


def wire(app: Flask) -> None:
    """Join the rooms to the application."""
    _hand_over_keys(app.extensions["settings"])
    use_actors(app, load_actor)
    use_templates(app, organisations.get_site)
    let_read(may_read)
    let_read(may_translate)
    ask_whether_certified(is_certified)
    ask_for_refusals(list_refused_enrolments)
    ask_for_complaints(tell_complaint)
    certified.ask_for_certified(list_certified)
    certified.ask_for_refusals(list_refused_awards)
    ask_for_attempts(find_begun)
    ask_for_tries(count_used)
    ask_for_clocks(list_clocks)
    ask_for_programmes(list_followed)
    ask_for_needing(list_needing)
    ask_whether_awaited(is_offered)
    ask_for_taken_back(list_taken_back)
    ask_for_uses(mark_uses, list_uses)
    ask_for_waiting(list_waiting)
    ask_for_merges(list_shown)
    ask_for_shown(count_showing)
    ask_for_codes(protected_name)
    listen(IdentityProtected, hear_of_protection)
    listen(CourseCompleted, evaluation.hear_of_course)
    listen(AttemptFinished, evaluation.hear_of_course)
    listen(ResultCorrected, evaluation.hear_of_course)
    listen(AttendanceNoted, evaluation.hear_of_attendance)
    listen(ProgrammeCompleted, evaluation.hear_of_award)
    listen(ProgrammeCompleted, renewals.hear_of_award)
    listen(CourseCompleted, automatic.hear_of_course)
    listen(ProgrammeCompleted, automatic.hear_of_award)
    for room in ROOMS:
        app.register_blueprint(room)


def _hand_over_keys(settings: Settings) -> None:
    keyring.use(
        passphrase=settings.key_passphrase.get_secret_value(),
        secret=settings.secret,
        timestamp_url=settings.timestamp_url,
    )
