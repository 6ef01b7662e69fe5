"""The rules of a question's figures: means over many people, and nothing over few.

Whose figures somebody may see is decided in `lms.learning.policy`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from lms.learning import rules as learning

# As few as with the results of a course: means of both stand beside each other.
FEWEST = learning.FEWEST
# What tells the parts of a whole: a language, or the number of a form.
Name = TypeVar("Name", str, int)


class Score(NamedTuple):
    """How often a question was answered on finished papers, by how many, and the mean in percent.

    `mean` is nothing where there are too few people.
    """

    attempts: int
    people: int
    mean: int | None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """A question in one quiz, over all languages and by each; few people's means are withheld."""

    activity_id: str
    item_id: str
    score: Score
    by_language: Mapping[str, Score]


def score_of(attempts: int, people: int, points: float) -> Score:
    """Return a score, `points` being the sum of the shares reached; of few people no mean."""
    return Score(attempts, people, int(100 * points / attempts) if people >= FEWEST else None)


def withhold_languages(total: Score, by_language: Mapping[str, Score]) -> dict[str, Score]:
    """Return the scores by language without those that tell of few people.

    What is withheld can be reckoned as the total minus what is shown. So it is never about fewer
    than `FEWEST` people: the language of the fewest shown is withheld with them (complementary
    suppression; Hundepool et al. 2012, Statistical Disclosure Control, chapter 4). Who sat in two
    languages is in both, so how many the withheld are together is known by its lower bound only.
    """
    people = {name: score.people for name, score in by_language.items()}
    hidden = find_withheld(total.people, people)
    return {
        name: score._replace(mean=None) if name in hidden else score
        for name, score in by_language.items()
    }


def find_withheld(total: int, people: Mapping[Name, int]) -> set[Name]:
    """Return the parts of whose people nothing may be told, given those of all parts together."""
    hidden = {name for name, count in people.items() if count < FEWEST}
    shown = sorted(people.keys() - hidden, key=lambda name: (people[name], name))
    while hidden and shown and _fewest_of(total, people, hidden) < FEWEST:
        hidden.add(shown.pop(0))
    return hidden


def _fewest_of(total: int, people: Mapping[Name, int], hidden: Collection[Name]) -> int:
    """Return how many people there are at least in the parts withheld."""
    others = sum(count for name, count in people.items() if name not in hidden)
    return max(total - others, *(people[name] for name in hidden))


def sort_figures(rows: list[QuestionFigures], sort: str) -> list[QuestionFigures]:
    """Return the questions, the hardest or the most answered first; those of few people last."""
    if sort == "answers":
        return sorted(rows, key=lambda row: (-row.score.attempts, row.item_id))

    def hardness(row: QuestionFigures) -> tuple[bool, int, str]:
        return row.score.mean is None, row.score.mean or 0, row.item_id

    return sorted(rows, key=hardness)
