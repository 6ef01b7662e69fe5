"""What tests of nominations share: a form of questions, mails with their links, small acts."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lms.kit.db import db
from lms.kit.ids import digest
from lms.notifications.models import Message
from lms.programmes.queries import nomination_files, nominations
from lms.programmes.queries.nomination_files import NominationFile
from lms.programmes.rules.form_questions import FormQuestion, NominationForm, Option, write_form
from lms.programmes.rules.rows import CohortRow, ProgrammeRow
from lms.programmes.services import cohorts as running
from tests import cast
from tests.programmes import factories

# The smallest file of its kind that a document may be.
PDF_BYTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
REASON, UNIT, SECRET = "reason", "unit", "integrity"


def question(name: str, kind: Any = "short", **more: Any) -> FormQuestion:
    """Return a question that must be answered, in English and Arabic."""
    values = {"help": {}, "is_required": True, "is_panel_only": False, **more}
    return FormQuestion(name, kind, {"en": f"About {name}", "ar": f"حول {name}"}, **values)


FORM = NominationForm(
    organisation=(
        question(REASON, "long"),
        question(SECRET, "yes_no", is_panel_only=True),
    ),
    nominee=(
        question(UNIT),
        question("years", "number"),
        question("wish", "choice", is_required=False, options=(
            Option("a", {"en": "Tracing"}), Option("b", {"en": "Return"}),
        )),
        question("past", "long", is_required=False, is_panel_only=True),
    ),
)  # fmt: skip
# As the form, and the officer must add a letter.
FORM_WITH_FILE = replace(FORM, nominee=(*FORM.nominee, question("letter", "file")))
ORGANISATION_PART = {
    f"answer-{REASON}": "She leads the office.",
    f"answer-{SECRET}": "yes",
    "head_name": "Head of Unit",
    "head_email": "head@example.org",
    "sex": "female",
}
NOMINEE_PART = {
    f"answer-{UNIT}": "Asset recovery office",
    "answer-years": "7",
    "answer-past": "Nothing to declare.",
    "language": "en",
    "group_language": "fr",
}


def add_form(cohort: CohortRow, form: NominationForm = FORM) -> CohortRow:
    """Give a cohort the form."""
    actor = cast.actor_of("ines")
    values = {"form": write_form(form)}
    running.save_cohort(actor, cast.NOW, cohort, values, cohort.revision)
    db.session.commit()
    return factories.get_cohort(cohort.id)


def add_closing_cohort(programme: ProgrammeRow) -> CohortRow:
    """Add a cohort with the form that is open for two hours more."""
    plan = replace(factories.PLAN, closes_at=cast.NOW + timedelta(hours=2))
    return add_form(factories.add_cohort(programme, plan))


def file_of(cohort: CohortRow, nomination_id: str) -> NominationFile:
    """Return a nomination as it stands now."""
    db.session.rollback()
    row = nominations.find_nomination(nomination_id)
    assert row is not None
    return nomination_files.get_file(row, factories.get_cohort(cohort.id))


def mails(kind: str) -> list[Message]:
    """Return the messages of a kind of programmes, the first first."""
    db.session.rollback()
    query = db.select(Message).where(Message.kind == f"programmes.{kind}")
    return list(db.session.execute(query.order_by(Message.created_at, Message.id)).scalars())


def last_link(kind: str) -> str:
    """Return the path in the newest mail of a kind: the one whose secret still opens something."""
    return str(mails(kind)[-1].context["path"])


def nominate(browse: Any, cohort: CohortRow, **fields: str) -> str:
    """Have Dalia nominate somebody by the page; return the nomination's id."""
    answer = browse("dalia").post(f"/nominate/{cohort.id}/new", {"language": "en", **fields})
    assert answer.status_code == 303, answer.text
    found = re.search(r"/nominate/nominations/(\w+)", answer.headers["Location"])
    assert found is not None
    return found.group(1)


def digest_of(token: str) -> str:
    """Return what is kept of the secret of a link."""
    return digest(token)
