"""A course whose exam is answered with files, and how a file is handed in."""

import io

from lms.content import queries as content
from lms.kit.clock import clock
from tests.assessment import courses
from tests.assessment.written import RUBRIC
from tests.content.courses import translated
from tests.questions import uploaded

SLUG = "handed-course"
COURSE = """\
id: handed-course
source_language: en
title: A course with a memo
summary: An exam that is handed in.
articles: [9]
level: awareness
hours: 1
objectives:
  - {id: place, text: Place a duty.}
modules:
  - id: end
    title: The end
    activities: [{id: exam, quiz: quizzes/exam.yaml}, {id: strict, quiz: quizzes/strict.yaml}]
completion: {achievement: {quiz: exam, points: 60}}
"""
EXAM = """\
id: exam
title: The handed in exam
minutes: 60
grace_minutes: 10
attempts: 2
pass_points: 60
sections: [{draw: 3, from: questions/bank.yaml}]
order: fixed
"""
STRICT = """\
id: strict
title: Forward only
sections: [{draw: 3, from: questions/bank.yaml}]
order: fixed
navigation: forward
"""
BANK = f"""\
- id: memo
  type: file_upload
  objective: place
  text: Words of the memo.
  files: 2
  megabytes: 1
  kinds: [docx, txt, png]
  feedback: FEEDBACK-MEMO
{RUBRIC}\
- id: one
  type: file_upload
  objective: place
  text: Words of the one file.
  kinds: [txt]
{RUBRIC}\
- id: binds
  type: true_false
  objective: place
  text: Words of the statement.
  correct: no
"""
DESK = f"/teach/{SLUG}/marking/exam"
PLACES = {"memo": 1, "one": 2, "binds": 3}
DOCX = uploaded.whole("docx")


def files():
    """Return the course's files, with a translation into Arabic marked by a sign before it."""
    texts = {
        "course.yaml": COURSE, "quizzes/exam.yaml": EXAM, "quizzes/strict.yaml": STRICT,
        "questions/bank.yaml": BANK,
    }  # fmt: skip
    return translated({path: text.encode() for path, text in texts.items()})


def publish():
    """Import and publish the course in two languages, commit, and return its row."""
    return courses.publish_taught(files(), SLUG)


def enrol(name, language="en"):
    """Enrol one of the cast, publishing the course if need be; commit, and return the id."""
    return courses.enrol_in(content.find_course(SLUG) or publish(), name, language)


def begin(browser, name, quiz="exam", language="en"):
    """Enrol and start; return the attempt's id."""
    return courses.start(browser, enrol(name, language), quiz)


def files_address(attempt_id, item_id="memo"):
    """Return where the files of a question go."""
    return courses.question_address(attempt_id, PLACES[item_id]) + "/files"


def send(browser, attempt_id, name="memo.docx", content=DOCX, item_id="memo", **more):
    """Open the question's page and hand in a file as its form does; fields by name in `more`."""
    page = browser.get(courses.question_address(attempt_id, PLACES[item_id]))
    headers = more.pop("headers", {})
    data = {"client_id": courses.client_id_on(page), "file": (io.BytesIO(content), name), **more}
    return browser.upload(files_address(attempt_id, item_id), data, headers=headers)


def press(browser, attempt_id, item_id="memo", **fields):
    """Press a button of the form beside a file: `remove`, `restore`, `go`."""
    page = browser.get(courses.question_address(attempt_id, PLACES[item_id]))
    data = {"client_id": courses.client_id_on(page), **fields}
    return browser.post(files_address(attempt_id, item_id), data)


def hand_in(browse, name, language="en", file_name="memo.docx"):
    """Sit the exam with one file, and finish; return the attempt's id."""
    browser = browse(name)
    attempt_id = begin(browser, name, language=language)
    assert send(browser, attempt_id, file_name).status_code == 303
    courses.finish(browser, attempt_id)
    clock.advance(minutes=1)
    return attempt_id
