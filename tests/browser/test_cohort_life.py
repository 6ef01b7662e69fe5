"""One cohort from its announcement to six months after it, and on to when its award is renewed.

The clock is moved by hand; the server, its worker, the mail server and the browsers are real. The
hub's administrator works in English, the focal point and one of the officers in Arabic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import attending, choosing, selecting
from tests.browser.attending import name_supervisor, plan_session, set_deadline
from tests.browser.choosing import said
from tests.browser.conftest import check_accessibility, check_reflow, sign_in
from tests.browser.moved import MovedInstallation, serve_moved
from tests.browser.study import reload_until
from tests.browser.test_administrator import accept

NARROW = 360
INES, AKOSUA, AMINA, GRACE = (
    "ines@hub.example", "akosua@example.org", "trainee@demo.example", "graduate@demo.example",
)  # fmt: skip
ESI, KOFI = "esi@example.org", "kofi@example.org"
AKOSUA_OWUSU = "أكوسوا أووسو"
# With them there are so many answers to the first survey that its results may be shown.
OTHERS = {
    "efua@example.org": "Efua Addo",
    "layla@example.org": "ليلى حداد",
    "yaw@example.org": "Yaw Ofori",
}
# How somebody's browser is, where it is not a wide one in English.
BROWSERS: dict[str, dict[str, object]] = {
    "focal": {"language": "ar"},
    AKOSUA: {"language": "ar", "width": NARROW},
}


@dataclass
class Life:
    """The cohort, its participants, and how one comes to its people."""

    installation: MovedInstallation
    open_for: Callable[[str], Page]
    cohort_id: str = ""
    session: str = ""
    places: tuple[str, str] = ("", "")

    @property
    def desk(self) -> str:
        """Return the address of the cohort for who runs it."""
        return f"/admin/cohorts/{self.cohort_id}"

    def enter(self, who: str) -> Page:
        """Return somebody's browser, signed in: days later nobody is any more."""
        page = self.open_for(who)
        sign_in(page, who)
        return page

    def take_part(self) -> list[tuple[Page, str]]:
        """Return the browsers of the participants, signed in, with their participations."""
        return list(zip(map(self.enter, (AKOSUA, GRACE)), self.places, strict=True))


@pytest.fixture(scope="module")
def installation(_demo, tmp_path_factory):
    """The demo with a course, served by a clock of its own."""
    with serve_moved(_demo, tmp_path_factory.mktemp("moved") / "data") as place:
        choosing.add_course(place)
        yield place


@pytest.fixture
def life(installation, open_browser, watch) -> Life:
    """The beginning of everything."""
    opened: dict[str, Page] = {}

    def open_for(who: str) -> Page:
        if who not in opened:
            opened[who] = open_browser(**BROWSERS.get(who, {}))
            watch.attach(opened[who])
        return opened[who]

    return Life(installation, open_for)


def look(page: Page, language: str = "ar") -> None:
    """Fail where a page is in another language, or cannot be used by everybody."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    check_accessibility(page)
    check_reflow(page)


def test_a_cohort_lives_from_its_announcement_to_six_months_after(life, watch):
    announce(life)
    nominate(life)
    answer_for_them(life)
    choose(life)
    take_places(life)
    prepare(life)
    meet(life)
    work(life)
    complete(life)
    say_how_it_was(life)
    say_what_is_used(life)
    read_results(life)
    renew(life)
    assert watch.complaints == []


def announce(life: Life) -> None:
    """The hub's administrator comes by a mail, publishes a programme, and announces a cohort."""
    choosing.invite_administrator(life.enter("admin"), "Ines Mendes", INES)
    ines = life.open_for(INES)
    accept(ines, life.installation.follow(INES, "/invitations/"))
    choosing.publish_programme(ines)
    life.cohort_id = choosing.plan_cohort(ines, life.installation.now.date())
    choosing.prepare_cohort(ines, life.desk)
    look(ines, "en")
    reader = life.open_for(AKOSUA)
    reader.goto(life.desk.replace("/admin", "/programmes"))
    expect(reader.locator("h1")).to_have_text("دفعة الربيع")
    expect(reader.locator(".prose strong")).to_have_text("الموجودات")
    look(reader)


