"""The outbox, for administrators of the whole installation: what left, what did not, and why.

They send again, give up, and see each kind of message as a person would get it.
"""

from flask import request

from lms.kit.i18n import LANGUAGES, N_
from lms.notifications import services
from lms.notifications.letters import write_sample, write_words
from lms.notifications.policy import administrator_of_all
from lms.notifications.queries import (
    Wanted,
    count_by_status,
    find_last_context,
    find_person,
    list_outbox,
    name_address,
)
from lms.notifications.rules import GIVEN_UP, SENT_AGAIN, STATUS_NAMES
from lms.notifications.rules.kinds import KINDS, NATURE_NAMES, kind_of
from lms.notifications.rules.letters import lay_out
from lms.notifications.views.door import room
from lms.web.listing import ROWS_PER_PAGE, Page, page_number
from lms.web.locale import current_language
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit

# By what the list is asked for.
FILTERS = ("q", "status", "kind", "page")
# The sentence that says why nobody is shown; a template translates it.
NOBODY = N_("Nobody has this e-mail address. The example below is made up.")


@room.get("/admin/mail", policy=administrator_of_all)
def list_mail(_visit: Visit[None]) -> Answer:
    args = request.args
    wanted = Wanted(args.get("q", "")[:100], args.get("status", ""), args.get("kind", ""))
    number = page_number(args.get("page"))
    first = (number - 1) * ROWS_PER_PAGE
    rows, total = list_outbox(wanted, current_language(), first=first, size=ROWS_PER_PAGE)
    return render(
        "notifications/list_mail.html",
        page=Page(rows, number, total), wanted=wanted, counts=count_by_status(), kinds=KINDS,
        kind_of=kind_of, status_names=STATUS_NAMES, sent_again=SENT_AGAIN, given_up=GIVEN_UP,
    )  # fmt: skip


@room.post("/admin/mail/<id:message_id>/again", policy=administrator_of_all)
def send_again(visit: Visit[None], message_id: str) -> Answer:
    services.send_again(visit.actor, visit.now, message_id)
    notify("success", N_("The message will be sent again."))
    return _back()


@room.post("/admin/mail/<id:message_id>/drop", policy=administrator_of_all)
def give_up(visit: Visit[None], message_id: str) -> Answer:
    services.give_up(visit.actor, visit.now, message_id)
    notify("success", N_("The message is given up. It can still be sent again."))
    return _back()


def _back() -> Answer:
    """Go back to the list as it was filtered: the buttons carry what it was asked for."""
    kept = {name: value for name in FILTERS if (value := request.args.get(name))}
    return redirect_to("notifications.list_mail", **kept)


@room.get("/admin/mail/preview", policy=administrator_of_all)
def preview_mail(_visit: Visit[None]) -> Answer:
    args = request.args
    kind = args.get("kind", "") if args.get("kind") in KINDS else next(iter(KINDS))
    email = args.get("q", "").strip().lower()[:254]
    person = find_person(email) if email else None
    to, own = name_address(email, person, current_language()) if person else ("", None)
    asked = args.get("language")
    language = asked if asked in LANGUAGES else own if own in LANGUAGES else current_language()
    context = find_last_context(kind, email) if person else None
    if context is None:
        words = write_sample(kind, language)
    else:
        words = write_words(kind, KINDS[kind].template, language, context)
    return render(
        "notifications/preview_mail.html",
        kinds=KINDS, kind=kind, email=email, to=to, shown=language, is_real=context is not None,
        words=words, body=lay_out(words.text, language), nature_names=NATURE_NAMES,
        problem=NOBODY if email and person is None else "",
    )  # fmt: skip
