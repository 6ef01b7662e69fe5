"""The selection panel at work: conflicts of interest, the nominations, one of them with its score.

Allocating places is in `selection`.
"""

from collections.abc import Mapping, Sequence

from lms.accounts import queries as accounts
from lms.kit.actor import Actor
from lms.kit.i18n import N_, Text
from lms.organisations import queries as organisations
from lms.programmes import selection_policy as policy
from lms.programmes.forms.selection import ConflictForm, DeclarationForm, ScoreForm
from lms.programmes.queries import nominations, panel
from lms.programmes.queries.selection import Candidate
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.criteria import read_criteria
from lms.programmes.rules.form_questions import FormQuestion, read_form, show_answer
from lms.programmes.rules.nominations import DOCUMENT_NAMES
from lms.programmes.rules.scoring import REASON_NAMES, newest_of, read_conflicts
from lms.programmes.rules.selection_errors import PointsNotValid
from lms.programmes.selection_policy import PanelDesk
from lms.programmes.services import panel as scoring
from lms.programmes.views.door import room
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

PANEL = "/admin/cohorts/<id:cohort_id>/panel"
ONE = f"{PANEL}/<id:nomination_id>"


def _label(actor: Actor, found: PanelDesk, rows: Sequence[Candidate]) -> dict[str, str]:
    """Return what each nominee is called on the panel: the name, or a number where it is hidden."""
    if found.plan.is_anonymous:
        return {one.file.row.id: "" for one in rows}
    return nominations.name_nominees(actor, [one.file.row for one in rows])


def _numbers(found: PanelDesk) -> dict[str, int]:
    """Return a number for each nominee: the same for all members, and in no order that tells."""
    ids = sorted(one.file.row.id for one in found.candidates)
    return {one: number for number, one in enumerate(ids, 1)}


def _places(found: PanelDesk, *, always: bool = False) -> dict[str, str]:
    """Return State or agency of each nominee, where the panel sees it."""
    if not (always or found.plan.shows_place):
        return {}
    language = current_language()
    labels = {row.id: row.label(language) for row in organisations.list_organisations()}
    return {one.file.row.id: labels[one.file.row.organisation_id] for one in found.candidates}


@room.get(PANEL, policy=signed_in)
def show_panel(visit: Visit[None], cohort_id: str) -> Answer:
    found = policy.load_panel_for(visit.actor, cohort_id)
    if found.declared is None or found.undeclared:
        return _declaration_page(visit.actor, found, DeclarationForm())
    numbers = _numbers(found)
    return render(
        "programmes/show_panel.html",
        desk=found.desk,
        found=found,
        done=sum(found.person_id in one.scored.totals for one in found.own),
        own=sorted(found.own, key=lambda one: numbers[one.file.row.id]),
        names=_label(visit.actor, found, found.own),
        numbers=numbers,
        places=_places(found),
        is_over=not found.desk.cohort.criteria,
    )


def _declaration_page(actor: Actor, found: PanelDesk, form: DeclarationForm) -> str:
    return render(
        "programmes/declare_conflicts.html",
        desk=found.desk,
        found=found,
        form=form,
        names=_label(actor, found, found.undeclared),
        numbers=_numbers(found),
        # Without it nobody could tell a conflict; here it is shown in any case.
        places=_places(found, always=True),
        reasons=REASON_NAMES,
    )


@room.post(f"{PANEL}/declaration", policy=signed_in, form=DeclarationForm)
def declare_conflicts(visit: Visit[DeclarationForm], cohort_id: str) -> Answer:
    found, form = policy.load_panel_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _declaration_page(visit.actor, found, form), 422
    # Of those alone that stood on the page: somebody may have become complete since.
    shown = {one.file.row.id for one in found.undeclared} & set(form.conflict.data)
    conflicts = read_conflicts(form.conflict.data, shown)
    scoring.declare(visit.actor, visit.now, found.desk.cohort, shown, conflicts)
    notify("success", N_("Your declaration is kept. You can declare a conflict later too."))
    return redirect_to("programmes.show_panel", cohort_id=cohort_id)


