"""An answer that takes its time, so that how long it took gives nothing away.

What is worth hiding is known where it is asked for.
"""

from time import monotonic, sleep

from flask import after_this_request
from werkzeug.wrappers import Response


def answer_no_sooner_than(seconds: float) -> None:
    """Hold back this request's answer until `seconds` from now; its transaction is over by then."""
    until = monotonic() + seconds

    @after_this_request
    def wait(response: Response) -> Response:
        sleep(max(0.0, until - monotonic()))
        return response
