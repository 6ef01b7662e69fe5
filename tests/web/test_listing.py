"""Pages of long lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.listing import ROWS_PER_PAGE, Page, cut, page_number


@pytest.mark.parametrize(
    ("said", "number"), [(None, 1), ("", 1), ("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("9" * 30, 1)]
)
def test_a_page_number_is_a_number_from_one(said, number):
    assert page_number(said) == number


@given(st.integers(0, 500), st.integers(1, 60))
def test_the_pages_cover_every_row_once(total, size):
    rows = list(range(total))
    count = Page([], 1, total, size).count
    pages = [Page(rows[(n - 1) * size : n * size], n, total, size) for n in range(1, count + 1)]
    assert [row for page in pages for row in page.rows] == rows
    if total:
        assert pages[0].first == 1
        assert pages[-1].last == total


@given(st.integers(0, 4 * ROWS_PER_PAGE))
def test_pages_that_are_cut_cover_every_row_once(total):
    rows = list(range(total))
    last = cut(rows, None)
    pages = [cut(rows, number) for number in range(1, last.count + 1)]
    assert [row for page in pages for row in page.rows] == rows
    assert pages[-1] == last == cut(rows, last.count + 7)
