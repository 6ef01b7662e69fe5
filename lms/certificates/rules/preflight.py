"""What the pre-flight finds in a design, as plain values that a row can keep.

Pure; characters and drawings are tried in `drawing`, what is wrong with the words is found here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal, Self

from lms.certificates.rules.designs import (
    COLOURS,
    LONGEST_WORDING,
    LOWEST_CONTRAST,
    NOT_ALWAYS_KNOWN,
    SIGNING,
    SLOTS,
    TEXT_COLOURS,
    VARIABLES,
    Design,
    contrast,
    split_wording,
)
from lms.certificates.rules.left_out import find_alike, find_left_out
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES, N_, Text

Topic = Literal[
    "variable", "brace", "unsure", "markup", "length", "characters", "overflow", "contrast",
    "translation", "left_out", "picture", "signatory", "consent", "drawing",
]  # fmt: skip
TOPICS: dict[Topic, str] = {
    "variable": N_("Unknown variable"),
    "brace": N_("Brace without its pair"),
    "unsure": N_("Not on every certificate"),
    "markup": N_("Tags and instructions"),
    "length": N_("Too long"),
    "characters": N_("Character without a font"),
    "overflow": N_("Text without room"),
    "contrast": N_("Low contrast"),
    "translation": N_("Missing translation"),
    "left_out": N_("Not said in every language"),
    "picture": N_("Picture"),
    "signatory": N_("Signatories"),
    "consent": N_("Consent"),
    "drawing": N_("Drawing"),
}
# What of a design's look a finding may be about, by the field in which it is mended.
FIELDS: dict[str, str] = dict(
    [*COLOURS.items(), *SIGNING.items(), ("picture", N_("An emblem of its own"))]
)
_MARKUP = re.compile(r"<[/!a-zA-Z][^>]*>?|\{\{|\}\}|\{%|%\}|\{#|#\}")
# Each language has commas of its own.
_KNOWN = " ".join(f"{{{name}}}" for name in VARIABLES)

UNKNOWN = N_("There is no variable “%(name)s”. Those that there are: %(known)s.")
MARKUP = N_(
    "“%(part)s” would be printed as it stands: tags and instructions are not carried out here. "
    "Take it out; a variable is written as in {subject}."
)
BRACE = N_("A brace stands alone. A variable is written as in {subject}.")
NOT_ALWAYS = N_(
    "Not every certificate has {%(name)s}: %(what)s. Where it is missing, the usual words stand "
    "here instead of these, or nothing where there are none."
)
TOO_LONG = N_("This text is longer than %(most)s characters.")
NOT_EVERYWHERE = N_(
    "This text has a wording of its own in other languages, but not in this one. Write it here "
    "too, or leave it out in all: the same certificate says the same in each language."
)
LEFT_OUT = N_(
    "This text names {%(name)s} in other languages, but not in this one: %(what)s. That stands "
    "nowhere else on the sheet. Name it here too, or leave it out in all: the same certificate "
    "says the same in each language."
)
LEFT_OUT_HERE = N_(
    "This text names {%(name)s} in other languages, but not in this one: %(what)s. It stands "
    "elsewhere on the sheet all the same."
)
ALIKE = N_(
    "Certificates of achievement and of participation say the same in this language. Word the "
    "heading, or the line above the title, so that a reader can tell them apart."
)
LOW_CONTRAST = N_(
    "%(colour)s on the paper: contrast %(ratio)s to 1. At least 4.5 to 1 is needed to be read."
)
PICTURE_LOST = N_("The picture of the emblem cannot be read. Please upload it again.")
SIGNATURE_LOST = N_("The picture of the signature of %(name)s cannot be read. Upload it again.")
NO_CONSENT = N_(
    "%(name)s has not agreed to the use of the picture. Certificates have the name and office, "
    "without a picture."
)
NO_OFFICE = N_("The office of %(name)s is not written in this language.")
SIGNATORY_LOST = N_("A signatory that was chosen is no longer there. Choose another one.")
TWICE = N_(
    "%(name)s is chosen more than once, and nobody signs a certificate twice. Choose somebody else "
    "in this field, or nobody."
)
TOO_MANY = N_("At most three people can sign a certificate.")


class DesignNotReady(DomainError):
    """Nothing is published that would be wrong on every certificate."""

    message = N_(
        "This design cannot be published yet: the pre-flight names what has to be mended first."
    )


class DraftMoved(DomainError):
    """What is published is what was looked at."""

    message = N_(
        "Somebody has changed this design since you opened it. Nothing was published; look at it "
        "as it is now."
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found: its topic, what it is and where, in words.

    `language` and `slot` say of which wording, where it is of one; `at` in which of `FIELDS` it is
    mended, where in one. `is_error` is false for what one may publish with.
    """

    topic: Topic
    text: Text
    language: str = ""
    slot: str = ""
    is_error: bool = True
    at: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the problem as plain JSON values; `from_json` is the way back."""
        return {
            "topic": self.topic,
            "msgid": self.text.msgid,
            "params": {name: _kept(value) for name, value in self.text.params.items()},
            "language": self.language,
            "slot": self.slot,
            "is_error": self.is_error,
            "at": self.at,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the problem that `to_json` wrote."""
        params = {name: _text(value) for name, value in values["params"].items()}
        msgid = values["msgid"]
        return cls(
            values["topic"],
            Text(msgid, **params),
            values["language"],
            values["slot"],
            is_error=values["is_error"],
            at=values.get("at", ""),
        )


