"""What the program says of itself in docs/ is so."""

import pytest

from tests.house.generated import DOCS, DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_what_the_program_says(name):
    written = (DOCS / name).read_text("utf-8")
    assert written == DOCUMENTS[name](), "run `make docs`"
