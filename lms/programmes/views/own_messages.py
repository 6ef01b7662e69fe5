"""A participant's own messages: read, answered, written to those who accompany them.

What those see is in `messages`.
"""

from collections.abc import Sequence

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes import message_policy as policy
from lms.programmes.forms.messages import MessageForm
from lms.programmes.queries import message_pages
from lms.programmes.queries.message_pages import ThreadPage
from lms.programmes.rules.case_data import Hint
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.messages import Thread
from lms.programmes.services import messages as services
from lms.programmes.throttle import count_message
from lms.programmes.views.door import room
from lms.programmes.views.messages import confirmed_kinds, cut_thread, look_at, warning
from lms.web.locale import current_language
from lms.web.policies import signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

OWN = "/learn/cohorts/<id:participation_id>/messages"


def _page(
    thread: Thread,
    form: MessageForm,
    page: ThreadPage,
    hints: Sequence[Hint] = (),
) -> str:
    return render(
        "programmes/show_own_thread.html",
        thread=thread,
        page=page,
        lines=cut_thread(page),
        title=choose_text(thread.cohort.title, current_language()),
        form=form,
        **warning(form, hints),
    )


@room.get(OWN, policy=signed_in)
def show_own_thread(visit: Visit[None], participation_id: str) -> Answer:
    thread = policy.load_own_thread_for(visit.actor, participation_id, visit.now)
    page = message_pages.get_thread(visit.actor, thread.row)
    return _page(thread, MessageForm(), page)


@room.post(OWN, policy=signed_in, form=MessageForm)
def write_own_message(visit: Visit[MessageForm], participation_id: str) -> Answer:
    thread = policy.load_own_thread_for(visit.actor, participation_id, visit.now)
    page, form = message_pages.get_thread(visit.actor, thread.row), visit.form
    if visit.problems:
        return _page(thread, form, page), 422
    known = message_pages.list_known(thread.cohort, [page.name, *page.reading])
    hints = look_at(form, known)
    if hints:
        return _page(thread, form, page, hints), 422
    try:
        count_message(str(visit.actor.person_id))
    except Invalid as error:
        form.refuse(error)
        return _page(thread, form, page), 422
    services.write_as_participant(
        visit.actor, visit.now, thread, str(form.words.data), confirmed_kinds(form, known)
    )
    notify("success", N_("The message is sent to those who accompany you."))
    return redirect_to("programmes.show_own_thread", participation_id=participation_id)


@room.post(f"{OWN}/read", policy=signed_in)
def mark_own_thread_read(visit: Visit[None], participation_id: str) -> Answer:
    thread = policy.load_own_thread_for(visit.actor, participation_id, visit.now)
    services.mark_read(visit.actor, visit.now, thread.row)
    return redirect_to("programmes.show_own_thread", participation_id=participation_id)
