"""What the pages of doubts about awards show: whose it is, what has changed, by whom.

Single rows are read in `award_reviews` and `award_causes`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.accounts.queries import get_names
from lms.kit.actor import Actor
from lms.programmes.queries import award_causes, award_reviews, curricula
from lms.programmes.queries.award_causes import Cause
from lms.programmes.queries.tutoring_pages import Told, tell_parts
from lms.programmes.rules.reviews import Change, ReviewRow, list_changes
from lms.programmes.rules.rows import AwardRow, CohortRow


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A doubt in the list of a cohort: the award, its holder, which requirements changed."""

    review: ReviewRow
    award: AwardRow
    name: str
    changed: Sequence[Told]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One doubt: each change with who made it; `names` are of those, and of who decided."""

    line: ReviewLine
    changes: Sequence[Change]
    told: Mapping[str, Told]
    causes: Mapping[str, Cause]
    names: Mapping[str, str]


def list_lines(actor: Actor, cohort: CohortRow, language: str) -> list[ReviewLine]:
    """Return the doubts of a cohort, the open ones first; the queries are as many as ever."""
    rows = award_reviews.list_of_cohort(cohort.id)
    awards = curricula.list_awards_by_id([row.award_id for row in rows])
    names = get_names(actor, [award.person_id for award in awards.values()])
    definition = curricula.get_version(cohort.programme_version_id).definition
    told = tell_parts(definition, language) if rows else {}
    return [_line(row, awards[row.award_id], names, told) for row in rows]


def _line(
    row: ReviewRow, award: AwardRow, names: Mapping[str, str], told: Mapping[str, Told]
) -> ReviewLine:
    changes = list_changes(award.figures, row.figures)
    changed = [told[one.part_id] for one in changes if one.part_id in told]
    return ReviewLine(row, award, names.get(award.person_id, ""), changed)


def get_page(
    actor: Actor, cohort: CohortRow, review: ReviewRow, award: AwardRow, language: str
) -> ReviewPage:
    """Return all that the page of one doubt shows."""
    definition = curricula.get_version(cohort.programme_version_id).definition
    told = tell_parts(definition, language)
    changes = [one for one in list_changes(award.figures, review.figures) if one.part_id in told]
    ids = [one.part_id for one in changes]
    causes = award_causes.list_causes(award, definition, ids, until=review.decided_at)
    people = [award.person_id, review.decided_by, *(one.person_id for one in causes.values())]
    names = get_names(actor, [one for one in people if one])
    return ReviewPage(_line(review, award, names, told), changes, told, causes, names)