def nominate(life: Life) -> None:
    """The focal point nominates with and without an account; one applies, and is endorsed."""
    focal, grace = life.enter("focal"), life.enter(GRACE)
    choosing.nominate(focal, life.cohort_id, AKOSUA_OWUSU, AKOSUA)
    choosing.submit(focal, ESI)
    look(focal)
    for address, name in OTHERS.items():
        choosing.nominate(focal, life.cohort_id, name, address)
        choosing.submit(focal, KOFI)
    choosing.nominate_known(focal, life.cohort_id, "Amina")
    choosing.submit(focal, ESI)
    choosing.apply(grace, life.cohort_id)
    choosing.fill_in(grace, "I will trace accounts.")
    life.installation.follow("focal@demo.example", "/nominate/nominations/")
    choosing.endorse(focal, life.cohort_id, "Grace Mensah", KOFI)


def answer_for_them(life: Life) -> None:
    """The officers fill in their parts by mailed links, and their heads of unit confirm."""
    life.installation.move_days(1)
    akosua, amina = life.open_for(AKOSUA), life.open_for(AMINA)
    akosua.goto(life.installation.follow(AKOSUA, "/nominee/"))
    look(akosua)
    choosing.fill_in(akosua, "سأتتبع الحسابات.")
    amina.goto(life.installation.follow(AMINA, "/nominee/"))
    choosing.fill_in(amina, "I will ask for records.")
    for address in OTHERS:
        page = life.open_for(address)
        page.goto(life.installation.follow(address, "/nominee/"))
        choosing.fill_in(page, "سأتتبع الحسابات.")
    for head in (ESI, ESI, KOFI, KOFI, KOFI, KOFI):
        choosing.confirm_as_head(life.open_for(head), life.installation.follow(head, "/heads/"))
    focal = life.enter("focal")
    focal.goto(f"/nominate/{life.cohort_id}")
    complete = focal.get_by_text(said(focal, "Submitted and complete"), exact=True)
    expect(complete).to_have_count(6)
    look(focal)


def choose(life: Life) -> None:
    """After the deadline the panel declares and scores, and the places are given out."""
    life.installation.move_days(14)
    bruno = life.enter("trainer")
    selecting.declare_none(bruno, life.cohort_id)
    points = {AKOSUA_OWUSU: 9, "Amina": 8, "Grace": 7, **dict.fromkeys(OTHERS.values(), 8)}
    choosing.score(bruno, life.cohort_id, points)
    ines = life.enter(INES)
    run = selecting.allocate(ines, life.cohort_id)
    expect(ines.locator("section", has=ines.locator("#list-waiting"))).to_contain_text("Grace")
    selecting.confirm(ines, run)


def take_places(life: Life) -> None:
    """All take their places but one, who lets it lapse: it goes to who waits by itself."""
    place = life.installation
    place.move_days(1)
    akosua = life.open_for(AKOSUA)
    accept(akosua, place.follow(AKOSUA, "/invitations/"))
    offer = place.follow(AMINA, "/learn/places/")
    first = choosing.take_place(akosua, place.follow(AKOSUA, "/learn/places/"))
    look(akosua)
    for address in OTHERS:
        page = life.open_for(address)
        accept(page, place.follow(address, "/invitations/"))
        choosing.take_place(page, place.follow(address, "/learn/places/"))
    place.move_days(8)
    freed = place.follow(GRACE, "/learn/places/")
    life.places = first, choosing.take_place(life.enter(GRACE), freed)
    amina = life.enter(AMINA)
    amina.goto(offer)
    expect(amina.locator("main .status")).to_have_text("Not answered in time")
    focal = life.enter("focal")
    focal.goto(place.follow("focal@demo.example", f"/nominate/{life.cohort_id}/outcome"))
    expect(focal.locator("main tbody tr")).to_have_count(6)
    look(focal)


