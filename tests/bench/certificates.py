"""Processor time of one certificate in each language, in this process, warm."""

import time
from dataclasses import replace
from datetime import date
from statistics import median

from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.facts import Facts
from lms.kit.i18n import LANGUAGES
from tests.bench.table import Row
from tests.certificates.graduates import NAMES, facts

TARGET_MS = 60
SHEETS = 15
WARM_UP = 3


def measure() -> list[Row]:
    """Return a row for each language."""
    return [
        Row(f"Certificate, {language}", _median_ms(language), "ms", TARGET_MS)
        for language in LANGUAGES
    ]


def _median_ms(language: str) -> float:
    for number in range(WARM_UP):
        _render(_fresh(language, number), language)
    spent = [_render(_fresh(language, 100 + number), language) for number in range(SHEETS)]
    return median(spent)


def _fresh(language: str, number: int) -> Facts:
    """Return facts never rendered before: another person, code, day and result."""
    return replace(
        facts(language),
        code=new_code(),
        holder_name=f"{NAMES[language]}{NAMES[language][number % 2]}",
        points=str(70 + number % 30),
        issued_on=date(2026, 1 + number % 12, 1 + number % 28),
    )


def _render(sheet: Facts, language: str) -> float:
    before = time.process_time()
    render_certificate(sheet, language, "https://academy.example")
    return (time.process_time() - before) * 1000
