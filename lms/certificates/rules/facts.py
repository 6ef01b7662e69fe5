"""What a certificate says, frozen when it is issued: nothing is looked up again later.

How it looks, and whether it still holds, is decided elsewhere.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

Kind = Literal["participation", "achievement"]
# What it is given for: a course of ours, a programme of ours, or what was certified on paper.
Subject = Literal["course", "programme", "paper"]
_COMMAS = {"ar": "، ", "zh": "、"}


def _in_any(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next((text for text in words.values() if text), "")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs a certificate: the name, the office in each language, the picture's hash.

    The picture of the signature is there only by the signatory's consent.
    """

    name: str
    offices: Mapping[str, str]
    picture_hash: str | None = None

    def office_in(self, language: str) -> str:
        """Return the office in `language`, else in any; empty where there is none."""
        return _in_any(self.offices, language)


@dataclass(frozen=True, slots=True)
class Facts:
    """The frozen facts; titles, the issuer's names, place and conditions in the six languages.

    `subject_code` is the short name of the course or the programme. `hours` are hours of study,
    `points` percent of the exam's points as a decimal number's text, `score_band` the words for
    them where a programme says no number, `content_hash` the SHA-256 of the version studied,
    `design_hash` that of the design it is drawn with. `latin_name` stands beside a name in another
    script, `honorific` before the holder's; `paper_number` is what one of paper bears.
    What was not known when it was issued is none.
    """

    code: str
    kind: Kind
    holder_name: str
    subject: Subject
    subject_code: str
    titles: Mapping[str, str]
    articles: tuple[str, ...]
    version: int | None
    content_hash: str | None
    edition: int | None
    study_language: str | None
    hours: float | None
    points: str | None
    issuer_names: Mapping[str, str]
    emblem_hash: str | None
    issued_on: date
    valid_until: date | None
    latin_name: str | None = None
    honorific: str | None = None
    exam_language: str | None = None
    score_band: Mapping[str, str] = field(default_factory=dict)
    sessions_attended: int | None = None
    sessions_held: int | None = None
    signatories: tuple[Signatory, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    design_hash: str | None = None
    paper_number: str | None = None

    @property
    def printed_name(self) -> str:
        """Return the holder's name as it is printed, with what stands before it."""
        return f"{self.honorific} {self.holder_name}" if self.honorific else self.holder_name

    @property
    def score(self) -> Decimal | None:
        """Return the percent of the exam's points, where the result is told as a number."""
        return None if self.points is None else Decimal(self.points)

    def title_in(self, language: str) -> str:
        """Return the title in `language`, else in the language of study, else in any."""
        own = self.titles.get(language) or self.titles.get(self.study_language or "")
        return own or next(iter(self.titles.values()))

    def issuer_in(self, language: str) -> str:
        """Return the issuer's name in `language`."""
        return self.issuer_names.get(language) or next(iter(self.issuer_names.values()))

    def place_in(self, language: str) -> str:
        """Return the place of issue in `language`, else in any; empty where there is none."""
        return _in_any(self.places, language)

    def conditions_in(self, language: str) -> str:
        """Return the conditions in `language`, else in any; empty where there are none."""
        return _in_any(self.conditions, language)

    def articles_in(self, language: str) -> str:
        """Return the articles as they are quoted in `language`; empty where there are none."""
        return article_ranges(self.articles, language)

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain JSON values; `from_json` is the way back."""
        return asdict(self) | {
            "articles": list(self.articles),
            "signatories": [asdict(signatory) for signatory in self.signatories],
            "issued_on": self.issued_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the facts that `to_json` wrote; what older ones do not have is not known."""
        until = values["valid_until"]
        return cls(
            **{
                **values,
                "articles": tuple(values["articles"]),
                "signatories": tuple(Signatory(**one) for one in values.get("signatories", ())),
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
