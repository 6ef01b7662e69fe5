"""A sitting in the browser: planned by a trainer, sat by a trainee who was granted more time."""

import re

from playwright.sync_api import Page, expect

from tests.browser import study
from tests.browser.conftest import sign_in
from tests.browser.sittings import plan


def test_a_trainee_sits_with_a_code_and_more_time_and_the_trainer_looks_on(open_browser):
    trainer, trainee = open_browser(), open_browser()
    sign_in(trainer, "trainer")
    sign_in(trainee, "trainee")
    enrolment = study.enrol(trainee)
    sitting = plan(trainer, "Monday morning", "trainee", quiz="pretest", code="Wien 2026")
    _grant(trainer, sitting)
    _start(trainee, enrolment)
    study.answer(trainee)
    expect(trainee.locator("[data-save-status]")).to_contain_text("On the server")
    # The page looks again by itself.
    row = trainer.locator("#live tbody tr").first
    expect(row).to_contain_text("Under way")
    expect(row).to_contain_text("1 of")
    _pause(trainee)
    expect(row).to_contain_text("Paused")
    trainer.fill("[name=note]", "The light went out for a minute.")
    trainer.get_by_role("button", name="Note it").click()
    expect(trainer.get_by_text("The light went out for a minute.")).to_be_visible()
    expect(trainer.get_by_text("The candidate paused.")).to_be_visible()


def _grant(trainer: Page, sitting: str) -> None:
    trainer.get_by_role("link", name="Adjust").click()
    trainer.fill("[name=extra_percent]", "50")
    trainer.fill("[name=pause_minutes]", "5")
    trainer.locator("[name=reason]").select_option("health")
    trainer.get_by_role("button", name="Grant", exact=True).click()
    trainer.wait_for_url(f"**{sitting}")
    expect(trainer.locator("#live")).to_contain_text("50% more time")


def _start(trainee: Page, enrolment: str) -> None:
    trainee.goto(f"{enrolment}/quizzes/pretest")
    expect(trainee.locator("main")).to_contain_text("15 minutes")
    trainee.fill("[name=code]", "wien2026")
    trainee.locator("main").get_by_role("button", name="Start", exact=True).click()
    trainee.wait_for_url(re.compile(r".*/questions/1$"))


def _pause(trainee: Page) -> None:
    trainee.goto(trainee.url.partition("/questions/")[0])
    trainee.get_by_role("button", name="Pause").click()
    expect(trainee.get_by_text("the clock stands still")).to_be_visible()
