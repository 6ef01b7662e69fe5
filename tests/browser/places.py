"""Every page of the site, each with a template, somebody who may see it, and its address.

`furnish` does what has to be done before all of them can be seen: an open attempt, an
invitation that waits; `furnish_certificate` then issues certificates.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from lms.app import create_app
from lms.kit.settings import Settings
from lms.notifications.letters import seal_for
from tests.browser import study
from tests.browser.saving import furnish_incoming, furnish_saving
from tests.browser.server import Installation

SLUG = "uncac-foundations"
STRANGER = ""
GUEST = "guest@example.org"
PEOPLE = (STRANGER, "trainee", "graduate", "admin", "trainer", "translator")
ROSTER = """name,email,language,organisation,roles,protected
Nadia Owusu,nadia@example.org,fr,GH,trainee,
Kofi Boateng,kofi-at-example.org,xx,Atlantis,trainee|wizard,perhaps
"""
IMPORTED = """name,email,language,organisation
Yaw Mensah,yaw@example.org,en,GH
"""


class Place(NamedTuple):
    """One page: its template, who looks at it (the name of a demo account), its path."""

    template: str
    who: str
    path: str

    @property
    def name(self) -> str:
        """Return a short name, good for a file."""
        return Path(self.template).stem.replace("_", "-")


def furnish(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Make all pages visible and return them; `pages(who)` is that person's browser."""
    return [
        *_public(installation, pages(STRANGER), pages("admin")),
        *_studying(pages("trainee")),
        *_completed(pages("graduate")),
        *_own_account(installation, pages("graduate")),
        *_administration(pages("admin")),
        *_unsubscribing(installation, pages("admin")),
        *_writing(pages("trainer")),
        *_translating(pages("translator")),
    ]


def _public(installation: Installation, stranger: Page, admin: Page) -> list[Place]:
    invite(admin, "Guest of Honour", GUEST)
    stranger.goto("/password/forgotten")
    stranger.fill("[name=email]", "auditor@demo.example")
    stranger.get_by_role("button", name="Send the link").click()
    rows = {
        "learning/list_catalogue": "/",
        "learning/show_course": study.COURSE_PATH,
        "convention/list_articles": "/convention",
        "accounts/show_sign_in": "/login",
        "accounts/show_forgotten_password": "/password/forgotten",
        "accounts/show_privacy": "/privacy",
        "accounts/show_terms": "/terms",
        "certificates/pages/show_verify_start": "/verify",
        "certificates/pages/list_keys": "/certificates/keys",
        "errors/error": "/nothing-here",
        "accounts/show_invitation": installation.mailed_path(GUEST, "/invitations/"),
        "accounts/show_password_reset": installation.mailed_path(
            "auditor@demo.example", "/password/"
        ),
    }
    return _places(STRANGER, rows)


