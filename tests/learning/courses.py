"""A small course for tests: three modules, five pages and two quizzes, in English and Arabic."""

from lms.content import queries
from lms.content.queries import CourseRow
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from tests import cast, factories

SLUG = "small-course"
TITLE = "A small course"
ARABIC_TITLE = "دورة صغيرة"
PAGES = ("origins", "map", "wording", "reach", "review")

COURSE = """\
id: small-course
source_language: en
title: A small course
summary: Where every duty stands, in five pages.
articles: [1, 2, 3, 9, 60]
topics: [60-1-b]
job_families: [all]
level: awareness
hours: 1.5
objectives:
  - {id: place, text: Place any duty of the Convention in its chapter.}
modules:
  - id: convention
    title: What the Convention is
    activities:
      - {id: pretest, quiz: quizzes/pre-test.yaml}
      - {id: origins, page: pages/origins.md, title: Where it comes from, minutes: 8}
      - {id: map, page: pages/map.md, title: A map of the chapters, minutes: 5}
  - id: binding
    title: How it binds
    activities:
      - {id: wording, page: pages/wording.md, title: Shall and may, minutes: 6}
      - {id: reach, page: pages/reach.md, title: How far it reaches, minutes: 6}
      - {id: review, page: pages/review.md, title: How it is reviewed, minutes: 6}
  - id: exam
    title: The exam
    requires: [convention]
    activities:
      - {id: posttest, quiz: quizzes/post-test.yaml}
completion:
  participation: {visited: 80}
  achievement: {quiz: posttest, points: 70}
valid_months: 36
review: {against_official_text: no}
"""
QUIZ = """\
id: %s
title: %s
minutes: 20
attempts: 3
pass_points: %s
sections: [{draw: 1, from: questions/bank.yaml%s}]
order: fixed
feedback: after_finish
"""
BANK = "\n".join(
    f"""\
- id: count-{number}
  type: true_false
  objective: place
  article: "1"
  text: Statement {number} on the Convention is true.
  correct: yes
"""
    for number in range(1, 5)
)
ARABIC = f"""\
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# status: draft
msgctxt "course.yaml#title"
msgid "A small course"
msgstr "{ARABIC_TITLE}"

# status: draft
msgctxt "course.yaml#activities.origins.title"
msgid "Where it comes from"
msgstr "من أين جاءت"

# status: draft
msgctxt "pages/origins.md"
msgid "Text of origins."
msgstr "نص الأصول."
"""


def files(slug: str = SLUG, **changes: str) -> dict[str, bytes]:
    """Return the course's files; `changes` replace the text of pages by their names."""
    texts = {
        "course.yaml": COURSE.replace(SLUG, slug),
        "quizzes/pre-test.yaml": QUIZ % ("pre-test", "Pre-test", 0, ""),
        "quizzes/post-test.yaml": QUIZ % ("post-test", "Exam", 70, ", without: pre-test"),
        "questions/bank.yaml": BANK,
        "locale/ar.po": ARABIC,
    }
    for name in PAGES:
        texts[f"pages/{name}.md"] = changes.get(name, f"# {name}\n\nText of {name}.\n")
    return {path: text.encode() for path, text in texts.items()}


def publish(
    content: dict[str, bytes] | None = None, actor: Actor = OPERATOR, slug: str = SLUG
) -> CourseRow:
    """Import and publish the course as it stands in `content`, commit, and return its row."""
    factories.import_course(actor, cast.NOW, content or files(slug))
    factories.publish_course(actor, cast.NOW, slug, offered=("ar",))
    db.session.commit()
    return queries.get_course(slug)
