"""The rules of a question's figures: means over many people, and nothing over few.

Whose figures somebody may see is decided in `lms.learning.policy`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

# A mean over fewer people would tell what one of them answered.
FEWEST = 5


class Score(NamedTuple):
    """How often a question was answered on finished papers, by how many, and the mean in percent.

    `mean` is nothing where there are too few people.
    """

    attempts: int
    people: int
    mean: int | None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """A question in one quiz, over all languages and by each."""

    activity_id: str
    item_id: str
    score: Score
    by_language: Mapping[str, Score]


def score_of(attempts: int, people: int, points: float) -> Score:
    """Return a score, `points` being the sum of the shares reached; of few people no mean."""
    return Score(attempts, people, int(100 * points / attempts) if people >= FEWEST else None)


def sort_figures(rows: list[QuestionFigures], sort: str) -> list[QuestionFigures]:
    """Return the questions, the hardest or the most answered first; those of few people last."""
    if sort == "answers":
        return sorted(rows, key=lambda row: (-row.score.attempts, row.item_id))

    def hardness(row: QuestionFigures) -> tuple[bool, int, str]:
        return row.score.mean is None, row.score.mean or 0, row.item_id

    return sorted(rows, key=hardness)
