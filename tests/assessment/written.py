"""A course whose exam has a question for rules, an essay and an observation."""

from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import services as learning
from tests import cast, factories
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
PLACES = {"binds": 1, "essay": 2, "oral": 3}


def publish():
    """Import and publish the course in English and Arabic, commit, and return its row."""
    texts = {"course.yaml": COURSE, "quizzes/exam.yaml": EXAM, "questions/bank.yaml": BANK}
    files = translated({path: text.encode() for path, text in texts.items()})
    factories.import_course(OPERATOR, cast.NOW, files)
    factories.publish_course(OPERATOR, cast.NOW, SLUG, offered=("ar",))
    db.session.commit()
    return content.get_course(SLUG)


def enrol(name, language="en"):
    """Enrol one of the cast, publishing the course if need be; commit, and return the id."""
    course = content.find_course(SLUG) or publish()
    enrolment_id = learning.enrol(cast.actor_of(name), cast.NOW, course, language)
    db.session.commit()
    return enrolment_id


def hand_in(browse, name, essay="An essay of mine.", language="en", answer="2"):
    """Answer the three questions and finish; return the attempt's id."""
    browser = browse(name)
    attempt_id = courses.start(browser, enrol(name, language))
    courses.save(browser, attempt_id, PLACES["binds"], answer)
    if essay:
        courses.save(browser, attempt_id, PLACES["essay"], essay)
    courses.save(browser, attempt_id, PLACES["oral"], "1")
    courses.finish(browser, attempt_id)
    return attempt_id
