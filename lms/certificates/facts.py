"""What a certificate says, frozen when it is issued: nothing is looked up again later.

How it looks, and whether it still holds, is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

Kind = Literal["participation", "achievement"]
_COMMAS = {"ar": "، ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The frozen facts; titles and the issuer's names are in each of the six languages.

    `hours` are hours of study, `points` percent of the exam's points as a decimal number's text,
    `content_hash` the version's SHA-256.
    """

    code: str
    kind: Kind
    holder_name: str
    course_slug: str
    course_titles: Mapping[str, str]
    articles: tuple[str, ...]
    version: int
    content_hash: str
    edition: int
    study_language: str
    hours: float
    points: str | None
    issuer_names: Mapping[str, str]
    emblem_hash: str | None
    issued_on: date
    valid_until: date | None

    def title_in(self, language: str) -> str:
        """Return the course's title in `language`, else in the language of study."""
        return self.course_titles.get(language) or self.course_titles[self.study_language]

    def issuer_in(self, language: str) -> str:
        """Return the issuer's name in `language`."""
        return self.issuer_names.get(language) or next(iter(self.issuer_names.values()))

    def articles_in(self, language: str) -> str:
        """Return the articles as they are quoted in `language`; empty where there are none."""
        return article_ranges(self.articles, language)

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain JSON values; `from_json` is the way back."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {
            "course_titles": dict(self.course_titles),
            "issuer_names": dict(self.issuer_names),
            "articles": list(self.articles),
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the facts that `to_json` wrote."""
        until = values["valid_until"]
        return cls(
            **{
                **values,
                "articles": tuple(values["articles"]),
                "issued_on": date.fromisoformat(values["issued_on"]),
                "valid_until": date.fromisoformat(until) if until else None,
            }
        )


def article_ranges(articles: tuple[str, ...], language: str) -> str:
    """Return article numbers as they are quoted: whole ones in a row as a range, `1–4, 60–65`."""
    ranges: list[list[str]] = []
    for article in articles:
        last = ranges[-1][-1] if ranges else ""
        if last.isdecimal() and article.isdecimal() and int(article) == int(last) + 1:
            ranges[-1] = [ranges[-1][0], article]
        else:
            ranges.append([article])
    return _COMMAS.get(language, ", ").join("–".join(ends) for ends in ranges)
