"""The rules of a result by article of the Convention, and of how exact a result is.

By objective it is reckoned in `marking`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.assessment.analysis.findings import Reliability
from lms.assessment.rules.marking import sum_points
from lms.questions.rules import Question


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """What a paper shows of one article: the points reached, and those there are."""

    number: int
    points: Fraction
    total: int


def sum_by_article(
    marks: Mapping[str, Fraction], questions: Mapping[str, Question]
) -> tuple[ArticleResult, ...]:
    """Return the points by article, paragraphs taken together, in the Convention's order.

    Left out are questions that name none.
    """
    groups: dict[int, dict[str, Fraction]] = {}
    for name, share in marks.items():
        article = questions[name].article
        if article is not None:
            groups.setdefault(int(article.partition("(")[0]), {})[name] = share
    return tuple(
        ArticleResult(number, *sum_points(groups[number], questions)) for number in sorted(groups)
    )


def error_band(
    points: Fraction, total: int, questions: int, reliability: Reliability | None
) -> tuple[float, float] | None:
    """Return the points one standard error of measurement below and above a result.

    Nothing where the error is not known, or is that of a paper of another length. In two cases of
    three the result of a second measurement would lie within (AERA, APA & NCME 2014, Standards for
    Educational and Psychological Testing, chapter 2).
    """
    if reliability is None or reliability.sem is None or reliability.questions != questions:
        return None
    low, high = float(points) - reliability.sem, float(points) + reliability.sem
    return max(0.0, low), min(float(total), high)
