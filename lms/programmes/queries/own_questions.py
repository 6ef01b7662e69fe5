"""Reads of the questions that a cohort asks in its surveys beside the standard ones.

What a survey asks all together is put together here.
"""

from collections.abc import Mapping

from sqlalchemy import select

from lms.kit.db import read
from lms.programmes.models import SurveyPlan
from lms.programmes.rules.own_questions import OwnQuestion, read_questions, to_item
from lms.programmes.rules.surveys import ITEMS, Item, SurveyKind


def list_own(cohort_id: str) -> dict[SurveyKind, tuple[OwnQuestion, ...]]:
    """Return a cohort's own questions by survey; there is an entry for each kind."""
    query = select(SurveyPlan.kind, SurveyPlan.questions).where(SurveyPlan.cohort_id == cohort_id)
    kept = {row[0]: read_questions(row[1]) for row in read(query)}
    return {kind: kept.get(kind, ()) for kind in ITEMS}


def list_items(
    own: Mapping[SurveyKind, tuple[OwnQuestion, ...]], kind: SurveyKind, language: str
) -> tuple[Item, ...]:
    """Return all that a survey asks: the standard questions, then the cohort's own."""
    return (*ITEMS[kind], *(to_item(question, language) for question in own[kind]))
