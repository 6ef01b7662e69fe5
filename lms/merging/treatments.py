"""What becomes of each column that names a person when two accounts become one, and why.

One line a column; a house test finds those that are missing. What speaks against a merge beside
broken unique keys, who marked whose work above all, stands in `queries.pairs`.
"""

from dataclasses import dataclass
from typing import Literal

from lms.kit.i18n import N_

# moves: it says whose something is, and two of a kind are a conflict.
# fills: the same, but where the kept account has its own, that one holds and the other stays.
# stays: it says who did something, which is history.
# ends: it is deleted.
# chosen: whoever merges says of each whether the kept account gets it.
Way = Literal["moves", "fills", "stays", "ends", "chosen"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What becomes of a column.

    `label` names what is counted on the page; `clash` says what to do where both have the same.
    `is_judging`: it says who judged another's work, and nobody judges their own.
    """

    way: Way
    why: str
    label: str = ""
    clash: str = ""
    is_judging: bool = False


def _moves(why: str, label: str = "", clash: str = "") -> Treatment:
    return Treatment("moves", why, label, clash)


def _fills(why: str) -> Treatment:
    return Treatment("fills", why)


def _did(why: str) -> Treatment:
    return Treatment("stays", why)


def _judged(why: str) -> Treatment:
    return Treatment("stays", why, is_judging=True)


def _ends(why: str) -> Treatment:
    return Treatment("ends", why)


def _chosen(why: str, label: str) -> Treatment:
    return Treatment("chosen", why, label)


PLACES = N_("Places in cohorts")
BOTH_ENROLLED = N_("Both accounts are enrolled in this course. End one of the two enrolments.")
CERTIFICATES = N_("Certificates")

TREATMENTS: dict[str, Treatment] = {
    # Accounts
    "person.merged_into_id": _moves("What was merged before follows: each address leads on."),
    "person_name.person_id": _did("Which names the kept account has is chosen, and copied."),
    "role_grant.person_id": _chosen("A role is given, never inherited.", N_("Roles")),
    "web_session.person_id": _ends("Nobody stays signed in as the account that closes."),
    "mailed_token.person_id": _ends("A link to an account that is closed opens nothing."),
    "invitation.invited_by": _did("Who invited."),
    "people_import.person_id": _did("Who sent in a list; it tells of people whom they administer."),
    "consent.person_id": _fills("Agreeing twice is agreeing once."),
    "account_merge.kept_id": _did("What was merged into what, when it was."),
    "account_merge.merged_id": _did("The same."),
    "account_merge.merged_by": _did("Who merged."),
    "account_merge.undone_by": _did("Who undid it."),
    "audit_event.actor_id": _did("The log is never changed."),
    # Telling people
    "message.person_id": _moves("Notices are read where the person is.", N_("Notices")),
    "mail_preference.person_id": _fills("What the kept account has chosen holds."),
    # Courses
    "revision.author_id": _did("Who wrote."),
    "unit_translation.person_id": _judged("Who translated, and who reviewed it."),
    "rewording.declared_by": _did("Who declared."),
    "rewording.confirmed_by": _judged("Who confirmed what another had declared."),
    "version.published_by": _did("Who published."),
    "course_release.published_by": _did("Who published."),
    "course_release.confirmed_by": _judged("The second person of a publication."),
    "term.changed_by": _did("Who changed."),
    "unit_comment.person_id": _did("Who said it."),
    "unit_comment.resolved_by": _did("Who resolved."),
    "working_copy.person_id": _moves(
        "Unsaved work is the author's.", N_("Courses with unsaved work"),
        N_("Both accounts have unsaved work on this course. Save or discard one of the two first."),
    ),
    "discarded_copy.person_id": _moves("What can be taken back is whose it was."),
    "course_origin.person_id": _did("Who derived."),
    "deriving_open.person_id": _did("Who opened it."),
    "review_thread.resolved_by": _did("Who resolved."),
    "review_comment.person_id": _did("Who said it."),
    "publication_request.asked_by": _did("Who asked."),
    "publication_request.decided_by": _judged("The second person of a publication."),
    "question_lineage.person_id": _did("Who copied."),
    # Learning
    "enrolment.person_id": _moves(
        "Whose enrolment it is.", N_("Courses"),
        BOTH_ENROLLED,
    ),
    "enrolment_request.person_id": _moves(
        "Whose wish it is.", "",
        N_("Both accounts ask to be enrolled in this course. Decide on one of the two first."),
    ),
    "enrolment_request.decided_by": _judged("Who let somebody in."),
    "enrolment_offer.offered_by": _did("A newer version is offered to everybody under way."),
    "enrolment_move.moved_by": _did("People move themselves too."),
    # Examinations
    "attempt.person_id": _moves("Whose attempt it is.", N_("Attempts at quizzes")),
    "mark.person_id": _judged("Who marked."),
    "marking_duty.person_id": _chosen("A task is given, never inherited.", N_("Tasks")),
    "marking_duty.assigned_by": _did("Who gave the task."),
    "marking_draft.person_id": _did("A half-done mark; whoever takes over the task begins anew."),
    "marking_phrase.kept_by": _did("Who kept it; it belongs to the question."),
    "item_analysis.asked_by": _did("Who asked."),
    "regrade.person_id": _did("It changes a question for everybody, not one person's result."),
    "appeal.decided_by": _judged("Who decided on an appeal."),
    "sitting.made_by": _did("Who planned it."),
    "sitting_candidate.person_id": _fills("On the list of a sitting once is enough."),
    "incident.person_id": _moves("Of whom something was reported."),
    "incident.reported_by": _judged("Who reported on somebody."),
    "adjustment.person_id": _moves(
        "To whom it was granted.", "",
        N_("Both accounts have an adjustment for the same sitting. End one of the two first."),
    ),
    "adjustment.approved_by": _judged("Who granted it."),
    # Certificates
    "certificate.person_id": _moves(
        "Whose it is; what is printed on it stays.", CERTIFICATES,
        N_("Both accounts have a certificate of this course that was issued for a stated reason. "
           "They can only be kept apart."),
    ),
    "certificate_design.changed_by": _did("Who worked on the draft."),
    "certificate_design.wished_by": _did("Who wants the draft published."),
    "certificate_design_version.published_by": _did("Who published."),
    "certificate_terms.changed_by": _did("Who set them."),
    "certificate_status.decided_by": _judged("Who revoked, or gave back."),
    "issuing_rule.set_by": _did("Who said how certificates are issued."),
    "issue_decision.decided_by": _judged("Who decided that somebody gets a certificate."),
    "issue_run.started_by": _did("Who started issuing to many."),
    "issue_run.stopped_by": _did("Who stopped it."),
    "issue_item.person_id": _moves("To whom a run issued."),
    "revocation_request.asked_by": _judged("Who asked for a revocation."),
    "revocation_request.decided_by": _judged("Who decided whether to revoke."),
    "paper_import.person_id": _did("Who sent in a list of certificates of paper."),
    # Programmes
    "programme.created_by": _did("Who began it."),
    "programme_version.published_by": _did("Who published."),
    "cohort.created_by": _did("Who planned it."),
    "cohort_assignment.person_id": _chosen("A task is given, never inherited.", N_("Tasks")),
    "cohort_assignment.assigned_by": _did("Who gave the task."),
    "cohort_group.tutor_id": _chosen("A task is given, never inherited.", N_("Tasks")),
    "nomination.person_id": _moves(
        "Who is nominated.", N_("Nominations"),
        N_("Both accounts are nominated for this cohort. "
           "Withdraw one of the two nominations first."),
    ),
    "nomination.nominated_by": _judged("Who nominated."),
    "nomination.endorsed_by": _judged("Who endorsed."),
    "nomination.withdrawn_by": _did("People withdraw themselves too."),
    "nomination_document.added_by": _did("Nominees add documents themselves too."),
    "nomination_step.person_id": _did("Nominees take steps themselves too."),
    "participation.person_id": _moves(
        "Whose place it is.", PLACES,
        N_("Both accounts have a place in this cohort. Remove one of the two first."),
    ),
    "nomination_abstention.said_by": _did("Who said that nobody is nominated."),
    "award.person_id": _moves("Whose it is.", N_("Programmes completed")),
    "award_review.decided_by": _judged("Who let an award stand, or withdrew it."),
    "panel_declaration.person_id": _did("It is said anew by whoever is on the panel."),
    "panel_conflict.person_id": _fills("A conflict of interest is the person's."),
    "panel_conflict.lifted_by": _did("Members lift their own."),
    "panel_score.person_id": _judged("Who scored."),
    "allocation_run.asked_by": _did("What is computed is not decided."),
    "allocation_run.confirmed_by": _judged("Who gave out the places."),
    "cohort_session.created_by": _did("Who planned it."),
    "session_tutor.person_id": _chosen("A task is given, never inherited.", N_("Tasks")),
    "session_invitation.person_id": _fills("What was told to the kept account holds."),
    "calendar_feed.person_id": _fills("The link that the kept account has goes on."),
    "sign_in_sheet.person_id": _did("Who asked for it; it has the names that they may see."),
    "attendance.noted_by": _judged("Who noted that somebody was there."),
    "attendance_import.created_by": _did("Who sent in a list."),
    "attendance_request.decided_by": _judged("Who decided that somebody was there."),
    "deadline.set_by": _did("It is set for a whole group."),
    "extension.granted_by": _judged("Who gave more time."),
    "grade.graded_by": _judged("Who graded."),
    "recognition_decision.decided_by": _judged("Who recognised prior learning."),
    "work_return.returned_by": _judged("Who sent work back."),
    "group_arrangement.made_by": _did("Who put people into groups; their own is no gain."),
    "tutor_mailing.written_by": _did("Who wrote."),
    "tutor_message.written_by": _did("Who wrote; whose thread it is, says the place."),
    "improvement_action.owner_id": _chosen("A task is given, never inherited.", N_("Tasks")),
    "improvement_action.created_by": _did("Who found it."),
    "improvement_step.made_by": _did("Who did it."),
    "complaint_step.said_by": _judged("Who answered a complaint."),
}  # fmt: skip


def list_columns(*ways: Way) -> list[tuple[str, str]]:
    """Return table and column of those that are treated so, in the order of the table above."""
    return [
        (table, column)
        for table, _, column in (name.partition(".") for name in TREATMENTS)
        if TREATMENTS[f"{table}.{column}"].way in ways
    ]