@room.get(ONE, policy=signed_in)
def show_panel_file(visit: Visit[None], cohort_id: str, nomination_id: str) -> Answer:
    found, candidate = policy.load_file_for(visit.actor, cohort_id, nomination_id)
    return _file_page(visit.actor, found, candidate, ScoreForm())


def _file_page(
    actor: Actor,
    found: PanelDesk,
    candidate: Candidate,
    form: ScoreForm,
    errors: Mapping[str, Text] | None = None,
    sent: Mapping[str, Sequence[str]] | None = None,
) -> str:
    row, language = candidate.file.row, current_language()
    asked = read_form(found.desk.cohort.form)
    given = newest_of(panel.list_scores_of(row.id))
    mine = given.get(found.person_id)
    points = {key: str(value) for key, value in mine.points.items()} if mine else {}
    if form.note.data is None and mine:
        form.note.data = mine.note
    is_compared = candidate.scored.is_to_be_agreed
    compared = [given[one] for one in candidate.scored.totals] if is_compared else []
    return render(
        "programmes/score_nomination.html",
        desk=found.desk,
        found=found,
        candidate=candidate,
        number_of=_numbers(found)[row.id],
        name=_label(actor, found, [candidate])[row.id],
        place=_places(found).get(row.id),
        criteria=read_criteria(found.desk.cohort.criteria),
        points={key: values[0] for key, values in sent.items()} if sent else points,
        errors=errors or {},
        form=form,
        conflict_form=ConflictForm(),
        organisation=_list_answers(asked.organisation, row.organisation_part),
        nominee=_list_answers(asked.nominee, row.nominee_part),
        document_names=DOCUMENT_NAMES,
        compared=compared,
        members=accounts.get_names(actor, [one.person_id for one in compared]),
        choose_text=choose_text,
        language_of=language,
    )


def _list_answers(
    questions: Sequence[FormQuestion], answers: Mapping[str, object]
) -> list[tuple[str, str, object]]:
    """Return label, its language and the answer of each question but those for a file."""
    language = current_language()
    return [
        (*choose_text(one.label, language), show_answer(one, answers.get(one.id), language))
        for one in questions
        if one.kind != "file"
    ]


@room.post(ONE, policy=signed_in, form=ScoreForm)
def score_nomination(visit: Visit[ScoreForm], cohort_id: str, nomination_id: str) -> Answer:
    found, candidate = policy.load_file_for(visit.actor, cohort_id, nomination_id)
    form = visit.form
    if visit.problems:
        return _file_page(visit.actor, found, candidate, form, sent=form.points.data), 422
    is_agreed = bool(form.agreed.data)
    try:
        scoring.score(
            visit.actor, visit.now, found.desk.cohort, candidate, form.points.data,
            str(form.note.data or ""), is_agreed=is_agreed,
        )  # fmt: skip
    except PointsNotValid as error:
        page = _file_page(
            visit.actor, found, candidate, form, errors=error.errors, sent=form.points.data
        )
        return page, error.status
    notify("success", N_("The points are kept."))
    return redirect_to("programmes.show_panel", cohort_id=cohort_id)


@room.post(f"{ONE}/conflict", policy=signed_in, form=ConflictForm)
def declare_conflict(visit: Visit[ConflictForm], cohort_id: str, nomination_id: str) -> Answer:
    found, candidate = policy.load_file_for(visit.actor, cohort_id, nomination_id)
    if visit.problems:
        return _file_page(visit.actor, found, candidate, ScoreForm()), 422
    reason = visit.form.reason.data
    scoring.declare_conflict(visit.actor, visit.now, nomination_id, reason)
    notify("success", N_("The conflict is declared. The nomination is left to the others."))
    return redirect_to("programmes.show_panel", cohort_id=cohort_id)
