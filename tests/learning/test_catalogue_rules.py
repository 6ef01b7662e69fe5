"""Searching and filtering the catalogue."""

from dataclasses import replace

import pytest

from lms.learning.rules import Entry, Wish, find_runs, list_values, select_entries

CONVENTION = Entry(
    slug="convention", title="The Convention", summary="Where every duty stands.", language="en",
    law=(), articles=("1", "60"), chapters=("1", "6"), topics=("60-1-b",), level="awareness",
    level_label="Awareness", hours=2.5, languages=("en", "ar"), texts="The Convention\nÉtat",
)  # fmt: skip
PROCUREMENT = replace(
    CONVENTION, slug="procurement", articles=("9",), chapters=("2",), topics=(), level="expert",
    languages=("en",), texts="Public procurement",
)  # fmt: skip
BOTH = [CONVENTION, PROCUREMENT]


def slugs(**wish: str) -> list[str]:
    return [entry.slug for entry in select_entries(BOTH, Wish(**wish))]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, ["convention", "procurement"]),
        ({"words": "PROCUREMENT public"}, ["procurement"]),
        ({"words": "etat"}, ["convention"]),
        ({"words": "procurement convention"}, []),
        ({"article": "60"}, ["convention"]),
        ({"article": "6"}, []),
        ({"chapter": "2"}, ["procurement"]),
        ({"topic": "60-1-b"}, ["convention"]),
        ({"level": "expert"}, ["procurement"]),
        ({"language": "ar"}, ["convention"]),
        ({"language": "ar", "level": "expert"}, []),
        ({"level": "unheard-of"}, []),
    ],
)
def test_each_part_of_a_wish_must_be_met(wish: dict[str, str], expected: list[str]) -> None:
    assert slugs(**wish) == expected


def test_the_filters_offer_only_what_occurs() -> None:
    offered = list_values(BOTH, lambda entry: entry.chapters, ["1", "2", "3", "6"])
    assert offered == ["1", "2", "6"]


def test_an_empty_wish_leaves_everything() -> None:
    assert Wish().is_empty
    assert not Wish(article="60").is_empty


@pytest.mark.parametrize(
    ("articles", "runs"),
    [
        ((), []),
        (("9",), [(9, 9)]),
        (("60", "1", "2", "61", "4"), [(1, 2), (4, 4), (60, 61)]),
    ],
)
def test_articles_that_follow_one_another_are_one_run(articles, runs) -> None:
    assert find_runs(articles) == runs
