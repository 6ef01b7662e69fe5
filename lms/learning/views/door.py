"""The room that learning's pages hang on, and the way to a part of a course.

The pages themselves stand beside this file, by what they are for.
"""

from flask import make_response
from werkzeug.wrappers import Response

from lms.learning.rules import Activity
from lms.web.render import address_of, redirect_to
from lms.web.room import Room

room = Room("learning")


def address(enrolment_id: str, activity: Activity) -> str:
    """Return where a part of a course is opened; a quiz is the business of the room above."""
    return address_of(door_of(activity), enrolment_id=enrolment_id, activity_id=activity.id)


def door_of(activity: Activity) -> str:
    """Return the endpoint that a part of a course is opened by."""
    return "learning.show_page" if activity.kind == "page" else "assessment.show_quiz"


def go_on(enrolment_id: str, activity: Activity | None) -> Response:
    """Lead to a part of the course, or to its overview where there is none."""
    if activity is None:
        return redirect_to("learning.show_enrolment", enrolment_id=enrolment_id)
    return redirect_to(door_of(activity), enrolment_id=enrolment_id, activity_id=activity.id)


def as_file(content: bytes, name: str) -> Response:
    """Answer with a file of comma-separated values to be saved under `name`."""
    response = make_response(content)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