def furnish_programmes(_installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Return what a stranger reads of programmes."""
    stranger = pages(STRANGER)
    stranger.goto("/programmes")
    rows = {
        "programmes/list_programmes": "/programmes",
        "programmes/show_programme": "/programmes/integrity-officers",
        "programmes/show_hub": _first(stranger, "main h2 a"),
    }
    return _places(STRANGER, rows)


def _studying(page: Page) -> list[Place]:
    enrolment = study.enrol(page)
    study.start_quiz(page, enrolment, "pretest")
    study.answer(page)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile(r".*/questions/2$"))
    attempt = _path(page).removesuffix("/questions/2")
    return _places(
        "trainee",
        {
            "assessment/show_quiz": f"{enrolment}/quizzes/pretest",
            "assessment/show_question": f"{attempt}/questions/2",
            "assessment/show_attempt": attempt,
            "assessment/confirm_finish": f"{attempt}/finish",
            "learning/show_withdrawal": f"{enrolment}/withdraw",
            "learning/show_page": f"{enrolment}/pages/wording",
        },
    )


def _completed(page: Page) -> list[Place]:
    page.goto("/learn")
    enrolment = _first(page, "main .card h3 a")
    # Completed and not yet certified: this page asks for the name still.
    certificate_request = f"{enrolment}/certificate"
    page.goto(f"{enrolment}/quizzes/posttest")
    result = _first(page, "main a[href$='/result']")
    return _places(
        "graduate",
        {
            "learning/list_my_learning": "/learn",
            "learning/show_enrolment": enrolment,
            "assessment/show_result": result,
            "certificates/pages/show_certificate_request": certificate_request,
        },
    )


def _own_account(installation: Installation, page: Page) -> list[Place]:
    page.goto("/account/email")
    page.fill("[name=email]", "grace@example.org")
    page.fill("[name=current]", "article-60-demo")
    page.get_by_role("button", name="Send the link").click()
    rows = {
        "accounts/show_account": "/account",
        "accounts/edit_name": "/account/names/new",
        "accounts/show_email": "/account/email",
        "accounts/show_email_change": installation.mailed_path(
            "grace@example.org", "/account/email/"
        ),
        "accounts/show_password": "/account/password",
        "accounts/show_preferences": "/account/preferences",
        "notifications/show_preferences": "/account/notifications",
        "accounts/list_sessions": "/account/sessions",
        "accounts/show_personal_data": "/account/data",
        "accounts/show_consent": "/account/consent",
    }
    return _places("graduate", rows)


def _administration(page: Page) -> list[Place]:
    page.goto("/admin/people?q=graduate")
    person = _first(page, "main tbody th a")
    page.goto("/admin/organisations")
    organisation = page.locator("main ul ul ul a").first.get_attribute("href") or ""
    hub = page.get_by_role("link", name="Regional Integrity Hub").get_attribute("href") or ""
    page.goto(f"{hub}/members")
    leaving = _first(page, "main tbody a")
    preview, imported = send_list(page, ROSTER), import_list(page, IMPORTED)
    rows = {
        "accounts/show_administration": "/admin",
        "accounts/list_people": "/admin/people",
        "accounts/show_person": person,
        "accounts/ask_deactivation": f"{person}/deactivate",
        "accounts/invite_person": "/admin/people/invite",
        "accounts/list_invitations": "/admin/people/invitations",
        "accounts/preview_import": preview,
        "accounts/show_columns": f"{preview}/columns",
        "accounts/show_import": imported,
        "accounts/ask_undo": f"{imported}/undo",
        "accounts/list_imports": "/admin/people/import",
        "organisations/list_organisations": "/admin/organisations",
        "organisations/show_organisation": organisation,
        "organisations/show_members": f"{hub}/members",
        "organisations/confirm_leaving": leaving,
        "organisations/show_settings": "/admin/settings",
        "notifications/list_mail": "/admin/mail",
        "notifications/preview_mail": "/admin/mail/preview",
        "learning/list_courses": "/admin/courses",
        "learning/list_results": f"/admin/courses/{SLUG}/results",
        "certificates/pages/show_issue": f"/admin/courses/{SLUG}/certificates/issue",
        "certificates/pages/show_issuing_rule": f"/admin/courses/{SLUG}/certificates/rule",
        "certificates/pages/show_decisions": f"/admin/courses/{SLUG}/certificates/decide",
    }
    return _places("admin", rows)


def _unsubscribing(installation: Installation, admin: Page) -> list[Place]:
    """Return the page behind the link that each mail of news to the trainee has."""
    admin.goto("/admin/people?q=trainee")
    person_id = _first(admin, "main tbody th a").rpartition("/")[2]
    # Of this installation's own secret, as its worker would make it.
    with create_app(Settings(data_dir=installation.folder)).app_context():
        path = f"/mail/unsubscribe/{person_id}/{seal_for(person_id)}"
    return _places(STRANGER, {"notifications/show_unsubscribing": path})


def _writing(page: Page) -> list[Place]:
    course = f"/teach/{SLUG}"
    rows = {
        "workshop/list_pages": f"{course}/pages",
        "workshop/edit_page": f"{course}/pages/wording",
        "workshop/edit_text": f"{course}/text/quizzes/post-test.yaml",
        "workshop/rename_page": f"{course}/pages/wording/rename",
        "workshop/remove_page": f"{course}/pages/wording/remove",
        "workshop/list_media": f"{course}/media",
        "workshop/show_medium": f"{course}/media/ladder.svg",
        "workshop/remove_medium": f"{course}/media/ladder.svg/remove",
        "workshop/list_library": "/teach/questions",
        "workshop/show_library_question": f"/teach/questions/{SLUG}/tender-criteria",
        "workshop/show_copying": f"/teach/questions/copy?question={SLUG}/tender-criteria"
        f"&course={SLUG}",
        **furnish_saving(page, course),
        **furnish_incoming(page, course),
    }
    return _places("trainer", rows)


def _translating(page: Page) -> list[Place]:
    course = f"/teach/{SLUG}/translate"
    page.goto(f"{course}/ar?q=treaty")
    unit = _first(page, "main tbody th a")
    page.goto("/teach/terms/-?q=bribery")
    term = _first(page, "main tbody th a")
    rows = {
        "translation/list_courses": "/teach/translate",
        "translation/show_course": course,
        "translation/list_units": f"{course}/ar",
        "translation/show_unit": unit,
        "translation/list_review": f"{course}/ar/review",
        "translation/list_terms": f"/teach/terms/{SLUG}",
        "translation/edit_term": term,
        "translation/ask_removal": f"{term}/remove",
        "translation/exchange": f"{course}/import",
        "translation/preview_import": send_translations(page, course),
    }
    return _places("translator", rows)


def send_translations(page: Page, course: str) -> str:
    """Send a language's file back as it was taken out, and return the path of its preview."""
    content = page.request.get(f"{course}/ar/export?format=po").body()
    page.goto(f"{course}/import")
    file = {"name": "ar.po", "mimeType": "text/x-gettext-translation", "buffer": content}
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Look through the file").click()
    page.wait_for_url(re.compile(r".*/import/.+"))
    return _path(page)


def furnish_certificate(pages: Callable[[str], Page]) -> list[Place]:
    """Issue certificates to all who completed, and return the pages that need one."""
    admin, holder = pages("admin"), pages("graduate")
    admin.goto(f"/admin/courses/{SLUG}/certificates/issue")
    admin.locator("main").get_by_role("button", name="Start for").click()
    admin.wait_for_url(re.compile(r".*/runs/.*"))
    admin.locator(".job[data-done]").wait_for()
    holder.goto("/certificates")
    certificate = _first(holder, "main .card h2 a")
    holder.goto(certificate)
    code = _first(holder, "main a[href^='/verify/']")
    study.reload_until(holder, holder.get_by_role("link", name="Download certificate"))
    _share(holder, certificate)
    mine = {
        "certificates/pages/list_my_certificates": "/certificates",
        "notifications/show_notices": "/notices",
        "certificates/pages/show_certificate": certificate,
        "certificates/pages/show_sharing": f"{certificate}/sharing",
    }
    theirs = {
        "certificates/pages/show_run": _path(admin),
        "certificates/pages/list_issuing": "/admin/certificates/issuing",
        "certificates/pages/list_register": "/admin/certificates",
        "certificates/pages/show_revoke": f"/admin{certificate}/revoke",
    }
    return [
        *_places("graduate", mine),
        *_places("admin", theirs),
        *_places(STRANGER, {"certificates/pages/show_verification": code}),
    ]


def _share(page: Page, certificate: str) -> None:
    """Make two links to a certificate, and withdraw one."""
    page.goto(f"{certificate}/sharing")
    for note in ("The Ministry of Justice", "An employer"):
        page.fill("[name=note]", note)
        page.get_by_role("button", name="Make a link").click()
        page.get_by_role("link", name="/verify/s/").first.wait_for()
    page.get_by_role("button", name="Withdraw").first.click()
    page.get_by_role("heading", name="Links that have ended").wait_for()


def invite(page: Page, name: str, address: str, language: str = "en") -> None:
    """Invite one person, as an administrator."""
    page.goto("/admin/people/invite")
    page.fill("[name=full_name]", name)
    page.fill("[name=email]", address)
    page.select_option("main [name=language]", language)
    page.get_by_role("button", name="Send the invitation").click()
    page.wait_for_url("**/admin/people/invitations")


def send_list(page: Page, text: str) -> str:
    """Send a list of people, take its columns as guessed, and return the path of its preview."""
    page.goto("/admin/people/import")
    people = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("[name=file]", people)
    page.get_by_role("button", name="Send the list").click()
    page.wait_for_url("**/columns")
    page.get_by_role("button", name="Preview the list").click()
    page.wait_for_url(re.compile(r".*/import/[a-z2-7]{26}$"))
    return _path(page)


def import_list(page: Page, text: str) -> str:
    """Import all that is right of a list, and return the path of what became of it."""
    page.goto(send_list(page, text))
    page.get_by_role("button", name="Import now").click()
    page.get_by_text("Everything is done.").wait_for()
    return _path(page)


def _places(who: str, rows: dict[str, str]) -> list[Place]:
    return [Place(f"{template}.html", who, path) for template, path in rows.items()]


def _path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def _first(page: Page, selector: str) -> str:
    return page.locator(selector).first.get_attribute("href") or ""
