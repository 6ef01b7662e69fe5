"""What translators call the files of a course: their titles, or their kind where they have none."""

import pytest

from lms.units.unit import Key
from tests.translation import desks
from tests.translation.desks import DESK, address

CHOICE = Key("questions/bank.yaml#shall.choices.act.text", "To act.")
NAMED = "Questions: \u2068bank\u2069"
REVIEW = f"{DESK}/review?file=questions/bank.yaml"


@pytest.mark.parametrize("path", [DESK, address(CHOICE), REVIEW, "/teach/small/translate"])
def test_a_bank_is_no_file(app, browse, path):
    desks.lay_out()
    desks.translate(browse("chen"), CHOICE, "التصرف.")
    page = browse("bruno").get(path).text
    assert NAMED in page
    assert ">questions/bank.yaml</option>" not in page
    assert ">questions/bank.yaml</bdi></a>" not in page
