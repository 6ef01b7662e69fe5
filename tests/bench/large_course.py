"""A large course to measure with: 300 pages, 2,000 questions, six languages; always the same.

`python -m tests.bench.large_course FOLDER` writes it out. Its words mean nothing.
"""

import random
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polib

from lms.content import package
from lms.content.catalogues import po_file
from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.kit.i18n import LANGUAGES
from lms.units import po
from lms.units.inline import join, split

SLUG = "large"
MODULES = 30
PAGES_A_MODULE = 10
QUESTIONS_A_BANK = 100
BANKS = 20
WORDS = [
    "authority", "prevention", "officer", "public", "tender", "contract", "review", "State",
    "party", "report", "evidence", "bank", "account", "asset", "transfer", "request", "reply",
    "court", "witness", "record", "duty", "measure", "service", "budget", "audit", "register",
    "owner", "company", "benefit", "conflict", "interest", "gift", "rule", "code", "channel",
    "complaint", "inquiry", "policy", "risk", "control", "training", "network", "country",
    "region", "agency", "law", "article", "chapter", "procedure",
]  # fmt: skip
# Other letters, so that the files weigh what real ones do.
_SCRIPTS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "ru": "абвгдежзиклмнопрстуфхцчшщэ",
    "zh": "公共机构预防官员合同审查国家缔约报告证据银行账户资产转移",
    "fr": "éabcdefghiàklmnopqrstuvwxç",
    "es": "abcdefghñjklmóopqrstuvíxyz",
}
_WORD = re.compile(r"[A-Za-z]+")


def build() -> dict[str, bytes]:
    """Return the course's files."""
    dice = random.Random(60)
    files = {"course.yaml": _head().encode()}
    for number in range(MODULES * PAGES_A_MODULE):
        files[f"pages/p{number}.md"] = _page(dice, number).encode()
    for number in range(BANKS):
        files[f"questions/b{number}.yaml"] = _bank(dice, number).encode()
        files[f"quizzes/q{number}.yaml"] = _quiz(number).encode()
    course, problems = read_course(files)
    assert not problems, problems[0]
    units = list_units(course)
    for language in LANGUAGES:
        if language != "en":
            files[po_file(language)] = _catalogue(language, units).encode()
    return files


def _sentence(dice: random.Random, count: int) -> str:
    words = [dice.choice(WORDS) for _ in range(count)]
    return f"{' '.join(words).capitalize()}."


def _paragraph(dice: random.Random, number: int) -> str:
    sentences = [_sentence(dice, dice.randint(8, 18)) for _ in range(dice.randint(2, 4))]
    marked = _sentence(dice, 6).replace(" ", " *", 1).replace(".", "*.")
    link = f"See [{dice.choice(WORDS)} {number}](pages/p{(number + 1) % 300}.md)."
    return " ".join([*sentences, marked, link])


def _page(dice: random.Random, number: int) -> str:
    blocks = [f"# Page {number}: {_sentence(dice, 4)}"]
    for part in range(3):
        blocks += [f"## {part + 1}. {_sentence(dice, 3)}", _paragraph(dice, number)]
    blocks += [f"- {_sentence(dice, 9)}" for _ in range(3)]
    blocks.append(f"::: case Case {number}\n{_sentence(dice, 14)}\n:::")
    return "\n\n".join(blocks) + "\n"


def _question(dice: random.Random, number: int) -> str:
    text = f"{number}: {_sentence(dice, 12)}"
    if number % 3 == 0:
        return (
            f"- id: q{number}\n  type: true_false\n  objective: o{number % 5}\n"
            f'  text: "{text}"\n  correct: yes\n'
        )
    keys = (", correct: yes", "", "")
    choices = "".join(
        f'    - {{id: c{n}, text: "{n} {_sentence(dice, 6)}"{key}}}\n' for n, key in enumerate(keys)
    )
    return (
        f"- id: q{number}\n  type: single\n  objective: o{number % 5}\n"
        f'  text: "{text}"\n  choices:\n{choices}'
    )


def _bank(dice: random.Random, number: int) -> str:
    first = number * QUESTIONS_A_BANK
    return "".join(_question(dice, n) for n in range(first, first + QUESTIONS_A_BANK))


def _quiz(number: int) -> str:
    return (
        f"id: q{number}\ntitle: Quiz {number}\nminutes: 30\nattempts: 3\npass_points: 70\n"
        f"sections: [{{draw: 20, from: questions/b{number}.yaml, by: objective}}]\n"
    )


def _head() -> str:
    lines = [
        f"id: {SLUG}", "source_language: en", "title: A large course",
        "summary: Three hundred pages and two thousand questions.", "articles: [1, 2, 60]",
        "topics: [60-1-b]", "level: awareness", "hours: 60", "objectives:",
        *(f"  - {{id: o{n}, text: Objective {n}.}}" for n in range(5)), "modules:",
    ]  # fmt: skip
    for module in range(MODULES):
        lines += [f"  - id: m{module}", f"    title: Module {module}", "    activities:"]
        for page in range(module * PAGES_A_MODULE, (module + 1) * PAGES_A_MODULE):
            lines.append(f"      - {{id: p{page}, page: pages/p{page}.md, minutes: 8}}")
        if module < BANKS:
            lines.append(f"      - {{id: t{module}, quiz: quizzes/q{module}.yaml}}")
    lines.append("completion: {participation: {visited: 80}, achievement: {quiz: t0, points: 70}}")
    return "\n".join(lines) + "\n"


def _spelt(language: str, found: re.Match[str]) -> str:
    letters = _SCRIPTS[language]
    return "".join(letters[(ord(letter) - 65) % 26] for letter in found.group().upper())


def translated(text: str, language: str) -> str:
    """Return a text's words in other letters, its signs as they are."""
    spell = partial(_spelt, language)
    pieces = split(text)
    return join(_WORD.sub(spell, p) if isinstance(p, str) else p for p in pieces)


def _catalogue(language: str, units: list) -> str:
    header = po.blank(language, SLUG).header
    return header + "".join(_entries(language, units))


def _entries(language: str, units: list) -> Iterator[str]:
    for number, unit in enumerate(units):
        entry = polib.POEntry(
            msgctxt=unit.context, msgid=unit.text, msgstr=translated(unit.text, language),
            comment=unit.kind, occurrences=[(unit.file, str(unit.line))],
            tcomment="status: reviewed" if number % 2 else "",
        )  # fmt: skip
        yield f"{entry.__unicode__(po.WIDTH)}\n"


def main() -> None:
    """Write the course to a folder, or to a zip where the name ends so."""
    target = Path(sys.argv[1])
    files = build()
    if target.suffix == ".zip":
        target.write_bytes(package.write_zip(files))
        return
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main()
