"""A person's calendar of sessions: the link for calendar programs, and what it opens.

What stands in the calendar is decided in `rules.entries`.
"""

from flask import current_app, make_response, request, url_for

from lms.kit.errors import NotVisible
from lms.kit.i18n import N_
from lms.programmes.queries import sessions
from lms.programmes.services import calendars as services
from lms.programmes.views.door import room
from lms.web.policies import public, signed_in
from lms.web.render import notify, redirect_to, render
from lms.web.room import Answer, Visit
from lms.web.seals import is_sealed, make_seal

PURPOSE = "calendar"
ID_LENGTH = 26


@room.get("/calendar", policy=signed_in)
def show_calendar(visit: Visit[None]) -> Answer:
    person_id = str(visit.actor.person_id)
    feed, reader = sessions.find_feed(person_id), sessions.list_readers([person_id]).get(person_id)
    address = ""
    if feed is not None:
        token = feed[0] + make_seal(PURPOSE, feed[0])
        address = url_for("programmes.download_calendar", token=token, _external=True)
    return render(
        "programmes/show_calendar.html",
        address=address,
        subscribe="webcal" + address[address.find(":") :] if address else "",
        made_at=feed[1] if feed else None,
        is_protected=reader is not None and reader.is_protected,
    )


@room.post("/calendar", policy=signed_in)
def renew_calendar(visit: Visit[None]) -> Answer:
    had_one = sessions.find_feed(str(visit.actor.person_id)) is not None
    services.renew_feed(visit.actor, visit.now)
    told = N_("This is your new link. A former one opens nothing any more.")
    notify("success", told if had_one else N_("This is your link."))
    return redirect_to("programmes.show_calendar")


@room.post("/calendar/revoke", policy=signed_in)
def revoke_calendar(visit: Visit[None]) -> Answer:
    services.revoke_feed(visit.actor, visit.now)
    notify("success", N_("The link is revoked: it opens nothing any more."))
    return redirect_to("programmes.show_calendar")


@room.get("/calendar/<token>.ics", policy=public)
def download_calendar(_visit: Visit[None], token: str) -> Answer:
    feed_id, seal = token[:ID_LENGTH], token[ID_LENGTH:]
    # The link itself proves who asks: a calendar program cannot sign in.
    owner = sessions.find_feed_owner(feed_id) if is_sealed(seal, PURPOSE, feed_id) else None
    written = (
        services.write_feed(owner, current_app.extensions["settings"].base_url) if owner else None
    )
    if written is None:
        raise NotVisible
    content, changed_at = written
    response = make_response(content)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="sessions.ics"'
    response.last_modified = changed_at
    response.add_etag()
    return response.make_conditional(request)
