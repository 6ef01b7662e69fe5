"""The course of `courses` with a bank of cases, of which its quiz “drill” draws whole ones."""

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
    courses.publish_taught(translated(tree or files()), courses.SLUG)
