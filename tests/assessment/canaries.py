"""A course of every type of question, whose keys are words and numbers that stand nowhere else.

Whatever is called sesame (ids too) or is one of `NUMBERS` tells something of a key.
"""

from lms.content import queries as content
from tests.assessment import courses
from tests.content.courses import translated

SLUG = "sealed-course"
NUMBERS = ("8675309", "7654321")
COURSE = """\
id: sealed-course
source_language: en
title: A sealed course
summary: Every type of question.
articles: [9]
level: awareness
hours: 1
objectives:
  - {id: place, text: Place a duty.}
modules:
  - id: start
    title: The beginning
    activities:
      - {id: origins, page: pages/origins.md, title: Origins}
      - {id: exam, quiz: quizzes/exam.yaml}
      - {id: secret, quiz: quizzes/secret.yaml}
      - {id: written, quiz: quizzes/written.yaml}
      - {id: sat, quiz: quizzes/sat.yaml}
completion: {participation: {visited: 50}, achievement: {quiz: exam, points: 70}}
"""
QUIZ = """\
id: %s
title: A quiz
minutes: 30
attempts: 3
order: fixed
language_switch: yes
pass_points: 50
feedback: %s
sections: [{draw: %s, from: questions/%s.yaml}]
"""
RUBRIC = """\
  rubric:
    criteria:
      - id: law
        text: A criterion that is told after the finish, SESAME-CRITERION.
        levels:
          - {id: none, points: 0, text: SESAME-LOW}
          - {id: all, points: 1, text: SESAME-HIGH}
"""
CHOICES = """\
  choices:
    - {id: plain, text: The first choice, feedback: SESAME-CHOICE}
    - {id: sesame-key, text: The second choice, correct: yes, source: SESAME-CHOICE-SOURCE}
    - {id: other, text: The third choice}
"""
RULES = f"""\
- id: one
  type: single
  text: Which one?
  feedback: SESAME-SINGLE
  source: SESAME-SOURCE
{CHOICES}\
- id: many
  type: multiple
  text: Which ones?
  feedback: SESAME-MULTIPLE
{CHOICES}\
- id: so
  type: true_false
  text: Is it so?
  correct: yes
  feedback: SESAME-TRUE
- id: word
  type: short_text
  text: Which word?
  accept: {{en: [SESAME-WORD], ar: [SESAME-WORD]}}
- id: pairs
  type: matching
  text: What belongs together?
  feedback: SESAME-PAIRS
  prompts:
    - {{id: first, text: The first prompt, match: sesame-one}}
    - {{id: second, text: The second prompt, match: sesame-two}}
  targets:
    - {{id: sesame-one, text: The first target}}
    - {{id: sesame-two, text: The second target}}
    - {{id: astray, text: The third target}}
- id: steps
  type: ordering
  text: In which order?
  feedback: SESAME-STEPS
  items:
    - {{id: sesame-first, text: The one step}}
    - {{id: sesame-second, text: The other step}}
    - {{id: sesame-third, text: The last step}}
- id: grid
  type: matrix
  text: How strong?
  feedback: SESAME-GRID
  rows:
    - {{id: must, text: The one row, correct: sesame-strong}}
    - {{id: may, text: The other row, correct: sesame-weak}}
  columns:
    - {{id: sesame-strong, text: The one column}}
    - {{id: sesame-weak, text: The other column}}
- id: gaps
  type: gap_text
  text: Fill {{typed}} and {{chosen}}.
  gaps:
    - {{id: typed, accept: {{en: [SESAME-GAP], ar: [SESAME-GAP]}}}}
    - id: chosen
      choices:
        - {{id: sesame-gap, text: The one word, correct: yes}}
        - {{id: wrong, text: The other word}}
- id: sum
  type: numeric
  text: How much?
  answer: 8675309
- id: loss
  type: formula
  text: How much is lost of {{price}}?
  variables:
    price: {{from: 1000, to: 90000, step: 500}}
  answer: price * 0 + 7654321
  unit: {{accept: [USD], required: yes}}
- id: case
  type: scenario
  text: What do you do?
  feedback: SESAME-CASE
  start: call
  scenes:
    - id: call
      text: The first scene.
      options:
        - {{id: sesame-best, text: The better decision., to: end, points: 2,
           feedback: SESAME-CONSEQUENCE}}
        - {{id: wait, text: The worse decision., to: end, points: 1}}
    - {{id: end, text: SESAME-SCENE}}
"""
PEOPLE = f"""\
- id: essay
  type: essay
  text: Write something.
  feedback: SESAME-ESSAY
{RUBRIC}\
- id: oral
  type: observation
  text: Show something.
{RUBRIC}\
- id: memo
  type: file_upload
  text: Hand something in.
  kinds: [txt]
  feedback: SESAME-MEMO
{RUBRIC}"""
# What a review has to show of the types that rules mark, after wrong answers; so the rest of the
# tests could fail.
SHOWN = (
    "SESAME-CHOICE", "SESAME-SINGLE", "SESAME-SOURCE", "SESAME-MULTIPLE", "SESAME-TRUE",
    "SESAME-WORD", "SESAME-PAIRS", "SESAME-STEPS", "SESAME-GRID", "SESAME-GAP", "SESAME-CASE",
)  # fmt: skip


def files() -> dict[str, bytes]:
    """Return the course's files, translated into Arabic behind a sign."""
    texts = {
        "course.yaml": COURSE,
        "pages/origins.md": "Text of a page.\n",
        "questions/rules.yaml": RULES,
        "questions/people.yaml": PEOPLE,
        "quizzes/exam.yaml": QUIZ % ("exam", "after_finish", 11, "rules"),
        "quizzes/secret.yaml": QUIZ % ("secret", "never", 11, "rules") + "layout: all\n",
        "quizzes/sat.yaml": QUIZ % ("sat", "after_finish", 11, "rules"),
        "quizzes/written.yaml": QUIZ % ("written", "after_finish", 3, "people"),
    }
    return translated({path: text.encode() for path, text in texts.items()})


def publish() -> None:
    """Import and publish the course, which Bruno teaches, in two languages; commit."""
    courses.publish_taught(files(), SLUG)


def enrol(name: str) -> str:
    """Enrol one of the cast; commit, and return the id."""
    return courses.enrol_in(content.get_course(SLUG), name)
