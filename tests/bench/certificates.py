"""Processor time of a certificate in each language: drawn, signed, its credential within."""

import time
from dataclasses import replace
from datetime import date
from statistics import median

from lms.certificates.credentials.badge import Place, make_credential
from lms.certificates.drawing.engine import Attached
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.facts import Facts
from lms.certificates.signing.pades import sign_pdf
from lms.kit.i18n import LANGUAGES
from tests import cast
from tests.bench.plain import Draw, plain_renderer, sheet_of
from tests.bench.table import Row
from tests.certificates.forgeries import OURS
from tests.certificates.graduates import NAMES, facts

TARGET_MS = 50
TARGETS_MS = {"zh": 60}
BASE_URL = "https://academy.example"
SHEETS = 15
WARM_UP = 3


def measure() -> list[Row]:
    """Return a row for each language, compared with plain drawings of the same sheets."""
    with plain_renderer() as draw:
        return [_measure(language, draw) for language in LANGUAGES]


def _measure(language: str, draw: Draw) -> Row:
    """Return the median, and that of the ratios: one plain drawing beside each certificate."""
    for number in range(WARM_UP):
        _make(_fresh(language, number), language)
    spent, ratios = [], []
    for number in range(SHEETS):
        sheet = _fresh(language, 100 + number)
        spent.append(_make(sheet, language))
        ratios.append(spent[-1] / draw(*sheet_of(sheet, language, BASE_URL)))
    return Row(
        f"Certificate signed, {language}, processor", median(spent), "ms",
        TARGETS_MS.get(language, TARGET_MS),
        f"{median(ratios):.2f} × the same sheet drawn plainly, unsigned",
    )  # fmt: skip


def _fresh(language: str, number: int) -> Facts:
    """Return facts never rendered before: another person, code, day and result."""
    return replace(
        facts(language),
        code=new_code(),
        holder_name=f"{NAMES[language]}{NAMES[language][number % 2]}",
        points=str(70 + number % 30),
        issued_on=date(2026, 1 + number % 12, 1 + number % 28),
    )


def _make(sheet: Facts, language: str) -> float:
    before = time.process_time()
    token = make_credential(sheet, Place(0, 7), BASE_URL, OURS)
    file = Attached("credential.jwt", token, "application/jwt", "Credential", sheet.issued_on)
    sign_pdf(render_certificate(sheet, language, BASE_URL, attachments=(file,)), OURS, cast.NOW)
    return (time.process_time() - before) * 1000
