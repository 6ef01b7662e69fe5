"""The nominations of a cohort for those who run it and its panel: who sees what, exports."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from lms.kit.clock import clock
from lms.programmes.queries.nomination_files import list_files
from lms.programmes.services import nomination_parts
from tests import cast
from tests.programmes import factories
from tests.programmes import nomination_site as site
from tests.programmes.test_nominees import PDF_BYTES

OUTSIDE = ("amina", "bruno", "dalia", "farid", "gita", "tove", "petra")


@pytest.fixture
def asked(programme):
    """A cohort with a form; Petra is on its panel, Tove a tutor, Cora a coordinator, Pola both."""
    row = site.add_closing_cohort(programme)
    fiji = factories.place_of("farid")
    for name, task in (("petra", "panel"), ("tove", "tutor"), ("cora", "coordinator")):
        factories.add_person(name, f"{name.capitalize()} Player", fiji.id)
        factories.assign(row, name, task)
    factories.add_person("pola", "Pola Player", fiji.id)
    for task in ("panel", "coordinator"):
        factories.assign(row, "pola", task)
    return row


@pytest.fixture
def nominated(asked, browse):
    """A nomination of Amina with both parts, and a clearance that Dalia added."""
    row = factories.add_nomination(
        asked,
        organisation_part={"reason": "Leads the office.", "integrity": True},
        nominee_part={"unit": "Recovery", "years": "7", "past": "A secret."},
    )
    url = f"/nominate/nominations/{row.id}/documents"
    sent = {"kind": "clearance", "file": (io.BytesIO(PDF_BYTES), "clearance.pdf")}
    assert browse("dalia").upload(url, sent).status_code == 303
    return row


def test_who_runs_the_cohort_lists_and_others_do_not(asked, nominated, browse):
    url = f"/admin/cohorts/{asked.id}/nominations"
    for name in ("ines", "emre", "cora", "pola"):
        page = browse(name).get(url)
        assert page.status_code == 200, name
        assert "Amina Diallo" in page.text
        assert "Submitted and complete" in page.text
    for name in OUTSIDE:
        assert browse(name).get(url).status_code in {403, 404}, name
        assert browse(name).get(f"{url}/{nominated.id}").status_code in {403, 404}, name
        assert browse(name).get(f"{url}/export/csv").status_code in {403, 404}, name
        assert browse(name).post(f"{url}/remind").status_code in {403, 404}, name
    assert browse().get(url).status_code == 303


def test_what_is_for_the_panel_is_read_by_the_panel_alone(asked, nominated, browse):
    url = f"/admin/cohorts/{asked.id}/nominations/{nominated.id}"
    (document,) = site.file_of(asked, nominated.id).documents
    file = f"/nominations/{nominated.id}/documents/{document.id}"
    page = browse("pola").get(url).text
    for words in ("A secret.", "About integrity", "clearance.pdf", "Leads the office."):
        assert words in page
    assert browse("pola").get(file).status_code == 200
    answer = browse("petra").get(file)
    assert answer.status_code == 200
    assert answer.data == PDF_BYTES
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for name in ("ines", "emre", "cora"):
        page = browse(name).get(url).text
        assert "Leads the office." in page
        assert "Integrity clearance" in page
        for words in ("A secret.", "About integrity", "About past", "clearance.pdf"):
            assert words not in page, (name, words)
        assert browse(name).get(file).status_code == 404
    for name in ("amina", "bruno", "tove", "farid"):
        assert browse(name).get(file).status_code == 404, name
    assert browse("dalia").get(file).status_code == 200
    assert browse().get(file).status_code == 303
    assert browse("petra").get(file.replace(document.id, "a" * 26)).status_code == 404


def test_another_focal_point_of_the_state_sees_that_there_is_a_document(asked, nominated, browse):
    senegal = factories.place_of("dalia")
    factories.add_person("moussa", "Moussa Ba", senegal.id, "focal_point")
    page = browse("moussa").get(f"/nominate/nominations/{nominated.id}").text
    assert "Integrity clearance" in page
    assert "clearance.pdf" not in page
    (document,) = site.file_of(asked, nominated.id).documents
    file = f"/nominations/{nominated.id}/documents/{document.id}"
    assert browse("moussa").get(file).status_code == 404


def test_a_protected_officer_is_a_code_to_those_who_need_no_name(asked, browse):
    row = factories.add_nomination(asked, "hadi", nominated_by=None)
    url = f"/admin/cohorts/{asked.id}/nominations"
    for name in ("ines", "cora", "pola"):
        for page in (url, f"{url}/{row.id}", f"{url}/export/csv", f"{url}?q=hadi"):
            assert "Hadi" not in browse(name).get(page).text, (name, page)
        assert "Protected person" in browse(name).get(url).text
    assert "Hadi" not in browse("dalia").get(f"/nominate/nominations/{row.id}").text


def test_filters_choose_by_status_state_and_words(asked, nominated, browse):
    fiji = factories.place_of("farid")
    factories.add_stranger(asked, "Sefa Tuila", place=fiji, submitted_at=None)
    url = f"/admin/cohorts/{asked.id}/nominations"
    for query, seen, unseen in (
        ("status=complete", "Amina", "Sefa"),
        ("status=incomplete", "Sefa", "Amina"),
        (f"state={fiji.id}", "Sefa", "Amina"),
        ("q=tuila", "Sefa", "Amina"),
    ):
        page = browse("ines").get(f"{url}?{query}").text
        assert seen in page, query
        assert unseen not in page, query
    assert "No nomination fits" in browse("ines").get(f"{url}?q=nobody").text


def test_exports_hold_no_formula(asked, browse):
    fiji = factories.place_of("farid")
    factories.add_stranger(asked, "=HYPERLINK(1)", place=fiji, email="bad@example.org")
    url = f"/admin/cohorts/{asked.id}/nominations/export"
    sheet = browse("ines").get(f"{url}/csv")
    rows = list(csv.reader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    assert rows[1][:2] == ["'=HYPERLINK(1)", "Fiji"]
    book = load_workbook(io.BytesIO(browse("ines").get(f"{url}/xlsx").data))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert browse("ines").get(f"{url}/pdf").status_code == 404


def test_what_was_sent_back_is_completed_also_after_the_deadline(asked, nominated, browse):
    url = f"/admin/cohorts/{asked.id}/nominations/{nominated.id}/send-back"
    assert browse("ines").post(url, {}).status_code == 422
    assert browse("petra").post(url, {"words": "No"}).status_code == 403
    clock.set(asked.closes_at + timedelta(seconds=1))
    assert browse("cora").post(url, {"words": "Which office?"}).status_code == 303
    assert browse("cora").post(url, {"words": "Again"}).status_code == 409
    (mail,) = site.mails("nomination_sent_back")
    assert (mail.email, mail.context["words"]) == (cast.email_of("dalia"), "Which office?")
    clock.advance(hours=1)
    desk = f"/nominate/nominations/{nominated.id}"
    assert "Which office?" in browse("dalia").get(desk).text
    sent = {**site.ORGANISATION_PART, "revision": site.file_of(asked, nominated.id).row.revision}
    assert browse("dalia").post(desk, sent).status_code == 303
    assert browse("dalia").post(f"{desk}/submit").status_code == 303
    assert browse("dalia").post(desk, sent).status_code == 409


def test_focal_points_are_reminded_once_a_day(asked, nominated, browse):
    place = factories.place_of("amina")
    for number in range(2):
        factories.add_stranger(asked, f"Officer {number}", place=place, submitted_at=None)
    url = f"/admin/cohorts/{asked.id}/nominations/remind"
    for _ in range(2):
        assert browse("ines").post(url).status_code == 303
    (mail,) = site.mails("nominations_missing")
    assert (mail.email, mail.context["count"]) == (cast.email_of("dalia"), 2)
    tomorrow = cast.NOW + timedelta(days=1)
    assert nomination_parts.remind_all(tomorrow, asked, list_files(asked)) == 1


def test_the_list_takes_the_same_queries_whatever_its_length(
    asked, nominated, browse, count_queries
):
    browser, url = browse("ines"), f"/admin/cohorts/{asked.id}/nominations"
    with count_queries() as few:
        browser.get(url)
    place = factories.place_of("amina")
    for number in range(6):
        factories.add_stranger(asked, f"Officer {number}", place=place)
    with count_queries() as many:
        browser.get(url)
    assert many.count == few.count