def _kept(value: object) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {"msgid": value.msgid} if isinstance(value, Text) else str(value)


def _text(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if "decimal" in value:
        return Decimal(value["decimal"])
    msgid = value["msgid"]
    return Text(msgid)


@dataclass(frozen=True, slots=True)
class Signing:
    """A signatory as the pre-flight sees one."""

    id: str
    name: str
    offices: Mapping[str, str]
    picture_hash: str | None
    may_be_shown: bool


Complaints = Callable[[str], list[Text]]
Readable = Callable[[str], bool]


def check_design(
    design: Design,
    signatories: Mapping[str, Signing],
    *,
    tell_all: Complaints,
    is_readable: Readable,
) -> list[Problem]:
    """Return what is wrong with a design as it stands, without drawing it.

    `signatories` are those that may be chosen, by id. `tell_all` returns all that speaks against
    printing a text, `is_readable` says whether the picture of a hash can be read.
    """
    problems = [*_check_wording(design, tell_all), *_check_left_out(design)]
    problems += _check_colours(design)
    if design.emblem_hash and not is_readable(design.emblem_hash):
        problems.append(Problem("picture", Text(PICTURE_LOST), at="picture"))
    if len(design.signatories) > len(SIGNING):
        problems.append(Problem("signatory", Text(TOO_MANY), at=next(iter(SIGNING))))
    for place, at in enumerate(list(SIGNING)[: len(design.signatories)]):
        one = signatories.get(design.signatories[place])
        if one is None:
            found = [Problem("signatory", Text(SIGNATORY_LOST))]
        elif one.id in design.signatories[:place]:
            found = [Problem("signatory", Text(TWICE, name=one.name))]
        else:
            found = _check_signatory(one, tell_all=tell_all, is_readable=is_readable)
        problems += (replace(problem, at=at) for problem in found)
    return problems


def gather(problems: Iterable[Problem]) -> list[tuple[Problem, dict[str, list[str]]]]:
    """Return what was found, errors first, the same once with each place where it is.

    Places are the languages by slot; "" where it is of no wording.
    """
    gathered: dict[Problem, dict[str, list[str]]] = {}
    for problem in problems:
        places = gathered.setdefault(replace(problem, language="", slot=""), {})
        languages = places.setdefault(problem.slot, [])
        if problem.language:
            languages.append(problem.language)
    return sorted(gathered.items(), key=lambda one: not one[0].is_error)


def leave_out_told(drawn: Iterable[Problem], at_once: Iterable[Problem]) -> list[Problem]:
    """Return what drawings found, without the characters that are told of where they stand."""
    told = {sign for one in at_once for sign in _signs(one)}
    return [one for one in drawn if not _signs(one) or not told.issuperset(_signs(one))]


def _signs(problem: Problem) -> list[str]:
    """Return the characters that a problem names, each with its name."""
    is_of_them = problem.topic == "characters"
    return str(problem.text.params.get("characters", "")).split(", ") if is_of_them else []


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether one of them stands against publishing."""
    return any(problem.is_error for problem in problems)


def _check_wording(design: Design, tell_all: Complaints) -> list[Problem]:
    problems: list[Problem] = []
    for slot in SLOTS:
        texts = {language: design.words(language, slot) for language in LANGUAGES}
        if not any(texts.values()):
            continue
        for language, text in texts.items():
            problems += [
                Problem(topic, Text(words, **values), language, slot)
                for topic, words, values in _check_words(text, tell_all)
            ]
            problems += [
                Problem("unsure", Text(NOT_ALWAYS, name=name, what=Text(VARIABLES[name])),
                        language, slot, is_error=False)
                for name in _find_uncertain(text)
            ]  # fmt: skip
    return problems


def _check_left_out(design: Design) -> list[Problem]:
    """Return what a reader of one language would be told less of; where it hinders, an error."""
    left_out = [
        Problem(
            "left_out",
            Text(
                LEFT_OUT_HERE if one.is_elsewhere else LEFT_OUT,
                name=one.name,
                what=Text(VARIABLES[one.name]),
            ),
            one.language,
            one.slot,
            is_error=not one.is_elsewhere,
        )
        for one in find_left_out(design)
    ]
    alike = [
        # A design may be for certificates of one kind alone.
        Problem("left_out", Text(ALIKE), language, "title_participation", is_error=False)
        for language in find_alike(design)
    ]
    return left_out + alike


def _find_uncertain(text: str) -> list[str]:
    named = [piece.text for piece in split_wording(text) if piece.is_variable]
    return [name for name in dict.fromkeys(named) if name in NOT_ALWAYS_KNOWN]


def _check_words(text: str, tell_all: Complaints) -> list[tuple[Topic, str, Mapping[str, object]]]:
    if not text:
        return [("translation", NOT_EVERYWHERE, {})]
    found: list[tuple[Topic, str, Mapping[str, object]]] = []
    if len(text) > LONGEST_WORDING:
        found.append(("length", TOO_LONG, {"most": LONGEST_WORDING}))
    markup = _MARKUP.search(text)
    if markup is not None:
        # What is left of it would only be told twice: its braces are no variables.
        found.append(("markup", MARKUP, {"part": markup[0]}))
    else:
        found += _check_braces(text)
    return found + [("characters", one.msgid, one.params) for one in tell_all(text)]


def _check_braces(text: str) -> list[tuple[Topic, str, Mapping[str, object]]]:
    pieces = split_wording(text)
    unknown = [piece.text for piece in pieces if piece.is_variable and piece.text not in VARIABLES]
    found: list[tuple[Topic, str, Mapping[str, object]]] = [
        ("variable", UNKNOWN, {"name": name, "known": _KNOWN}) for name in dict.fromkeys(unknown)
    ]
    if any("{" in piece.text or "}" in piece.text for piece in pieces if not piece.is_variable):
        found.append(("brace", BRACE, {}))
    return found


def _check_colours(design: Design) -> list[Problem]:
    colours = asdict(design.colours)
    ratios = {name: contrast(colours[name], colours["paper"]) for name in TEXT_COLOURS}
    return [
        Problem(
            "contrast",
            Text(LOW_CONTRAST, colour=Text(COLOURS[name]), ratio=shown(ratio)),
            at=name,
        )
        for name, ratio in ratios.items()
        if ratio < LOWEST_CONTRAST
    ]


def shown(ratio: float) -> Decimal:
    """Return a contrast as it is told: cut off, for 4.49 is not 4.5."""
    return Decimal(int(ratio * 10)) / 10


def _check_signatory(one: Signing, *, tell_all: Complaints, is_readable: Readable) -> list[Problem]:
    """Return what is wrong with a signatory: characters, offices, picture, consent."""
    texts = (one.name, *one.offices.values())
    problems = [Problem("characters", each) for text in texts for each in tell_all(text)]
    problems += [
        Problem("translation", Text(NO_OFFICE, name=one.name), language)
        for language in LANGUAGES
        if not one.offices.get(language) and any(one.offices.values())
    ]
    if one.picture_hash and not is_readable(one.picture_hash):
        problems.append(Problem("picture", Text(SIGNATURE_LOST, name=one.name)))
    elif one.picture_hash and not one.may_be_shown:
        problems.append(Problem("consent", Text(NO_CONSENT, name=one.name), is_error=False))
    return problems
