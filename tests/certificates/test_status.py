"""How a certificate stands: the strongest word, derived; and the other rules of issuing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.certificates.rules import valid_until
from lms.certificates.rules.facts import Facts, article_ranges
from lms.certificates.rules.status import Entry, standing
from tests.certificates import graduates

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entries(*decisions: str) -> list[Entry]:
    return [
        Entry(decision, "error", NOW + timedelta(minutes=i)) for i, decision in enumerate(decisions)
    ]


@pytest.mark.parametrize(
    ("decisions", "until", "status"),
    [
        ((), None, "valid"),
        ((), date(2026, 11, 24), "valid"),
        ((), date(2026, 11, 23), "expired"),
        (("suspended",), date(2026, 11, 23), "suspended"),
        (("suspended", "reinstated"), None, "valid"),
        (("suspended", "reinstated"), date(2026, 11, 23), "expired"),
        (("superseded", "suspended"), None, "superseded"),
        (("revoked", "reinstated"), None, "revoked"),
        (("suspended", "superseded", "revoked"), date(2020, 1, 1), "revoked"),
    ],
)
def test_the_strongest_word_wins(decisions, until, status):
    assert standing(entries(*decisions), until, NOW).status == status


def test_the_first_decision_is_the_one_that_counts():
    found = standing(entries("suspended", "revoked"), None, NOW)
    assert (found.reason, found.since) == ("error", NOW + timedelta(minutes=1))


def test_validity_counts_from_the_completion():
    assert valid_until(date(2026, 11, 24), 36) == date(2029, 11, 24)
    assert valid_until(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert valid_until(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert valid_until(date(2026, 11, 24), None) is None


def test_facts_come_back_from_their_json():
    facts = graduates.facts("ar")
    assert Facts.from_json(facts.to_json()) == facts
    endless = graduates.facts(valid_until=None, points=None, kind="participation")
    assert Facts.from_json(endless.to_json()) == endless


def test_articles_are_quoted_in_ranges():
    articles = ("1", "2", "3", "9", "60(1)", "61")
    assert article_ranges(articles, "en") == "1–3, 9, 60(1), 61"
    assert article_ranges(("1", "9"), "zh") == "1、9"