def prepare(life: Life) -> None:
    """A session is planned, and goes into people's calendars by mail; work has a deadline."""
    place, ines = life.installation, life.enter(INES)
    page_of = {AKOSUA: "ar", GRACE: "en"}
    starts = datetime.combine(place.now.date() + timedelta(days=12), time(10))
    life.session = plan_session(ines, life.desk, starts)
    set_deadline(ines, life.desk, "product", starts + timedelta(days=14))
    for address, language in page_of.items():
        path = place.follow(address, "/learn/sessions/")
        assert path == f"/learn/sessions/{life.session}"
        (mail,) = [one for one in place.mails_to(address) if one.is_multipart()]
        assert mail["Content-Language"] == language
        (entry,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert f"DTSTART:{starts:%Y%m%dT%H%M%S}Z" in entry.get_content()
        assert entry.get_param("method") == "REQUEST"


def meet(life: Life) -> None:
    """On the day both enter the code that stands on the screen."""
    place = life.installation
    day = datetime.combine(place.now.date() + timedelta(days=12), time(10, 5), UTC)
    place.move_to(day)
    screen = life.enter("translator")
    screen.goto(f"/admin/sessions/{life.session}/code")
    for page, participation in life.take_part():
        attending.come(page, participation, life.session, screen)
    # It asks for the next code as long as it is open, and days later nobody is signed in.
    screen.goto("/")
    look(life.open_for(AKOSUA))


def work(life: Life) -> None:
    """They read the course and hand in what they wrote for their offices."""
    life.installation.move_days(4)
    for page, participation in life.take_part():
        attending.read_course(page)
        attending.hand_in(page, participation, "خطتي: الخطوة الأولى.")
    look(life.open_for(AKOSUA))


def complete(life: Life) -> None:
    """The tutor grades, and both have completed the programme."""
    life.installation.move_days(5)
    chen = life.enter("translator")
    for name, points in (("Grace Mensah", 80), (AKOSUA_OWUSU, 70)):
        attending.grade(chen, life.desk, name, points)
    for address, (page, participation) in zip((AKOSUA, GRACE), life.take_part(), strict=True):
        way = f"/learn/cohorts/{participation}"
        page.goto(life.installation.follow(address, f"{way}/work/"))
        assert life.installation.follow(address, way) == way
        page.goto(way)
        done = said(page, "You have completed the programme with participation.")
        expect(page.get_by_text(done)).to_be_visible()
    look(life.open_for(AKOSUA))


def say_how_it_was(life: Life) -> None:
    """When the cohort is over all are asked what they think of it."""
    life.installation.move_days(22)
    answer_surveys(life, 4)
    for address in OTHERS:
        page = life.enter(address)
        page.goto(life.installation.follow(address, "/learn/surveys/"))
        attending.answer(page, 4)


def say_what_is_used(life: Life) -> None:
    """Three and six months later they are asked what they use, and a supervisor as well."""
    life.installation.move_days(93)
    akosua = answer_surveys(life, 3)
    name_supervisor(akosua, ESI)
    look(akosua)
    esi = life.open_for(ESI)
    esi.goto(life.installation.follow(ESI, "/supervisors/"))
    expect(esi.locator("main")).not_to_contain_text(AKOSUA_OWUSU)
    attending.answer(esi, 4)
    life.installation.move_days(93)
    answer_surveys(life, 5)


def answer_surveys(life: Life, level: int) -> Page:
    """Let both answer the survey that they were mailed; return Akosua's browser."""
    for address, (page, _) in zip((AKOSUA, GRACE), life.take_part(), strict=True):
        page.goto(life.installation.follow(address, "/learn/surveys/"))
        attending.answer(page, level)
    return life.open_for(AKOSUA)


def read_results(life: Life) -> None:
    """Once all is closed the hub's administrator reads what five said, and not what two did."""
    life.installation.move_days(30)
    ines = life.enter(INES)
    ines.goto(f"{life.desk}/evaluation")
    reload_until(ines, ines.locator("main .status", has_text="Closed").nth(2))
    reaction = ines.get_by_role("region", name="Reaction survey", exact=True)
    expect(reaction).to_contain_text("5 of 5 have answered")
    means = reaction.get_by_role("table").first.locator("tbody td:last-child")
    expect(means).to_have_text(["4"] * means.count())
    for months in ("three", "six"):
        name = f"Application survey after {months} months"
        part = ines.get_by_role("region", name=name, exact=True)
        expect(part).to_contain_text("2 of 5 have answered")
        expect(part).to_contain_text("Fewer than 5 people have answered")
        expect(part.get_by_role("table")).to_have_count(0)
    expect(ines.locator("main")).to_contain_text("1 supervisor has answered.")
    look(ines, "en")


def renew(life: Life) -> None:
    """Ninety days before the award ends its holder is reminded, and renews it."""
    life.installation.move_days(40)
    akosua, ines = life.enter(AKOSUA), life.enter(INES)
    ines.goto("/admin/programmes/expiry")
    expect(ines.locator("main table").first).to_contain_text("Asset recovery")
    attending.renew(akosua, life.installation.follow(AKOSUA, "/learn/awards"))
    akosua.goto("/learn/awards")
    reload_until(akosua, akosua.get_by_text(said(akosua, "Earlier awards")))
    look(akosua)
