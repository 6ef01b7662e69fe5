"""Messages as those who accompany participants see them: the threads, one thread, one to many.

A participant's own page is in `own_messages`.
"""

from collections.abc import Sequence
from typing import Any

from flask import request

from lms.accounts.queries import get_names
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import message_policy as policy
from lms.programmes.forms.messages import MailingForm, MessageForm
from lms.programmes.message_policy import MessageDesk
from lms.programmes.queries import message_pages, teams
from lms.programmes.queries.message_pages import ThreadPage, list_taking_part
from lms.programmes.rules.case_data import (
    KIND_NAMES,
    Hint,
    HintKind,
    find_hints,
    list_kinds,
    mark,
)
from lms.programmes.rules.messages import TEMPLATE_NAMES, MessageRow, Template, Thread
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.services import messages as services
from lms.programmes.throttle import count_message
from lms.programmes.views.door import room
from lms.web.listing import Page, cut, page_number
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render, say
from lms.web.room import Answer, Visit

ALL = "/admin/cohorts/<id:cohort_id>/messages"
ONE = "/admin/participations/<id:participation_id>/messages"
SENT = N_("The message is sent. The mail about it says only that there is one.")


def look_at(form: MessageForm, known: Sequence[str]) -> list[Hint]:
    """Return the hints at case data that the sender has yet to confirm or to change."""
    return [] if form.is_confirmed else find_hints(str(form.words.data), known)


def confirmed_kinds(form: MessageForm, known: Sequence[str]) -> list[HintKind]:
    """Return which kinds of case data a message seems to hold that its sender has confirmed."""
    return list_kinds(find_hints(str(form.words.data), known)) if form.is_confirmed else []


def warning(form: MessageForm, hints: Sequence[Hint]) -> dict[str, Any]:
    """Return what a page shows of hints: the words with the places marked, what they look like."""
    return {
        "segments": mark(str(form.words.data), hints) if hints else [],
        "kinds": list_kinds(hints),
        "kind_names": KIND_NAMES,
        "print": form.print,
    }


@room.get(ALL, policy=signed_in)
def list_threads(visit: Visit[None], cohort_id: str) -> Answer:
    found = policy.load_message_desk_for(visit.actor, cohort_id)
    page = message_pages.get_threads(
        visit.actor,
        found.desk.cohort,
        _list_accompanied(found, cohort_id),
        sees_all="coordinator" in found.desk.tasks,
    )
    return render(
        "programmes/list_threads.html",
        desk=found.desk,
        page=page,
        lines=cut(page.lines, page_number(request.args.get("page"))),
    )


def cut_thread(page: ThreadPage) -> Page[MessageRow]:
    """Return the messages of a thread that are asked for; at first the newest."""
    asked = request.args.get("page")
    return cut(page.lines, page_number(asked) if asked else None)


def _list_accompanied(found: MessageDesk, cohort_id: str) -> list[ParticipationRow]:
    return [row for row in list_taking_part(cohort_id) if found.accompanies(row)]


def _mailing_page(found: MessageDesk, form: MailingForm, hints: Sequence[Hint] = ()) -> str:
    everybody = say(current_language(), N_("All whom you accompany"))
    rows = _list_accompanied(found, found.desk.cohort.id)
    counts = {group.id: sum(row.group_id == group.id for row in rows) for group in found.groups}
    groups = [(group.id, group.name) for group in found.groups if counts[group.id]]
    form.offer([("", everybody), *groups])
    return render(
        "programmes/write_mailing.html",
        desk=found.desk,
        form=form,
        readers=len(rows),
        **warning(form, hints),
    )


@room.get(f"{ALL}/new", policy=signed_in)
def show_new_mailing(visit: Visit[None], cohort_id: str) -> Answer:
    found = policy.load_message_desk_for(visit.actor, cohort_id)
    return _mailing_page(found, MailingForm())


@room.post(f"{ALL}/new", policy=signed_in, form=MailingForm)
def send_mailing(visit: Visit[MailingForm], cohort_id: str) -> Answer:
    found, form = policy.load_message_desk_for(visit.actor, cohort_id), visit.form
    if visit.problems:
        return _mailing_page(found, form), 422
    known = _list_known(visit, found, [])
    hints = look_at(form, known)
    if hints:
        return _mailing_page(found, form, hints), 422
    rows, group_name = _list_accompanied(found, cohort_id), ""
    if form.to.data:
        group = teams.get_group(cohort_id, str(form.to.data))
        rows, group_name = [row for row in rows if row.group_id == group.id], group.name
    try:
        count_message(str(visit.actor.person_id))
        services.write_to_all(
            visit.actor, visit.now, found.desk.cohort, group_name, rows, str(form.words.data),
            confirmed_kinds(form, known),
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _mailing_page(found, form), 422
    notify("success", SENT)
    return redirect_to("programmes.list_threads", cohort_id=cohort_id)


def _list_known(visit: Visit[Any], found: MessageDesk, people: Sequence[str | None]) -> list[str]:
    ids = [one for one in (visit.actor.person_id, *people) if one]
    names = get_names(visit.actor, ids)
    groups = [group.name for group in found.groups]
    return message_pages.list_known(found.desk.cohort, [*names.values(), *groups])


def _thread_page(
    visit: Visit[Any],
    found: MessageDesk,
    thread: Thread,
    form: MessageForm,
    hints: Sequence[Hint] = (),
) -> str:
    page = message_pages.get_thread(visit.actor, thread.row)
    return render(
        "programmes/show_thread.html",
        desk=found.desk,
        thread=thread,
        page=page,
        lines=cut_thread(page),
        form=form,
        template_names=TEMPLATE_NAMES,
        **warning(form, hints),
    )


@room.get(ONE, policy=signed_in)
def show_thread(visit: Visit[None], participation_id: str) -> Answer:
    found, thread = policy.load_thread_for(visit.actor, participation_id, visit.now)
    template = _read_template(request.args.get("template"))
    words = ""
    if template and thread.may_write:
        words = message_pages.draft_message(
            visit.actor, thread.cohort, thread.row, template, visit.now
        )
    form = MessageForm(data={"words": words, "template": template or ""})
    return _thread_page(visit, found, thread, form)


def _read_template(sent: object) -> Template | None:
    return next((one for one in TEMPLATE_NAMES if one == sent), None)


@room.post(ONE, policy=signed_in, form=MessageForm)
def write_message(visit: Visit[MessageForm], participation_id: str) -> Answer:
    found, thread = policy.load_thread_for(visit.actor, participation_id, visit.now)
    form = visit.form
    if visit.problems:
        return _thread_page(visit, found, thread, form), 422
    known = _list_known(visit, found, [thread.row.person_id])
    hints = look_at(form, known)
    if hints:
        return _thread_page(visit, found, thread, form, hints), 422
    try:
        count_message(str(visit.actor.person_id))
    except Invalid as error:
        form.refuse(error)
        return _thread_page(visit, found, thread, form), 422
    services.write_to_participant(
        visit.actor, visit.now, thread, str(form.words.data),
        _read_template(form.template.data) or "", confirmed_kinds(form, known),
    )  # fmt: skip
    notify("success", SENT)
    return redirect_to("programmes.show_thread", participation_id=participation_id)


@room.post(f"{ONE}/read", policy=signed_in)
def mark_thread_read(visit: Visit[None], participation_id: str) -> Answer:
    _found, thread = policy.load_thread_for(visit.actor, participation_id, visit.now)
    services.mark_read(visit.actor, visit.now, thread.row)
    return redirect_to("programmes.show_thread", participation_id=participation_id)
