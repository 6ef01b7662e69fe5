"""The shipped course is changed, remarked on, translated, reviewed and published in the browser.

Five people, each in a browser of their own and in an Arabic interface; no file is touched, and
every page on the way is looked at. What a page does with bad input is tested where the page is.
"""

import re
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.kit.i18n import translate
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.places import SLUG
from tests.browser.server import LMS, Installation
from tests.browser.study import COURSE_PATH, ENROLMENT

COURSE, DESK = f"/teach/{SLUG}", f"/teach/{SLUG}/translate/ar"
OTHER, PASSWORD = "second@demo.example", "another-long-password"
OLD, NEW = (
    "The Convention chooses its verbs with care.",
    "The Convention chooses every verb with care.",
)
OLD_ARABIC, NEW_ARABIC = (
    "تنتقي الاتفاقية صيغ أفعالها بعناية.",
    "تنتقي الاتفاقية كل فعل من أفعالها بعناية.",
)
REMARK, NOTES = "أهي كل الأفعال حقًّا؟", "صياغة أوضح"


@pytest.fixture(scope="module", autouse=True)
def colleague(installation: Installation) -> None:
    """A second trainer of the same organisation, who remarks and reviews."""
    subprocess.run(
        [LMS, "user", "create", OTHER, "--name", "Second Trainer", "--role", "trainer",
         "--language", "ar", "--password-stdin"],
        env=installation.environment, input=PASSWORD, text=True, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def enter(open_browser) -> Callable[..., Page]:
    """Return `enter(name)`: the browser of somebody who has signed in."""

    def enter(name: str, password: str | None = None) -> Page:
        page = open_browser("ar")
        sign_in(page, name, *([password] if password else []))
        return page

    return enter


def test_from_a_changed_page_to_its_reader_in_arabic(enter, installation):
    trainee, trainer = enter("trainee"), enter("trainer")
    reading = enrol(trainee)
    expect(sentence(trainee)).to_contain_text(OLD_ARABIC)
    change(trainer)
    other = enter(OTHER, PASSWORD)
    remark(other)
    resolve(trainer)
    translate_unit(enter("translator"))
    review(other)
    publish(trainer)
    installation.mailed_path("trainer@demo.example", f"{COURSE}/publications/")
    trainee.goto(reading)
    expect(sentence(trainee)).to_contain_text(NEW_ARABIC)
    assert trainee.locator(".prose").evaluate("e => getComputedStyle(e).direction") == "rtl"
    expect(trainee.locator(".prose[lang=ar]")).to_have_count(1)
    look(trainee)
    trainee.locator(".language-switch select").select_option("en")
    press(trainee, "Change")
    expect(trainee.locator(".prose[lang=en]").get_by_text(NEW)).to_be_visible()


def look(page: Page) -> None:
    """Fail where a page cannot be used by everybody."""
    check_accessibility(page)
    check_reflow(page)


def press(page: Page | Locator, msgid: str) -> None:
    """Press the button of the page's own part that bears a text of the interface, in Arabic."""
    button = page.locator("main") if isinstance(page, Page) else page
    button.get_by_role("button", name=translate("ar", msgid), exact=True).first.click()


def follow(page: Page, address: str) -> None:
    """Follow the first link of the page that leads to an address, and look at what is there."""
    page.locator(f'main a[href^="{address}"], header a[href^="{address}"]').first.click()
    page.wait_for_url(re.compile(re.escape(address)))
    look(page)


def sentence(page: Page) -> Locator:
    """Return the paragraph of the page that the walk is about."""
    return page.locator(".prose p", has_text=re.compile("verbs with care|أفعالها بعناية"))


def enrol(page: Page) -> str:
    """Enrol for the course in Arabic and open the page; return its path."""
    page.goto(COURSE_PATH)
    page.locator("main select[name=language]").select_option("ar")
    press(page, "Enrol")
    page.wait_for_url(ENROLMENT)
    reading = page.url.partition("/learn/")[2]
    page.goto(f"/learn/{reading}/pages/wording")
    return f"/learn/{reading}/pages/wording"


def change(page: Page) -> None:
    """Change a sentence of a page in the editor, look at the change, and save it as a revision."""
    page.goto("/teach")
    follow(page, COURSE)
    follow(page, f"{COURSE}/pages/wording")
    area = page.locator("#page-text")
    area.fill(area.input_value().replace(OLD, NEW))
    expect(page.locator("[data-page-status]")).to_have_attribute("data-status", "server")
    page.goto(COURSE)
    follow(page, f"{COURSE}/save")
    expect(page.locator("ins").filter(has_text="every verb")).to_be_visible()
    page.fill("[name=message]", NOTES)
    press(page, "Save")
    page.wait_for_url(lambda url: not url.endswith("/save"))


def remark(page: Page) -> None:
    """Remark on the changed sentence."""
    page.goto(f"{COURSE}/review/pages/wording.md")
    place = page.locator(".review > li").filter(has_text=NEW)
    place.locator("summary").last.click()
    place.locator("textarea").last.fill(REMARK)
    press(place, "Send")
    expect(page.locator(".thread").filter(has_text=REMARK)).to_be_visible()
    look(page)


def resolve(page: Page) -> None:
    """Find the remark where all are listed, and resolve it."""
    page.goto(f"{COURSE}/review")
    thread = page.locator(".thread").filter(has_text=REMARK)
    look(page)
    thread.get_by_role("button", name=re.compile(translate("ar", "Resolve"))).click()
    expect(page.locator(".thread.resolved").filter(has_text=REMARK)).to_be_attached()


def translate_unit(page: Page) -> None:
    """Find what is stale by the filter, see what changed in its source, and translate it."""
    page.goto("/teach/translate")
    follow(page, f"/teach/{SLUG}/translate")
    page.goto(f"{DESK}?status=stale")
    look(page)
    expect(page.locator("main tbody th a")).to_have_count(1)
    follow(page, f"{DESK}/units/")
    expect(page.locator(".compared ins").filter(has_text="every verb")).to_be_visible()
    field = page.locator("textarea#text")
    expect(field).to_have_attribute("dir", "rtl")
    field.fill(field.input_value().replace(OLD_ARABIC, NEW_ARABIC))
    press(page, "Save")
    expect(page.locator(".flashes")).to_contain_text(translate("ar", "Saved."))


def review(page: Page) -> None:
    """Accept the translation, which its translator could not do."""
    page.goto(f"{DESK}/review")
    look(page)
    follow(page, f"{DESK}/units/")
    expect(page.locator("textarea#text")).to_have_value(re.compile(re.escape(NEW_ARABIC)))
    press(page, "Accept")
    expect(page.locator(".flashes")).to_contain_text(translate("ar", "Accepted."))


def publish(page: Page) -> None:
    """Check the course, declare that the meaning is unchanged, and publish an edition."""
    page.goto(f"{COURSE}/publish")
    press(page, "Check the course")
    expect(page.get_by_role("heading", name=translate("ar", "Checklist"))).to_be_visible()
    look(page)
    page.locator("[name=meaning]").first.check()
    page.fill("[name=notes]", NOTES)
    press(page, "Publish")
    page.wait_for_url(re.compile(r".*/publications/.*"))
    done = page.get_by_text(translate("ar", "A new edition is published"))
    expect(done).to_be_visible()
    look(page)
    follow(page, f"{COURSE}/versions")
    expect(page.get_by_text(NOTES).first).to_be_visible()
