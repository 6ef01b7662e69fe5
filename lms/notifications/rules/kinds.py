"""Which kinds of messages there are: what each is called, how much it matters, how it looks.

Who sends one, and when, is decided by the room that it is named after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from lms.kit.i18n import N_, formats

# account: sent at once, cannot be switched off, and forgotten once it was sent, for links in it
# open an account. duty: needed to take part; may wait unless urgent. news: may be switched off.
Nature = Literal["account", "duty", "news"]
NATURE_NAMES = {
    "account": N_("Your account"),
    "duty": N_("Needed to take part"),
    "news": N_("News and hints"),
}
DIGEST = "notifications.digest"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message; `sample` is a context by which it can be shown where none was sent.

    Days and instants in it are written as the language does: see `sample_in`.
    """

    name: str
    template: str
    nature: Nature
    is_urgent: bool = False
    sample: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_notice(self) -> bool:
        """Say whether it also stands among the notices in the app."""
        return self.nature != "account"

    @property
    def may_wait(self) -> bool:
        """Say whether quiet hours and digests hold for it."""
        return self.is_notice and not self.is_urgent


_DEADLINE = datetime(2027, 1, 31, 23, 59, tzinfo=UTC)
_COHORT = {"cohort": "example", "title": "Integrity officers, spring"}
_WORK = {"title": "Integrity officers, spring", "participation": "example", "part": "plan"}
_NOMINATED = {
    "programme": "Basics of asset recovery",
    "cohort": "Spring 2027",
    "deadline": _DEADLINE,
}
_COURSE = {"course": "Integrity in practice", "slug": "integrity-in-practice"}
_SESSION = {"title": "Tracing assets", "when": datetime(2027, 3, 1, 10, tzinfo=UTC),
            "address": "/learn/sessions/example"}  # fmt: skip

