"""A course whose exam has a question for rules, an essay and an observation."""

from lms.accounts import services as accounts
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from tests import cast
from tests.assessment import courses
from tests.content.courses import translated

SLUG = "written-course"
COURSE = """\
id: written-course
source_language: en
title: A written course
summary: An exam that people mark.
articles: [9]
level: awareness
hours: 1
objectives:
  - {id: place, text: Place a duty.}
modules:
  - id: end
    title: The end
    activities: [{id: exam, quiz: quizzes/exam.yaml}]
completion: {achievement: {quiz: exam, points: 60}}
"""
EXAM = """\
id: exam
title: The written exam
minutes: 60
attempts: 2
pass_points: 60
sections: [{draw: 3, from: questions/bank.yaml}]
order: fixed
"""
RUBRIC = """\
  rubric:
    criteria:
      - id: law
        text: Words of the criterion of law.
        levels:
          - {id: none, points: 0, text: Words of no law.}
          - {id: named, points: 1, text: Words of named law.}
          - {id: applied, points: 3, text: Words of applied law.}
      - id: form
        text: Words of the criterion of form.
        levels:
          - {id: poor, points: 0, text: Words of poor form.}
          - {id: good, points: 1, text: Words of good form.}
"""
BANK = f"""\
- id: binds
  type: true_false
  objective: place
  text: Words of the statement.
  correct: no
  feedback: FEEDBACK-ITEM
- id: essay
  type: essay
  objective: place
  text: Words of the essay.
  words: {{min: 2, max: 50}}
  feedback: FEEDBACK-ESSAY
{RUBRIC}\
- id: oral
  type: observation
  objective: place
  text: Words of the oral task.
{RUBRIC}"""
DESK = f"/teach/{SLUG}/marking/exam"
PLACES = {"binds": 1, "essay": 2, "oral": 3}


def files():
    """Return the course's files, with a translation into Arabic marked by a sign before it."""
    texts = {"course.yaml": COURSE, "quizzes/exam.yaml": EXAM, "questions/bank.yaml": BANK}
    return translated({path: text.encode() for path, text in texts.items()})


def publish(author=OPERATOR):
    """Import and publish a course of Bruno's agency in two languages, commit, return its row."""
    return courses.publish_taught(files(), SLUG, author)


def enrol(name, language="en"):
    """Enrol one of the cast, publishing the course if need be; commit, and return the id."""
    return courses.enrol_in(content.find_course(SLUG) or publish(), name, language)


def make_trainer(name):
    """Put one more trainer of Fiji beside the cast, and return the id."""
    accounts.create_person(
        OPERATOR, cast.NOW, email=cast.email_of(name), password_hash=None, full_name=name.title(),
        language="en", organisation_id=cast.actor_of("farid").organisation_id,
        roles=("trainer",), has_consented=True,
    )  # fmt: skip
    db.session.commit()
    return cast.id_of(name)


def ask_to_mark(browse, desk=DESK, **roles):
    """Have Bruno ask trainers to mark, each by name as what: `iris="marker"`."""
    for name, role in roles.items():
        answer = browse("bruno").post(
            f"{desk}/duties", {"email": cast.email_of(name), "role": role}
        )
        assert answer.status_code == 303, answer.text


def sheet(law=2, form=2, **more):
    """Return what a marker sends: levels by place, 3 and 2 being the best."""
    return {"level-1": str(law), "level-2": str(form), "act": "mark", **more}


def mark(browse, name, attempt_id, item_id="essay", **more):
    """Give a mark, and return the answer."""
    return browse(name).post(f"{DESK}/{item_id}/{attempt_id}", sheet(**more))


def hand_in(browse, name, essay="An essay of mine.", language="en", answer="2"):
    """Answer the three questions and finish; return the attempt's id."""
    browser = browse(name)
    attempt_id = courses.start(browser, enrol(name, language))
    courses.save(browser, attempt_id, PLACES["binds"], answer)
    if essay:
        courses.save(browser, attempt_id, PLACES["essay"], essay)
    courses.save(browser, attempt_id, PLACES["oral"], "1")
    courses.finish(browser, attempt_id)
    clock.advance(minutes=1)
    return attempt_id
