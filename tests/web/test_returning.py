"""Where the language switch leads back to: always a page, be the page at hand one of a form."""

import re

from lms.kit.db import writing
from tests import cast, factories
from tests.content import courses

QUESTIONS = "/teach/small/questions"


def back(page: str) -> str:
    """Return where the language switch of a page leads."""
    return re.search(r'id="languages".*?name="next" value="([^"]*)"', page, re.DOTALL)[1]


def refused(browse, referrer=None):
    """Have Bruno's wish for a bank refused, whose address takes only forms."""
    with writing():
        factories.import_course(cast.actor_of("bruno"), cast.NOW, courses.files())
    headers = {"Referer": referrer} if referrer else {}
    answer = browse("bruno").post("/teach/small/banks", {"title": ""}, headers=headers)
    assert answer.status_code == 422
    return back(answer.text)


def test_a_page_leads_back_to_itself_with_its_query(browse):
    assert back(browse().get("/login?next=/learn").text) == "/login?next=/learn"
    assert back(browse().post("/login", {"email": ""}).text) == "/login"


def test_a_form_leads_back_to_the_page_that_sent_it(browse):
    page = f"{QUESTIONS}?q=gift"
    assert refused(browse, f"http://localhost{page}") == page
    assert browse("bruno").get(page).status_code == 200


def test_without_such_a_page_it_leads_to_the_nearest_above(browse):
    assert refused(browse) == "/teach/small"


def test_neither_another_site_nor_an_address_of_forms_is_led_to(browse):
    assert refused(browse, "https://evil.example/login") == "/teach/small"


def test_an_address_of_forms_that_is_asked_for_leads_to_a_page(browse):
    answer = browse("bruno").get("/teach/small/banks")
    assert answer.status_code == 405
    assert back(answer.text) == "/teach/small"
