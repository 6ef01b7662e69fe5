"""The nominations of a cohort for those who run it: the list, one of them, sending back, reminding.

What is for the selection panel alone is shown to its members alone.
"""

from collections.abc import Sequence

from flask import make_response

from lms.accounts import queries as accounts
from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.learning.rules import to_csv
from lms.organisations import queries as organisations
from lms.programmes import policy
from lms.programmes.forms.nominating import ListForm, WordsForm
from lms.programmes.policy import CohortDesk, NominationCase, is_on_panel
from lms.programmes.queries import nomination_reminders, nominations
from lms.programmes.queries.nomination_files import list_files
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_questions import FormQuestion, read_form, show_answer
from lms.programmes.rules.nomination_lists import (
    ListLine,
    ListWish,
    choose_lines,
    count_statuses,
    to_header,
    to_rows,
)
from lms.programmes.rules.nominations import (
    BADGES,
    DOCUMENT_NAMES,
    SEX_NAMES,
    STATUS_NAMES,
    STEP_NAMES,
)
from lms.programmes.rules.rows import CohortRow
from lms.programmes.services import nomination_parts
from lms.programmes.services.nomination_tables import to_workbook
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

DESK = "/admin/cohorts/<id:cohort_id>/nominations"
ONE = f"{DESK}/<id:nomination_id>"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _list_lines(actor: Actor, cohort: CohortRow) -> list[ListLine]:
    files, language = list_files(cohort), current_language()
    names = nominations.name_nominees(actor, [file.row for file in files])
    places = {row.id: row.label(language) for row in organisations.list_organisations()}
    return [
        ListLine(
            file.row,
            file.standing,
            names[file.row.id],
            places[file.row.organisation_id],
            places.get(file.row.state_id or "", ""),
            len(file.documents),
        )
        for file in files
    ]


def _name_abstaining(cohort_id: str) -> list[str]:
    """Return the States and agencies that nominate nobody this time, by name."""
    found, language = nomination_reminders.list_abstaining(cohort_id), current_language()
    rows = organisations.list_organisations() if found else []
    return sorted(row.label(language) for row in rows if row.id in found)


def _wish(form: ListForm) -> ListWish:
    return ListWish(form.q.data or "", form.status.data or "", form.state.data or "")


@room.get(DESK, policy=signed_in, form=ListForm)
def list_nominations(visit: Visit[ListForm], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    lines, wish = _list_lines(visit.actor, desk.cohort), _wish(visit.form)
    states = {line.row.state_id: line.state for line in lines if line.row.state_id}
    return render(
        "programmes/list_nominations.html",
        desk=desk,
        cohort=desk.cohort,
        title=choose_text(desk.cohort.title, current_language()),
        lines=choose_lines(lines, wish),
        total=len(lines),
        abstaining=_name_abstaining(cohort_id),
        counts=count_statuses(lines),
        states=sorted(states.items(), key=lambda one: one[1]),
        wish=wish,
        status_names=STATUS_NAMES,
        badges=BADGES,
    )


@room.get(f"{DESK}/export/<any(csv, xlsx):kind>", policy=signed_in, form=ListForm)
def export_nominations(visit: Visit[ListForm], cohort_id: str, kind: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    lines = choose_lines(_list_lines(visit.actor, desk.cohort), _wish(visit.form))
    language = current_language()
    header, rows = to_header(language), to_rows(lines, language)
    audit.note(
        visit.actor,
        visit.now,
        "nominations.exported",
        subject_type="cohort",
        subject_id=cohort_id,
        details={"rows": len(rows)},
    )
    return _as_file(header, rows, f"nominations-{visit.now:%Y-%m-%d}.{kind}")


def _as_file(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> Answer:
    is_workbook = name.endswith(".xlsx")
    table = to_workbook(header, rows, "nominations") if is_workbook else to_csv(header, rows)
    answer = make_response(table)
    answer.headers["Content-Type"] = WORKBOOK if is_workbook else "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@room.post(f"{DESK}/remind", policy=signed_in)
def remind_focal_points(visit: Visit[None], cohort_id: str) -> Answer:
    desk = policy.load_run_cohort_for(visit.actor, cohort_id)
    count = nomination_parts.remind_all(visit.now, desk.cohort, list_files(desk.cohort))
    if count:
        notify("success", N_("Reminders are on their way to the focal points concerned."))
    else:
        notify("info", N_("Nobody needs a reminder, or all have had one today."))
    return redirect_to("programmes.list_nominations", cohort_id=cohort_id)


@room.get(ONE, policy=signed_in)
def read_nomination(visit: Visit[None], cohort_id: str, nomination_id: str) -> Answer:
    desk, case = policy.load_run_nomination_for(visit.actor, cohort_id, nomination_id, visit.now)
    return _page(visit, desk, case, WordsForm())


def _page(visit: Visit[object], desk: CohortDesk, case: NominationCase, form: WordsForm) -> str:
    row, language, on_panel = case.row, current_language(), is_on_panel(desk)
    asked = read_form(case.cohort.form)
    people = [one.person_id for one in case.file.steps if one.person_id]
    return render(
        "programmes/read_nomination.html",
        desk=desk,
        case=case,
        row=row,
        on_panel=on_panel,
        name=nominations.name_nominees(visit.actor, [row])[row.id],
        title=choose_text(case.cohort.title, language),
        place=organisations.get_organisation(row.organisation_id).label(language),
        organisation=_list_answers(asked.organisation, row.organisation_part, on_panel=on_panel),
        nominee=_list_answers(asked.nominee, row.nominee_part, on_panel=on_panel),
        people=accounts.get_names(visit.actor, people),
        form=form,
        sex_names=SEX_NAMES,
        document_names=DOCUMENT_NAMES,
        status_names=STATUS_NAMES,
        step_names=STEP_NAMES,
        badges=BADGES,
    )


def _list_answers(
    questions: Sequence[FormQuestion], answers: object, *, on_panel: bool
) -> list[tuple[str, str, object]]:
    """Return label, its language and the answer of each question that the reader may see."""
    language = current_language()
    given = answers if isinstance(answers, dict) else {}
    return [
        (*choose_text(one.label, language), show_answer(one, given.get(one.id), language))
        for one in questions
        if one.kind != "file" and (on_panel or not one.is_panel_only)
    ]


@room.post(f"{ONE}/send-back", policy=signed_in, form=WordsForm)
def send_nomination_back(visit: Visit[WordsForm], cohort_id: str, nomination_id: str) -> Answer:
    desk, case = policy.load_run_nomination_for(visit.actor, cohort_id, nomination_id, visit.now)
    if visit.problems:
        return _page(visit, desk, case, visit.form), 422
    nomination_parts.send_back(
        visit.actor, visit.now, case.cohort, case.row, str(visit.form.words.data)
    )
    notify("success", N_("The nomination is sent back, and the focal point is told why."))
    return redirect_to(
        "programmes.read_nomination", cohort_id=cohort_id, nomination_id=nomination_id
    )
