"""A cohort from its programme to its places, as its people do it page by page.

What is done once it has begun stands in `attending`; what is to be seen on the way, in the test.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from lms.admin.demo_programmes import HUB
from lms.kit.i18n import translate
from tests.browser.server import Installation
from tests.content import courses

SLUG, ZONE = "asset-recovery", "Africa/Accra"
COURSE = courses.COURSE.replace("{visited: 80}", "{visited: 60}")
SEND = "main form.form button[type=submit]"
COHORT = re.compile(r".*/admin/cohorts/[a-z2-7]{26}$")


def add_course(installation: Installation) -> None:
    """Publish the course of which the programme is made: two pages in English and Arabic."""
    files = courses.translated(courses.files(course=COURSE))
    installation.add_course("small", files, "--as", "trainer@demo.example")


def said(page: Page, msgid: str) -> str:
    """Return a text of the interface in the language of a page."""
    return translate(page.locator("html").get_attribute("lang") or "en", msgid)


def press(page: Page, msgid: str) -> None:
    """Press the button of the page's own part that bears a text of the interface."""
    page.locator("main").get_by_role("button", name=said(page, msgid), exact=True).first.click()


def send(page: Page, path: str, form: str = "") -> None:
    """Send a form of the page, by default its only one, and wait for the address that follows."""
    page.locator(f"main form[action$='{form}'] button[type=submit]" if form else SEND).first.click()
    page.wait_for_url(re.compile(path))


def invite_administrator(page: Page, name: str, address: str) -> None:
    """Invite who is to administer the hub, as an administrator of all."""
    page.goto("/admin/people/invite")
    page.fill("[name=full_name]", name)
    page.fill("[name=email]", address)
    page.select_option("main [name=organisation_id]", label=HUB)
    page.uncheck("[name=roles][value=trainee]")
    page.check("[name=roles][value=administrator]")
    send(page, r".*/invitations$")


def publish_programme(page: Page) -> None:
    """Build a programme of a course, a session and a piece of work, and publish it."""
    page.goto("/admin/programmes")
    page.fill("main [name=title]", "Asset recovery")
    page.fill("main [name=slug]", SLUG)
    send(page, rf".*/programmes/{SLUG}$")
    briefs = {"brief-en": "A plan for your office.", "brief-ar": "خطة لمكتبك."}
    for kind, values in (
        ("course", {}),
        ("attendance", {"sessions": "1"}),
        ("product", {**briefs, "points": "60"}),
    ):
        page.goto(f"/admin/programmes/{SLUG}/requirements/new?type={kind}")
        if kind == "course":
            page.select_option("main [name=course]", "small")
        for name, value in values.items():
            page.fill(f"main [name={name}]", value)
        send(page, rf".*/programmes/{SLUG}(#.*)?$")
    page.goto(f"/admin/programmes/{SLUG}/facts")
    page.fill("[name=title-ar]", "استرداد الموجودات")
    page.fill("[name=summary-en]", "From the trace of the money to its return.")
    page.fill("[name=summary-ar]", "من تتبع الأموال إلى إعادتها.")
    page.select_option("[name=level]", "foundation")
    page.fill("[name=hours]", "20")
    page.fill("[name=valid_months]", "12")
    page.check("[name=again][value=course]")
    send(page, rf".*/programmes/{SLUG}$")
    page.goto(f"/admin/programmes/{SLUG}/publish")
    send(page, rf".*/programmes/{SLUG}$", "/publish")


def plan_cohort(page: Page, today: date) -> str:
    """Plan a cohort with five places from the fifth to the ninth week; return its id."""
    page.goto("/admin/cohorts/new")
    page.select_option("[name=programme]", SLUG)
    page.select_option("[name=runner]", label=HUB)
    page.fill("[name=title-en]", "Spring cohort")
    page.fill("[name=title-ar]", "دفعة الربيع")
    page.select_option("[name=time_zone]", ZONE)
    page.fill("[name=starts_on]", f"{today + timedelta(days=35)}")
    page.fill("[name=ends_on]", f"{today + timedelta(days=65)}")
    page.fill("[name=opens_at]", f"{today}T00:00")
    page.fill("[name=closes_at]", f"{today + timedelta(days=14)}T23:59")
    page.fill("[name=places]", "5")
    for language in ("en", "ar"):
        page.check(f"[name=languages][value={language}]")
    send(page, COHORT.pattern)
    return page.url.rpartition("/")[2]


