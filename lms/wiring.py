"""One page: which rooms there are, who listens to which event, which jobs, who loads the actor.

No behaviour of its own.
"""

from datetime import timedelta

from flask import Flask

from lms.accounts import queries as accounts
from lms.kit.actor import Actor
from lms.kit.clock import clock
from lms.kit.jobs import Handler
from lms.notifications.jobs import send_message
from lms.notifications.services import SEND
from lms.organisations import queries as organisations
from lms.web.actor import use_actors
from lms.web.health import room as web_room
from lms.web.render import use_templates

ROOMS = (web_room,)

JOBS: dict[str, Handler] = {
    SEND: Handler(send_message),
}

PERIODIC: dict[str, timedelta] = {}


def load_actor(token: str) -> Actor | None:
    """Return the actor of a session, or nothing where it has ended."""
    found = accounts.find_session_actor(token, clock.now())
    return found[0] if found else None


def wire(app: Flask) -> None:
    """Join the rooms to the application."""
    use_actors(app, load_actor)
    use_templates(app, organisations.get_site)
    for room in ROOMS:
        app.register_blueprint(room)
