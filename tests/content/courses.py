"""A small course to test with, as files in memory, and ways to change it."""

from collections.abc import Mapping
from datetime import datetime

from lms.content import catalogues, services
from lms.content.reader import read_course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.units import po
from lms.units.unit import Key
from tests import factories
from tests.cast import NOW

COURSE = """\
id: small
source_language: en
title: A small course
summary: Two pages and a quiz.
articles: [15, 16]
topics: [60-1-a]
level: awareness
hours: 1
objectives:
  - {id: strength, text: Say how strongly a wording binds.}
modules:
  - id: start
    title: The beginning
    activities:
      - {id: origins, page: pages/origins.md, title: Origins, minutes: 5}
      - {id: wording, page: pages/wording.md}
  - id: exam
    title: The end
    requires: [start]
    activities: [{id: test, quiz: quizzes/test.yaml}]
completion: {participation: {visited: 80}, achievement: {quiz: test, points: 70}}
valid_months: 36
"""
ORIGINS = """\
The Convention was adopted in 2003 and has *71 articles*.[^1]

## What it holds

- Prevention
- Asset recovery

![A ladder of three steps](media/ladder.svg "From may to shall")

::: case A gift to an engineer
What does [the next page](pages/wording.md) say of it?
:::

| Word | Binds |
|---|---:|
| shall | fully |

[^1]: In eight chapters.
"""
WORDING = """\
# How wording binds

A State *shall* act.

A State *may* act.
"""
BANK = """\
- id: shall
  type: single
  objective: strength
  article: "16(2)"
  text: What does *shall* ask?
  choices:
    - {id: act, text: To act., correct: yes, feedback: It binds.}
    - {id: think, text: To think about it.}
- id: may
  type: true_false
  objective: strength
  text: The word *may* binds.
  correct: no
"""
QUIZ = """\
id: test
title: Exam
minutes: 10
attempts: 2
pass_points: 70
sections: [{draw: 2, from: questions/bank.yaml, by: objective}]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9h9"/></svg>\n'


def files(**changes: str | None) -> dict[str, bytes]:
    """Return the small course's files; a change names its file by `page`, `bank` and so on."""
    texts: dict[str, str | None] = {
        "course.yaml": COURSE,
        "pages/origins.md": ORIGINS,
        "pages/wording.md": WORDING,
        "questions/bank.yaml": BANK,
        "quizzes/test.yaml": QUIZ,
        "media/ladder.svg": SVG,
    }
    names = {
        "course": "course.yaml", "origins": "pages/origins.md", "wording": "pages/wording.md",
        "bank": "questions/bank.yaml", "quiz": "quizzes/test.yaml", "picture": "media/ladder.svg",
        "ar": "locale/ar.po", "fr": "locale/fr.po",
    }  # fmt: skip
    texts.update({names[name]: text for name, text in changes.items()})
    return {name: text.encode() for name, text in texts.items() if text is not None}


def translated(
    tree: Mapping[str, bytes], language: str = "ar", status: po.Status = "draft", mark: str = "٭"
) -> dict[str, bytes]:
    """Return the files with every text translated: the source's words behind a mark."""
    course, problems = read_course(tree)
    assert not problems
    catalogue = catalogues.catalogue_of(course, language)
    changes = {key: (f"{mark} {key.text}", status) for key in catalogue.living()}
    return {**tree, catalogues.po_file(language): po.write(po.change(catalogue, changes))}


def retranslate(tree: Mapping[str, bytes], key: Key, text: str) -> dict[str, bytes]:
    """Return the files with one Arabic text changed."""
    catalogue = po.change(po.read(tree["locale/ar.po"]), {key: (text, "draft")})
    return {**tree, "locale/ar.po": po.write(catalogue)}


def take_in(tree: Mapping[str, bytes], now: datetime = NOW) -> services.Imported:
    """Import as the operator, and commit."""
    done = factories.import_course(OPERATOR, now, tree)
    db.session.commit()
    return done


def publish(now: datetime = NOW, **how: object) -> services.Publication:
    """Publish the small course as the operator, and commit."""
    made = factories.publish_course(OPERATOR, now, "small", **how)
    db.session.commit()
    return made