KINDS: dict[str, Kind] = {
    "accounts.invitation": Kind(
        N_("Invitation to open an account"), "mail/invitation.txt", "account",
        sample={"path": "/invitations/example", "days": 14}),
    "accounts.password_reset": Kind(
        N_("Link to choose a new password"), "mail/password_reset.txt", "account",
        sample={"path": "/password/example"}),
    "accounts.password_changed": Kind(
        N_("Your password was changed"), "mail/password_changed.txt", "account",
        sample={"path": "/password/forgotten"}),
    "accounts.email_change": Kind(
        N_("Confirm your new e-mail address"), "mail/email_change.txt", "account",
        sample={"path": "/account/email/example"}),
    "accounts.email_changed": Kind(
        N_("Your e-mail address was changed"), "mail/email_changed.txt", "account"),
    "accounts.address_merged": Kind(
        N_("Another address opens your account"), "mail/address_merged.txt", "account",
        sample={"email": "name@example.org", "path": "/password/forgotten"}),
    "merging.merged": Kind(
        N_("Two accounts of yours are now one"), "mail/accounts_merged.txt", "account",
        sample={"email": "name@example.org", "until": "31 January 2027"}),
    "merging.undone": Kind(
        N_("Your accounts are apart again"), "mail/merge_undone.txt", "account",
        sample={"email": "name@example.org", "path": "/password/forgotten", "is_kept": False}),
    "merging.enrolment_ended": Kind(
        N_("An enrolment of yours was ended"), "mail/enrolment_ended.txt", "duty",
        sample=_COURSE),
    DIGEST: Kind(
        N_("Digest"), "mail/digest.txt", "account",
        sample={"messages": []}),
    "learning.enrolment_asked": Kind(
        N_("Somebody asks to take part in your course"), "mail/learning_enrolment_asked.txt",
        "duty", sample=_COURSE),
    "learning.enrolment_decided": Kind(
        N_("Answer to your request to take part"), "mail/learning_enrolment_decided.txt", "duty",
        sample=_COURSE | {"is_approved": True, "reason": ""}),
    "learning.version_offered": Kind(
        N_("A new version of your course is offered"), "mail/learning_version_offered.txt", "duty",
        sample=_COURSE | {"version": "2", "offer": "example"}),
    "learning.moved": Kind(
        N_("You have been moved to a new version of your course"), "mail/learning_moved.txt",
        "news", sample=_COURSE | {"version": "2", "enrolment": "example"}),
    "assessment.marking_asked": Kind(
        N_("You are asked to mark answers"), "mail/assessment_marking_asked.txt", "duty",
        sample=_COURSE | {"quiz": "test"}),
    "assessment.deciding_asked": Kind(
        N_("You are asked to decide on appeals"), "mail/assessment_deciding_asked.txt", "duty",
        sample=_COURSE | {"quiz": "test"}),
    "assessment.appeal_asked": Kind(
        N_("An appeal awaits your decision"), "mail/assessment_appeal_asked.txt", "duty",
        sample=_COURSE | {"has_decider": True, "days": 14, "quiz": "test"}),
    "assessment.appeal_decided": Kind(
        N_("Your appeal is decided"), "mail/assessment_appeal_decided.txt", "duty",
        sample=_COURSE | {"attempt": "example"}),
    "assessment.result_released": Kind(
        N_("Your result is there"), "mail/assessment_result_released.txt", "duty",
        sample=_COURSE | {"attempt": "example"}),
    "assessment.regraded": Kind(
        N_("Your result was corrected"), "mail/assessment_regraded.txt", "duty",
        sample=_COURSE | {"reason": "…"}),
    "translation.sent_back": Kind(
        N_("Translations sent back to you"), "mail/translation_sent_back.txt", "duty",
        sample=_COURSE | {"count": 3, "code": "fr"}),
    "workshop.publication_asked": Kind(
        N_("A publication waits for you to confirm it"), "mail/workshop_publication_asked.txt",
        "duty", sample=_COURSE | {"request": "example"}),
    "workshop.publication_ended": Kind(
        N_("Outcome of a publication that you asked for"), "mail/workshop_publication_ended.txt",
        "news", sample=_COURSE | {"request": "example", "status": "done", "reason": "",
                                  "result": {"made": "version", "version": "2"}}),
    "certificates.confirm_name": Kind(
        N_("Please confirm your name for your certificate"), "mail/certificates_confirm_name.txt",
        "duty", sample={"enrolment": "example", "title": "Integrity in practice"}),
    "certificates.signature": Kind(
        N_("Please decide about your signature"), "mail/certificates_signature.txt", "account",
        sample={"token": "example", "name": "Amina Diallo", "issuer": "Commission"}),
    "certificates.signature_decided": Kind(
        N_("A signatory has decided about a signature"), "mail/certificates_signature_decided.txt",
        "duty", sample={"signatory": "example", "name": "Amina Diallo", "has_agreed": False}),
    "certificates.confirm_name_award": Kind(
        N_("Please confirm your name for a programme's certificate"),
        "mail/certificates_confirm_name_award.txt", "duty",
        sample={"award": "example", "title": "Integrity in practice"}),
    "certificates.respell": Kind(
        N_("Please give another spelling of your name for your certificate"),
        "mail/certificates_respell.txt", "duty",
        sample={"where": "example", "title": "Integrity in practice", "complaint": "…"}),
    "certificates.refused": Kind(
        N_("Decision about your certificate"), "mail/certificates_refused.txt", "duty",
        sample={"where": "example", "reason": "…", "is_lifted": False}),
    "certificates.ready": Kind(
        N_("Your certificate is ready"), "mail/certificates_ready.txt", "duty",
        sample={"certificate": "example", "title": "Integrity in practice"}),
    "certificates.status_changed": Kind(
        N_("The status of a certificate of yours has changed"),
        "mail/certificates_status_changed.txt", "duty",
        sample={"certificate": "example", "title": "Integrity in practice",
                "decision": "suspended"}),
    "certificates.showing_ended": Kind(
        N_("Who sees what of your certificates has changed"),
        "mail/certificates_showing_ended.txt", "duty"),
    "certificates.revocation_asked": Kind(
        N_("A revocation waits for a second person"), "mail/certificates_revocation_asked.txt",
        "duty", sample={"request": "example"}),
    "certificates.revocation_decided": Kind(
        N_("Decision on a revocation that you asked for"),
        "mail/certificates_revocation_decided.txt", "duty", sample={"request": "example"}),
    "certificates.key_ending": Kind(
        N_("A key of this site ends soon"), "mail/certificates_key_ending.txt", "duty",
        sample={"what": "key", "day": date(2027, 2, 1), "has_ended": False}),
    "programmes.cohort_changed": Kind(
        N_("Dates or places of a cohort have changed"), "mail/programmes_cohort_changed.txt",
        "duty", sample=_COHORT | {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 5, 7),
                                  "closes_at": _DEADLINE, "places": "20"}),
    "programmes.cohort_cancelled": Kind(
        N_("A cohort will not be held"), "mail/programmes_cohort_cancelled.txt", "duty",
        sample=_COHORT),
    "programmes.cohort_resumed": Kind(
        N_("A cohort will be held after all"), "mail/programmes_cohort_resumed.txt", "duty",
        sample=_COHORT),
    "programmes.task_given": Kind(
        N_("You have a task in a cohort"), "mail/programmes_task_given.txt", "duty",
        sample=_COHORT | {"task": "Tutor"}),
    "programmes.place_offered": Kind(
        N_("You are offered a place"), "mail/programmes_place_offered.txt", "duty",
        is_urgent=True, sample=_COHORT | {"place": "example", "has_account": True,
                                          "open_parts": ["Foundations"],
                                          "deadline": _DEADLINE}),
    "programmes.selection_told": Kind(
        N_("Answer to your nomination"), "mail/programmes_selection_told.txt", "duty",
        sample=_COHORT | {"is_waiting": True, "reasons": ["…"]}),
    "programmes.selection_listed": Kind(
        N_("Answers to your nominations"), "mail/programmes_selection_listed.txt", "duty",
        sample=_COHORT),
    "programmes.place_ended": Kind(
        N_("Your place in a cohort"), "mail/programmes_place_ended.txt", "duty", is_urgent=True,
        sample=_COHORT | {"is_expired": True, "is_given_back": False, "reason": ""}),
    "programmes.place_freed": Kind(
        N_("A place in a cohort has become free"), "mail/programmes_place_freed.txt", "duty",
        sample=_COHORT),
    "programmes.nominee_asked": Kind(
        N_("Your part of a nomination"), "mail/programmes_nominee_asked.txt", "account",
        sample=_NOMINATED | {"path": "/nominee/example"}),
    "programmes.head_asked": Kind(
        N_("Please confirm a nomination"), "mail/programmes_head_asked.txt", "account",
        sample=_NOMINATED | {"path": "/heads/example"}),
    "programmes.nomination_sent_back": Kind(
        N_("A nomination was sent back to you"), "mail/programmes_nomination_sent_back.txt",
        "duty", sample=_NOMINATED | {"nomination": "example", "words": "…"}),
    "programmes.nomination_answered": Kind(
        N_("Answer to a nomination of yours"), "mail/programmes_nomination_answered.txt", "duty",
        sample=_NOMINATED | {"nomination": "example", "what": "head_confirmed", "words": ""}),
    "programmes.endorsement_asked": Kind(
        N_("An application awaits your endorsement"), "mail/programmes_endorsement_asked.txt",
        "duty", sample=_NOMINATED | {"nomination": "example"}),
    "programmes.endorsement_decided": Kind(
        N_("Answer to your application"), "mail/programmes_endorsement_decided.txt", "duty",
        sample=_NOMINATED | {"nomination": "example", "is_endorsed": True, "words": ""}),
    "programmes.nominations_missing": Kind(
        N_("Nominations of yours are not complete"), "mail/programmes_nominations_missing.txt",
        "duty", sample=_NOMINATED | {"count": 2, "cohort_id": "example"}),
    "programmes.nominations_due": Kind(
        N_("Nominations close soon"), "mail/programmes_nominations_due.txt", "duty",
        sample=_NOMINATED | {"cohort_id": "example"}),
    "programmes.officer_reminded": Kind(
        N_("Your part of a nomination is not complete"), "mail/programmes_officer_reminded.txt",
        "duty", sample=_NOMINATED | {"nomination": "example"}),
    "programmes.nominee_reminded": Kind(
        N_("Reminder of your part of a nomination"), "mail/programmes_nominee_reminded.txt",
        "account", sample=_NOMINATED | {"path": "/nominee/example"}),
    "programmes.head_reminded": Kind(
        N_("A nomination still waits for you to confirm it"), "mail/programmes_head_reminded.txt",
        "account", sample=_NOMINATED | {"path": "/heads/example"}),
    "programmes.nominations_over": Kind(
        N_("Nominations that were not completed in time"), "mail/programmes_nominations_over.txt",
        "duty", sample=_NOMINATED | {"count": 2, "cohort_id": "example"}),
    "programmes.nomination_lost": Kind(
        N_("Your nomination was not completed in time"), "mail/programmes_nomination_lost.txt",
        "duty", sample=_NOMINATED),
    "programmes.session_planned": Kind(
        N_("A training session for your calendar"), "mail/programmes_session_planned.txt", "duty",
        is_urgent=True, sample=_SESSION),
    "programmes.session_cancelled": Kind(
        N_("A training session does not take place"), "mail/programmes_session_cancelled.txt",
        "duty", is_urgent=True, sample=_SESSION),
    "programmes.session_left": Kind(
        N_("You no longer come to a training session"), "mail/programmes_session_left.txt",
        "duty", is_urgent=True, sample=_SESSION),
    "programmes.work_handed_in": Kind(
        N_("Work was handed in to be graded"), "mail/programmes_work_handed_in.txt", "duty",
        sample=_WORK),
    "programmes.work_answered": Kind(
        N_("Answer to your work"), "mail/programmes_work_answered.txt", "duty", sample=_WORK),
    "programmes.recognition_decided": Kind(
        N_("Decision on your prior learning"), "mail/programmes_recognition_decided.txt", "duty",
        sample=_WORK),
    "programmes.award_given": Kind(
        N_("You have completed a programme"), "mail/programmes_award_given.txt", "duty",
        sample=_WORK),
    "programmes.award_questioned": Kind(
        N_("An award waits for your decision"), "mail/programmes_award_questioned.txt", "duty",
        sample=_COHORT | {"review": "example"}),
    "programmes.award_decided": Kind(
        N_("A decision on your programme"), "mail/programmes_award_decided.txt", "duty",
        sample=_WORK),
    "programmes.award_ending": Kind(
        N_("About the validity of an award of yours"), "mail/programmes_award_ending.txt", "duty",
        sample={"title": "Basics of asset recovery", "until": "5 May 2030",
                "opens": "5 February 2030", "closes": "5 August 2030", "is_over": False,
                "is_renewable": True, "is_open": True, "is_begun": True,
                "missing": ["Foundations"]}),
    "programmes.award_renewed": Kind(
        N_("Your recertification is complete"), "mail/programmes_award_renewed.txt", "duty",
        sample={"title": "Basics of asset recovery"}),
    "programmes.survey_asked": Kind(
        N_("A short survey about your training"), "mail/programmes_survey_asked.txt", "news",
        sample={"title": "Integrity officers, spring", "kind": "reaction",
                "invitation": "example", "is_reminder": False,
                "until": datetime(2027, 3, 7, tzinfo=UTC)}),
    "programmes.time_extended": Kind(
        N_("You have been given more time"), "mail/programmes_time_extended.txt", "duty",
        sample=_WORK),
    "programmes.deadline_near": Kind(
        N_("A deadline of yours is near"), "mail/programmes_deadline_near.txt", "duty",
        sample=_WORK | {"when": "1 March 2027, 12:00 (UTC+00:00)"}),
    "programmes.participants_late": Kind(
        N_("Participants are late with something"), "mail/programmes_participants_late.txt",
        "duty", sample=_COHORT | {"count": 3, "day": "1 March 2027"}),
    "programmes.message_to_participant": Kind(
        N_("A message for you about your programme"),
        "mail/programmes_message_to_participant.txt", "duty", sample=_WORK),
    "programmes.message_of_participant": Kind(
        N_("A participant has written to you"),
        "mail/programmes_message_of_participant.txt", "duty", sample=_WORK),
    "programmes.supervisor_asked": Kind(
        N_("A short survey about a training"), "mail/programmes_supervisor_asked.txt", "account",
        sample={"title": "Integrity officers, spring", "path": "/supervisors/example",
                "is_reminder": False, "until": datetime(2027, 3, 7, tzinfo=UTC)}),
    "programmes.complaint_waits": Kind(
        N_("Something waits for your answer"), "mail/programmes_complaint_waits.txt", "duty",
        sample=_COHORT | {"complaint": "example"}),
    "programmes.complaint_unassigned": Kind(
        N_("Please name somebody who answers complaints"),
        "mail/programmes_complaint_unassigned.txt", "duty",
        sample=_COHORT | {"complaint": "example"}),
    "programmes.complaint_said": Kind(
        N_("There is an answer for you"), "mail/programmes_complaint_said.txt", "duty",
        sample=_COHORT | {"complaint": "example"}),
    "programmes.improvement_due": Kind(
        N_("Something that you look after is due"), "mail/programmes_improvement_due.txt", "duty",
        sample={"title": "Integrity officers, spring", "action": "example", "is_late": False,
                "day": date(2027, 3, 7)}),
}  # fmt: skip
# Of which a made-up digest tells.
IN_SAMPLE_DIGEST = (
    "learning.enrolment_asked", "assessment.result_released", "translation.sent_back",
)  # fmt: skip
_UNNAMED = Kind(N_("Message"), "", "duty", is_urgent=True)


def kind_of(name: str) -> Kind:
    """Return a kind by its name; one of an older release, which has none, is urgent."""
    return KINDS.get(name, _UNNAMED)


def sample_in(kind: Kind, language: str) -> dict[str, object]:
    """Return the sample of a kind with its days and instants as `language` writes them."""
    form = formats(language)

    def write(value: object) -> object:
        if isinstance(value, datetime):
            return form.zoned(value)
        return form.date(value) if isinstance(value, date) else value

    return {key: write(value) for key, value in kind.sample.items()}
