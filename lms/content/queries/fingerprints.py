"""Whether an activity of one version has the same content as that of another.

Compared is the newest edition in the source language: a sentence mended with its meaning declared
unchanged reaches every version that has it, and so is no difference. Translations are none either.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import select

from lms.content import hashes
from lms.content.editions import media_address
from lms.content.models import RenderedPage
from lms.content.queries import delivery
from lms.content.queries.rows import Outline
from lms.kit.db import read

_OFFERED = re.compile(r'<(?:source|track|/?picture)\b[^>]*>|\s(?:width|height)="\d+"')
# How often a quiz may be taken, in which order and with what feedback, changes no result.
_LIMITS = frozenset({"title", "attempts", "order", "feedback", "layout", "forms", "exposure"})


def is_same_activity(version_id: str, other_id: str, activity_id: str) -> bool:
    """Say whether both versions have this activity with the same page, or the same questions."""
    if version_id == other_id:
        return True
    one, other = get_fingerprints(version_id), get_fingerprints(other_id)
    return activity_id in one and one[activity_id] == other.get(activity_id)


def get_fingerprints(version_id: str) -> Mapping[str, str]:
    """Return for each activity of a version what tells its content from any other."""
    # No edition is in no language, so this is the one in the source language.
    return _fingerprints(delivery.get_outline(version_id, "").edition_id)


@lru_cache(maxsize=delivery.REMEMBERED)
def _fingerprints(edition_id: str) -> Mapping[str, str]:
    outline = delivery.get_outline_of_edition(edition_id)
    query = select(RenderedPage.activity_id, RenderedPage.html)
    rows = read(query.where(RenderedPage.edition_id == edition_id))
    pages = {row.activity_id: row.html for row in rows}
    # Many quizzes may draw from one bank.
    bank = cache(lambda file: hashes.hash_of(_bank(outline, file)))
    return {
        activity.id: hashes.hash_of(
            _quiz(outline, activity.quiz_id, bank)
            if activity.quiz_id
            else by_content(outline.version_id, pages[activity.id])
        )
        for activity in outline.activities
    }


def by_content(version_id: str, html: str) -> str:
    """Return finished HTML in which media are named by their content: addresses are a version's.

    In which sizes a picture is offered, and with which captions a film, is no part of the content.
    """
    html = _OFFERED.sub("", html)
    return re.sub(
        rf'{re.escape(media_address(version_id))}([^"]+)',
        lambda found: f"media:{delivery.find_media(version_id, found[1]) or found[1]}",
        html,
    )


def _quiz(outline: Outline, quiz_id: str, bank: Callable[[str], str]) -> list[Any]:
    quiz = delivery.get_quiz(outline.version_id, quiz_id)
    rules = {
        key: value
        for key, value in quiz.model_dump(mode="json", by_alias=True).items()
        if key not in _LIMITS
    }
    return [rules, [bank(file) for file in sorted({part.from_ for part in quiz.sections})]]


def _bank(outline: Outline, file: str) -> list[Any]:
    questions = delivery.get_items(outline.version_id, bank=file)
    texts = delivery.get_item_texts(outline.edition_id, questions)
    return [
        [
            hashes.without_words(question.model_dump(mode="json", exclude_none=True)),
            {field: by_content(outline.version_id, text) for field, text in texts[name].items()},
        ]
        for name, question in questions.items()
    ]
