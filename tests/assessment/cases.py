"""The course of `courses` with a bank of cases, of which its quiz “drill” draws whole ones."""

from lms.content import queries as content
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from tests import cast, factories
from tests.assessment import courses
from tests.content.courses import SVG, translated
from tests.questions.bank import CASES

BANK = CASES.replace(
    "    - {id: ladder,",
    "    - {id: bill, title: The invoice, media: media/invoice.pdf}\n    - {id: ladder,",
)
PDF = b"%PDF-1.4\n%%EOF\n"
DRILL = """\
id: drill
title: Two cases
sections: [{draw: 2, from: questions/cases.yaml, of: cases}]
"""


def files(drill: str = DRILL) -> dict[str, bytes]:
    """Return the course's files, in English alone."""
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    return tree | {
        "questions/cases.yaml": BANK.encode(),
        "quizzes/drill.yaml": drill.encode(),
        "media/ladder.svg": SVG.encode(),
        "media/invoice.pdf": PDF,
    }


def publish(tree: dict[str, bytes] | None = None) -> None:
    """Import and publish a course of Bruno's agency in English and Arabic, and commit."""
    factories.import_course(OPERATOR, cast.NOW, translated(tree or files()))
    course = content.get_course(courses.SLUG)
    db.session.get(Course, course.id).organisation_id = cast.actor_of("bruno").organisation_id
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()
