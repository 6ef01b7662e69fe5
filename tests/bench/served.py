"""What the bench serves: the application, and beside it a bare Flask view of two bytes.

The empty view has no session, no template and none of our headers: the yardstick of all ratios.
"""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from lms.app import create_app
from lms.kit.memory import settle

empty = Flask("empty")


@empty.get("/")
def show_nothing() -> str:
    """Return two bytes."""
    return "ok"


app = DispatcherMiddleware(create_app(), {"/empty": empty})
# As `lms run` does before it forks.
settle()
