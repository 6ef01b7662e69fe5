"""Two addresses for those who watch the server: is it alive, is it ready.

Nothing for people.
"""

from sqlalchemy import text

from lms.kit.db import db
from lms.web.policies import public
from lms.web.room import Answer, Room, Visit

room = Room("web")


@room.get("/healthz", policy=public)
def show_health(_visit: Visit[None]) -> Answer:
    """Answer as long as the process does."""
    return {"status": "ok"}


@room.get("/readyz", policy=public)
def show_readiness(_visit: Visit[None]) -> Answer:
    """Answer when the database does."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}