def prepare_cohort(page: Page, desk: str) -> None:
    """Write the announcement, ask a question, add a criterion, and give two people tasks."""
    page.goto(f"{desk}/announcement")
    page.fill("[name=announcement-en]", "For officers who trace **assets**.")
    page.fill("[name=announcement-ar]", "لموظفين يتتبعون **الموجودات**.")
    press(page, "Save")
    page.locator(".flashes .notice").first.wait_for()
    page.goto(f"{desk}/form/nominee/new")
    page.select_option("[name=kind]", "long")
    page.fill("[name=label-en]", "What will you do differently?")
    page.fill("[name=label-ar]", "ما الذي ستفعله على نحو مختلف؟")
    page.check("[name=is_required]")
    send(page, r".*/form(#.*)?$")
    page.goto(f"{desk}/criteria/new")
    page.fill("[name=name-en]", "Relevance of the work")
    page.fill("[name=name-ar]", "صلة العمل بالبرنامج")
    page.fill("[name=points]", "10")
    page.fill("[name=weight]", "1")
    page.fill("[name=levels-en]", "10: every day.")
    send(page, r".*/criteria(#.*)?$")
    for who, task in (("trainer", "panel"), ("translator", "tutor"), ("auditor", "complaints")):
        page.goto(f"{desk}/team?q={who}@demo.example")
        page.select_option("main .entries [name=task]", task)
        page.locator("main .entries button").click()
        page.locator(".flashes .notice").first.wait_for()
    page.goto(f"{desk}/life/publish")
    page.locator("main form.confirm button[type=submit]").click()
    expect(page.locator("main .status").first).to_have_text(said(page, "Open for nominations"))


def nominate(page: Page, cohort_id: str, name: str, address: str) -> None:
    """Nominate somebody without an account; the nomination's page is open then."""
    page.goto("/nominate")
    page.locator(f"main a[href='/nominate/{cohort_id}']").click()
    page.locator("main a.button[href$='/new']").click()
    page.fill("[name=written_name]", name)
    page.fill("[name=email]", address)
    send(page, r".*/nominate/nominations/\w+$")


def nominate_known(page: Page, cohort_id: str, name: str) -> None:
    """Search an officer by name and nominate them; the nomination's page is open then."""
    page.goto(f"/nominate/{cohort_id}")
    page.fill("main [name=q]", name)
    page.locator("main form.search button").click()
    page.locator("main a[href*='/new?person=']").click()
    send(page, r".*/nominate/nominations/\w+$")


def submit(page: Page, head: str) -> None:
    """Fill in the organisation's part of the nomination on the page, and submit it."""
    page.select_option("[name=sex]", "female")
    page.fill("[name=head_name]", "Esi Boateng")
    page.fill("[name=head_email]", head)
    press(page, "Save")
    press(page, "Submit the nomination")
    expect(page.locator(".flashes .notice.success").first).to_be_visible()


def fill_in(page: Page, words: str) -> None:
    """Fill in the officer's part of the nomination on the page, and confirm it."""
    page.locator("main textarea[name^=answer]").fill(words)
    page.check("[name=consent]")
    page.locator("button[name=confirm]").click()
    expect(page.locator("main .notice.success").first).to_be_visible()


def apply(page: Page, cohort_id: str) -> None:
    """Find the cohort among the programmes and apply for a place in it."""
    page.goto("/programmes")
    page.locator(f"main a[href='/programmes/cohorts/{cohort_id}']").first.click()
    page.locator("main a[href$='/apply']").click()
    page.check("[name=agreed]")
    send(page, r".*/nominations/\w+$")


def endorse(page: Page, cohort_id: str, name: str, head: str) -> None:
    """Endorse somebody's application, fill in the organisation's part, and submit it."""
    page.goto(f"/nominate/{cohort_id}")
    page.locator("main tbody").get_by_role("link", name=name).click()
    page.locator("main form[action$='/endorse'] button").click()
    expect(page.locator(".flashes .notice.success").first).to_be_visible()
    submit(page, head)


def confirm_as_head(page: Page, link: str) -> None:
    """Confirm a nomination as the officer's head of unit, by the mailed link."""
    page.goto(link)
    page.locator("button[value=confirm]").click()
    expect(page.locator("main .notice.success")).to_be_visible()


def score(page: Page, cohort_id: str, points: Mapping[str, int]) -> None:
    """Give nominees points as a member of the panel, by their names."""
    for name, number in points.items():
        page.goto(f"/admin/cohorts/{cohort_id}/panel")
        page.locator("main tbody").get_by_role("link", name=name).click()
        page.locator("main input[name^=points-]").fill(str(number))
        press(page, "Save points")
        page.wait_for_url("**/panel")


def take_place(page: Page, link: str) -> str:
    """Accept the place that a mailed link offers; return the participation's id."""
    page.goto(link)
    press(page, "Accept the place")
    expect(page.locator("main .status")).to_have_text(said(page, "Accepted"))
    return link.rpartition("/")[2]
