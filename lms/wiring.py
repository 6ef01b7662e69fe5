"""One page: which rooms there are, who listens to which event, which jobs, who loads the actor.

No behaviour of its own.
"""

from datetime import timedelta

from flask import Flask

from lms.accounts.sessions import load_actor
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


def wire(app: Flask) -> None:
    """Join the rooms to the application."""
    use_actors(app, load_actor)
    use_templates(app, organisations.get_site)
    for room in ROOMS:
        app.register_blueprint(room)
