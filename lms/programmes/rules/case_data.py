"""Hints that a text may hold case data: names, addresses, numbers of files, accounts, passports.

Patterns only, in the scripts of the six languages; whoever writes decides what a place really is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lms.kit.i18n import N_

HintKind = Literal["email", "phone", "account", "identity", "file", "name"]
KIND_NAMES: Mapping[HintKind, str] = {
    "email": N_("an e-mail address"),
    "phone": N_("a telephone number"),
    "account": N_("a number of an account or card"),
    "identity": N_("a number of a passport or identity card"),
    "file": N_("a number of a case or file"),
    "name": N_("the name of a person"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A place of a text, from `start` up to `end`, that looks like case data."""

    kind: HintKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `kind` says what it looks like, or is empty."""

    words: str
    kind: HintKind | None


# Latin, Cyrillic: a word that begins with a capital and goes on in small letters, or an initial.
_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ](?:[a-zß-öø-ÿа-яё]+(?:[-'’][A-ZÀ-ÖØ-ÞА-ЯЁ]?[a-zß-öø-ÿа-яё]+)*|\.)"
_SHOUTED = r"[A-ZÀ-ÖØ-ÞА-ЯЁ]{2,}(?:-[A-ZÀ-ÖØ-ÞА-ЯЁ]{2,})*"
_NAME = rf"(?:{_CAPITAL}|{_SHOUTED})"
_ARABIC = r"[\u0621-\u064A\u0671-\u06D3]{2,}"
# Before a name, in six languages. A full stop may be left out.
_TITLES = (
    r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sr|Sra|Srta|Mme|Mlle|MM?|Monsieur|Madame|Mademoiselle|[Ss]eñora?|"
    r"Don|Doña|г-н|г-жа|гр|гражданин|гражданка|господин|госпожа|Гр|Гражданин|Гражданка|"
    r"Господин|Госпожа|Г-н|Г-жа)\.?"
)
# “And”, “then”, “by”, “as”, “to” and the article are written onto the word.
_ARABIC_TITLES = (
    r"[وف]?(?:لل|[بكل]?(?:ال)?)(?:سيد|سيدة|آنسة|دكتور|دكتورة|مدعو|مدعوة|متهم|متهمة|مواطن|مواطنة)"
)
# The family names that most people of China bear; with 某 a name that was made unreadable.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐"
    "许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任"
)
_CHINESE_TITLES = "(?:先生|女士|小姐|同志|某某?)"
# What stands before the number of a passport or an identity card.
_IDENTITY_WORDS = (
    r"(?:passports?|passeports?|pasaportes?|паспорт[а-я]{0,2}|(?:national\s+)?id(?:\s+card)?|"
    r"identity\s+card|carte\s+(?:nationale\s+)?d['’]identité|CNI|DNI|cédula|"
    r"(?:documento|carné|cédula)\s+de\s+identidad|удостоверени[а-я]{1,2}(?:\s+личности)?|"
    r"[وف]?[بل]?(?:ال)?(?:جواز(?:\s+(?:ال)?سفر[هه]?ا?)?|بطاق[ةه](?:\s+(?:ال)?هوية)?)|"
    r"(?:ال)?رقم\s+(?:ال)?(?:وطني|قومي)|"
    r"护照|身份证)"
)
# What stands before the number of a case, a file, a docket.
_CASE_WORDS = (
    r"(?:case|file|docket|matter|ref(?:erence)?|dossier|affaire|r[ée]f[ée]rence|expediente|"
    r"causa|caso|дел[оауе]|досье|материал|قضية|القضية|ملف|الملف|محضر|المحضر|案件?|卷宗|案号)"
)
_NUMBER_SIGN = r"(?:no\.?|nr\.?|n[°ºo]\.?|núm\.?|number|num[ée]ro|número|№|#|رقم|号|编号)"
_DIGIT = r"[0-9\u0660-\u0669\u06F0-\u06F9]"
_YEAR = rf"(?:19|20){_DIGIT}{{2}}"
_LETTERS = r"(?:[A-Za-zА-Яа-я]{1,4}[-/. ]?)?"
_MAILBOX = r"[^\s@<>,;:()\"،؛，；：（）]+"
# Where a word begins or ends; signs of Chinese stand beside others without a space.
_BEGIN, _END = r"(?<![^\W\u2E80-\u9FFF])", r"(?![^\W\u2E80-\u9FFF])"
_PATTERNS: tuple[tuple[HintKind, re.Pattern[str]], ...] = (
    ("email", re.compile(rf"(?<![^\s<>,;:()\"،؛，；：（）]){_MAILBOX}@{_MAILBOX}\.[^\W\d_]{{2,}}")),
    ("identity", re.compile(
        rf"{_BEGIN}{_IDENTITY_WORDS}\s*(?:{_NUMBER_SIGN}|号码)?\s*[:：]?\s*"
        rf"[A-ZА-Я]{{0,3}}[ \-]?{_DIGIT}(?:[ \-]?{_DIGIT}){{4,17}}[A-ZА-Я]?{_END}",
        re.IGNORECASE)),
    # IBAN (ISO 13616): country, two check digits, up to 30 more, often in groups of four.
    ("account", re.compile(
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?"
        r"(?![A-Za-z0-9])")),
    ("phone", re.compile(
        rf"{_BEGIN}(?<!\+)(?:\+|00){_DIGIT}(?:[ .\-/()]{{0,2}}{_DIGIT}){{6,14}}{_END}")),
    ("file", re.compile(
        rf"{_BEGIN}{_CASE_WORDS}\s*(?:{_NUMBER_SIGN})?\s*[:：]?\s*{_LETTERS}{_DIGIT}[\w\-/.]*",
        re.IGNORECASE)),
    # As the courts of China write it: (2024)京01刑初12号.
    ("file", re.compile(
        r"[(（〔\[]\s*(?:19|20)\d\d\s*[)）〕\]]\s*[^\s\d]{1,4}\d*[^\s\d]{0,6}\d+号?")),
    ("file", re.compile(
        rf"{_NUMBER_SIGN}\s*{_LETTERS}{_DIGIT}+(?:[-/]\w+)+", re.IGNORECASE)),
    # 123/2024, 2024/ABC/123: a number and a year by a stroke. Days of the calendar have two.
    ("file", re.compile(
        rf"{_BEGIN}(?<!/)(?:{_DIGIT}{{1,6}}/(?:[^\W\d]{{1,6}}/)?{_YEAR}"
        rf"|{_YEAR}/(?:[^\W\d]{{1,6}}/)?{_DIGIT}{{2,6}}){_END}(?!/)")),
    # With a zero before it a number of up to twelve digits is rather a telephone's.
    ("phone", re.compile(
        rf"{_BEGIN}(?<![/.])(?!\(?0(?:[ .\-/()]{{0,2}}{_DIGIT}){{12}})"
        rf"(?!{_DIGIT}{{2}}[./]{_DIGIT}{{2}}[./]{_YEAR})"
        rf"\(?0{_DIGIT}{{1,4}}\)?(?:[ .\-/]?{_DIGIT}{{2,4}}){{2,4}}{_END}")),
    ("account", re.compile(
        rf"{_BEGIN}(?!{_YEAR}-\d\d-\d\d(?!\d)){_DIGIT}(?:[ \-]?{_DIGIT}){{8,33}}{_END}")),
    ("name", re.compile(rf"{_BEGIN}{_TITLES}\s+{_NAME}(?:\s+{_NAME}){{0,3}}")),
    ("name", re.compile(
        rf"{_BEGIN}{_ARABIC_TITLES}(?:\s*/\s*|\s+){_ARABIC}(?:\s+{_ARABIC}){{0,2}}")),
    ("name", re.compile(rf"[{_SURNAMES}][\u4E00-\u9FFF]{{0,2}}?{_CHINESE_TITLES}")),
    # Two words or more with capitals, within a sentence: its first word has one anyhow.
    ("name", re.compile(
        rf"(?:(?<=[^\W_][ ])|(?<=[,;:][ ])){_NAME}"
        rf"(?:[ ]+(?:(?:de|del|la|van|von|bin|al|el)[ ]+)?{_NAME}){{1,3}}")),
)  # fmt: skip
_WORD = re.compile(r"\w+")


def find_hints(text: str, known: Iterable[str] = ()) -> list[Hint]:
    """Return the places of a text that look like case data, the first first; none overlap.

    `known` are words that are no case data: names of the programme, of those who write and read.
    Where two patterns meet, what is listed first wins.
    """
    spoken = {word.casefold() for one in known for word in _WORD.findall(one)}
    found: list[Hint] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            hint = Hint(kind, *match.span())
            is_known = kind == "name" and _is_known(match.group(), spoken)
            if not is_known and not any(_meet(hint, other) for other in found):
                found.append(hint)
    return sorted(found, key=_start)


def _is_known(words: str, spoken: set[str]) -> bool:
    """Say whether a name is of words that are known; a title before it does not matter."""
    bare = re.sub(rf"^(?:{_TITLES}\s+|{_ARABIC_TITLES}(?:\s*/\s*|\s+))", "", words)
    return all(word.casefold() in spoken for word in _WORD.findall(bare))


def _meet(one: Hint, other: Hint) -> bool:
    return one.start < other.end and other.start < one.end


def _start(hint: Hint) -> int:
    return hint.start


def mark(text: str, hints: Iterable[Hint]) -> list[Segment]:
    """Return a text in pieces, with the hints among them; joined they are the text."""
    return [segment for segment in _cut(text, hints) if segment.words]


def _cut(text: str, hints: Iterable[Hint]) -> Iterator[Segment]:
    last = 0
    for hint in hints:
        yield Segment(text[last : hint.start], None)
        yield Segment(text[hint.start : hint.end], hint.kind)
        last = hint.end
    yield Segment(text[last:], None)


def list_kinds(hints: Iterable[Hint]) -> list[HintKind]:
    """Return which kinds of case data a text seems to hold, each once, in a fixed order."""
    kinds = {hint.kind for hint in hints}
    return [kind for kind in KIND_NAMES if kind in kinds]
