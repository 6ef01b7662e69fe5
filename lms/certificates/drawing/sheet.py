"""What the template of a certificate is given: plain values, worded in one or two languages.

How they are drawn is the template's; what a certificate says was frozen in its facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from lms.certificates.drawing import fitting
from lms.certificates.drawing.balancing import balanced
from lms.certificates.drawing.engine import DESIGN
from lms.certificates.drawing.glyphs import fit
from lms.certificates.drawing.sandbox import Sandbox, run
from lms.certificates.rules.characters import direction_of
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.designs import SLOTS, Design, Palette, Piece, split_wording
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.samples import Around, sample_facts
from lms.kit.i18n import LANGUAGES, catalogue, direction, formats

# The order in which facts stand on the sheet; those in `ALWAYS` cannot be left out by a design.
FACTS = (
    "hours", "sessions", "result", "study_language", "exam_language",
    "place", "date", "valid_until",
)  # fmt: skip
ALWAYS = frozenset({"place", "date"})
# How many facts stand in a row, by how many there are; an upright sheet has room for fewer.
LANDSCAPE = (0, 1, 2, 3, 4, 5, 6, 4, 4)
PORTRAIT = (0, 1, 2, 3, 4, 3, 3, 4, 4)


@dataclass(frozen=True, slots=True)
class Side:
    """The certificate's words in one language; `words` are those of `sentences.html`."""

    language: str
    direction: str
    words: Any  # a template's module: Jinja has no type for what it holds
    wording: Mapping[str, tuple[Piece, ...]]
    subject: str
    subject_size: float
    title_size: float
    issuer: str
    conditions: str


def describe(
    facts: Facts,
    languages: tuple[str, ...],
    base_url: str,
    design: Design,
    pictures: frozenset[str],
) -> dict[str, Any]:
    """Return everything that `certificate.html` asks for, but the size of the root's text.

    `languages` are one or two; `pictures` the names of those that are at hand.
    """
    beside = languages[1] if len(languages) > 1 else ""
    sides = tuple(_side(facts, language, beside, design) for language in languages)
    shown_facts = [
        key
        for key in FACTS
        if (key in ALWAYS or key in design.shows) and any(one.words.values[key] for one in sides)
    ]
    code = grouped(facts.code) if facts.code else ""
    name = fitting.written_name(facts)
    latin = fitting.written_latin(facts)
    return {
        "facts": facts,
        "design": design,
        "sides": sides,
        "shown": _shown(facts, sides, design),
        "shown_facts": _in_rows(shown_facts, design),
        "name": name,
        "name_size": fit(name, fitting.name_box(design)),
        "latin_name": latin,
        "latin_size": fit(latin, fitting.latin_box(design)) if latin else None,
        "has_emblem": "emblem" in pictures and design.emblem != "none",
        "signatories": _signatories(facts, languages, pictures),
        "lines": fitting.lines_of(design, beside, len(facts.signatories)),
        "are_signed": any(one.picture_hash in pictures for one in facts.signatories),
        "document_title": f"{_title(sides[0], facts)}: {sides[0].subject}",
        "style": _style(design, len(languages)),
        "address": f"{base_url}/verify/{code}" if code else "",
        "code": code,
    }


def _signatories(
    facts: Facts, languages: tuple[str, ...], pictures: frozenset[str]
) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "offices": [one.offices.get(language, "") for language in languages],
            "picture": one.picture_hash if one.picture_hash in pictures else None,
        }
        for one in facts.signatories
    ]


def texts_of(facts: Facts, languages: tuple[str, ...], design: Design) -> list[str]:
    """Return every text of a certificate that people wrote: each must be in the shipped fonts."""
    # A line feed of a wording is drawn as a space.
    worded = [design.words(language, slot) for language in languages for slot in SLOTS]
    texts = [facts.holder_name, facts.latin_name or "", facts.honorific or ""]
    for language in languages:
        texts += [facts.title_in(language), facts.issuer_in(language)]
        texts += [
            words.get(language, "") for words in (facts.places, facts.conditions, facts.score_band)
        ]
        texts += [one.offices.get(language, "") for one in facts.signatories]
    names = [one.name for one in facts.signatories]
    return [*texts, *names, *(" ".join(text.splitlines()) for text in worded)]


def look_of(palette: Palette, scale: float) -> dict[str, Any]:
    """Return the style of the root, the design's colours and how large all texts are; and that."""
    colours = "; ".join(f"--{one.name}: {getattr(palette, one.name)}" for one in fields(palette))
    return {"look": f"{colours}; font-size: {scale:.2f}pt", "scale": scale}


