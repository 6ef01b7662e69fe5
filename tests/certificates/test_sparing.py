"""What the renderer is spared changes no byte of a sheet."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.pool import Pool

import pytest

from lms.certificates.drawing import engine
from lms.certificates.drawing.rendering import render_certificate
from tests.certificates.graduates import facts


def _draw(language: str, beside: str) -> bytes:
    return render_certificate(facts(language), language, "https://academy.example", beside=beside)


def _draw_unspared(language: str, beside: str) -> bytes:
    engine.spare = lambda: None
    return _draw(language, beside)


@pytest.fixture(scope="module")
def another() -> Iterator[Pool]:
    """Give a process that the renderer was not changed for."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield pool


@pytest.mark.parametrize(("language", "beside"), [("ar", ""), ("ru", ""), ("zh", "ar")])
def test_a_sheet_is_the_same_byte_for_byte(another: Pool, language: str, beside: str) -> None:
    unspared = another.apply(_draw_unspared, (language, beside))
    assert _draw(language, beside) == unspared
