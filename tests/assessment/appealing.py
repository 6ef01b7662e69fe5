"""An exam of rules and people that has its result, an appeal against it, and who decides on it."""

import re

from sqlalchemy import select

from lms.assessment import queries
from lms.assessment.queries import appeals
from lms.kit.db import db
from lms.notifications.models import Message
from tests import cast
from tests.assessment import written
from tests.assessment.written import DESK, SLUG, ask_to_mark, hand_in, make_trainer, mark

APPEALS = f"/teach/{SLUG}/appeals/exam"
REASON = "Article 15 covers the gift that I wrote of."
WHY = "The reading is the one of the commentary."


def make_markers(browse):
    """Publish; Iris marks, Kofi decides on appeals, Lena is asked for nothing."""
    written.publish()
    for name in ("iris", "kofi", "lena"):
        make_trainer(name)
    ask_to_mark(browse, iris="marker", kofi="appeal")


def released(browse, run_jobs, name="amina", law=1, form=1, answer="1", essay="An essay of mine."):
    """Sit the exam, have it marked and released; return the attempt's id.

    By default the result is 0 of 1, 1/4 of 1 and 1/4 of 1 points: 16.66 %, not passed.
    """
    attempt_id = hand_in(browse, name, essay=essay, answer=answer)
    for item_id in ("essay", "oral") if essay else ("oral",):
        answer = mark(browse, "iris", attempt_id, item_id, law=law, form=form)
        assert answer.status_code == 303, answer.text
    assert browse("bruno").post(f"{DESK}/release").status_code == 303
    run_jobs()
    db.session.remove()
    return attempt_id


def own(attempt_id):
    """Return the address of a candidate's appeal."""
    return f"/learn/attempts/{attempt_id}/appeal"


def appeal(browse, attempt_id, name="amina", *questions, reason=REASON):
    """Appeal against some questions, or the whole result; return the answer."""
    scope = {"scope": "some", "question": list(questions)} if questions else {"scope": "whole"}
    return browse(name).post(own(attempt_id), {"reason": reason, **scope})


def appealed(browse, run_jobs, *questions, name="amina", **more):
    """Return an attempt with its result and the id of an appeal against it."""
    attempt_id = released(browse, run_jobs, name, **more)
    answer = appeal(browse, attempt_id, name, *questions)
    assert answer.status_code == 303, answer.text
    db.session.remove()
    return attempt_id, appeals.list_appeals(attempt_id)[0].id


def decide(browse, appeal_id, verdict="upheld", name="kofi", **given):
    """Send a decision: `points_1`, `why_1`, `level_2_1` by the places of questions, criteria."""
    data = {name.replace("_", "-"): value for name, value in given.items()}
    data = {"verdict": verdict, "answer": "We have read it again.", **data}
    return browse(name).post(f"{APPEALS}/{appeal_id}", data)


def result_of(attempt_id):
    """Return the points of an attempt, and whether it is passed."""
    db.session.remove()
    attempt = queries.find_attempt(attempt_id)
    return attempt.points, attempt.is_passed


def marks_of(attempt_id, kind="appeal"):
    """Return an attempt's marks of a kind, by question."""
    db.session.remove()
    return {row.item_id: row for row in queries.list_marks(attempt_id) if row.kind == kind}


def told(kind):
    """Return who was written to, by their names in the cast, in order."""
    db.session.remove()
    query = select(Message.email).where(Message.kind == f"assessment.{kind}")
    return sorted(email.partition("@")[0] for email in db.session.execute(query).scalars())


def names_on(html):
    """Return whose name or id of the candidates stands on a page."""
    ids = {name: cast.id_of(name) for name in ("amina", "hadi")}
    shown = {"amina": "Amina|Diallo", "hadi": "Hadi|Fall"}
    return {name for name in ids if re.search(f"{shown[name]}|{ids[name]}", html)}