def _side(facts: Facts, language: str, beside: str, design: Design) -> Side:
    subject = facts.title_in(language)
    given = _given(facts, language)
    words = run(lambda: template(language, "sentences.html").make_module(given))
    wording: dict[str, tuple[Piece, ...]] = {
        slot: _worded(design.words(language, slot), words) for slot in SLOTS
    }
    title = _plain(words, wording, f"title_{facts.kind}")
    return Side(
        language=language,
        direction=direction(language),
        words=words,
        wording={"law": ()} | wording,
        subject=subject,
        subject_size=fit(subject, fitting.subject_box(design, beside)),
        title_size=fit(title, fitting.title_box(design, beside)),
        issuer=given["issuer"],
        conditions=facts.conditions.get(language, ""),
    )


def _given(facts: Facts, language: str) -> dict[str, Any]:
    """Return what the sentences in a language are made of."""
    return {
        "facts": facts,
        "subject": facts.title_in(language),
        "issuer": facts.issuer_in(language),
        "articles": facts.articles_in(language),
        "study_language": _language_name(facts.study_language, language),
        "exam_language": _language_name(facts.exam_language, language),
        "result": _result(facts, language),
    }


@lru_cache(maxsize=len(LANGUAGES))
def usual_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each slot that stand where a design has none of its own.

    Two where a programme has others than a course, in this order; none where nothing is usual.
    """
    around = Around({language: ""})
    kinds = [
        template(language, "sentences.html").make_module(
            _given(replace(sample_facts("ordinary", language, around), subject=subject), language)
        )
        for subject in ("programme", "course")
    ]
    usual = {slot: [_plainly(getattr(one, slot, "")) for one in kinds] for slot in SLOTS}
    return {slot: tuple(dict.fromkeys(filter(None, texts))) for slot, texts in usual.items()}


def _worded(text: str, words: Any) -> tuple[Piece, ...]:  # noqa: ANN401 - a template's module
    """Return a wording of a design; none, so that the usual one stands, where a value is missing.

    A sentence with a hole in it would be signed and kept for ever.
    """
    pieces = split_wording(" ".join(text.splitlines()))
    has_hole = any(one.is_variable and not words.values[one.text] for one in pieces)
    return () if has_hole else pieces


def _title(side: Side, facts: Facts) -> str:
    return _plain(side.words, side.wording, f"title_{facts.kind}")


def _plain(words: Any, wording: Mapping[str, tuple[Piece, ...]], slot: str) -> str:  # noqa: ANN401 - as above
    """Return the words of a slot as one text."""
    pieces = wording[slot]
    if not pieces:
        return str(getattr(words, slot))
    return "".join(str(words.values[one.text]) if one.is_variable else one.text for one in pieces)


def _shown(facts: Facts, sides: tuple[Side, ...], design: Design) -> frozenset[str]:
    """Return which of the parts that a design may leave out have something to say."""
    said = {
        "articles": bool(facts.articles),
        "conditions": any(side.conditions for side in sides),
        "version": facts.version is not None or facts.content_hash is not None,
    }
    return frozenset(key for key, is_there in said.items() if is_there and key in design.shows)


def _in_rows(keys: list[str], design: Design) -> list[dict[str, Any]]:
    """Return the facts as they stand in rows, each with how many share its row."""
    most = (LANDSCAPE if design.orientation == "landscape" else PORTRAIT)[len(keys)]
    return [
        {"key": key, "of": min(most, len(keys) - at + at % most), "is_first": at % most == 0}
        for at, key in enumerate(keys)
    ]


def _style(design: Design, languages: int) -> str:
    return " ".join(
        (
            f"{design.paper}-{design.orientation}".lower(),
            design.orientation,
            design.layout,
            "two" if languages > 1 else "one",
            f"emblem-{design.emblem}",
            "white" if design.colours.paper == Palette().paper else "tinted",
        )
    )


def _result(facts: Facts, language: str) -> str:
    """Return the result as words where the programme gives no number, else as it was reached."""
    if facts.score_band:
        return facts.score_band.get(language) or next(iter(facts.score_band.values()))
    if facts.points is None:
        return ""
    return formats(language).exact_percent(Decimal(facts.points))


def _language_name(code: str | None, language: str) -> str:
    if code is None:
        return ""
    name = formats(language).language(code)
    return name[:1].upper() + name[1:]


def _balanced(text: str, width: float, size: float, language: str) -> str:
    """Return what is to be written, or was written by a template, broken where it is to be."""
    return balanced(_plainly(text), width, size, language)


def _plainly(text: str) -> str:
    return text.unescape() if isinstance(text, Markup) else text


@lru_cache(maxsize=2 * len(LANGUAGES))
def template(language: str, name: str) -> Any:  # noqa: ANN401 - Jinja's template, bound to a language
    """Return a template of the certificates whose texts are in `language`."""
    form = formats(language)
    environment = Sandbox(FileSystemLoader(DESIGN))
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        language=language, date=form.date, number=form.number, direction_of=direction_of,
        balanced=_balanced,
    )  # fmt: skip
    return environment.get_template(name)
