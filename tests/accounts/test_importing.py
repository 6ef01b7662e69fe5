"""Importing people in the browser: sent in, understood, looked over, done, tried again, undone."""

import io
import re

import pytest
from sqlalchemy import func, select

from lms.accounts import queries, services
from lms.accounts.jobs import AT_ONCE
from lms.accounts.models import Invitation, PeopleImport
from lms.accounts.queries.imports import find_import
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import db
from lms.organisations import services as organisations
from tests import cast
from tests.accounts.test_importing_rules import workbook

PAGE = "/admin/people/import"
HEAD = "name,email,organisation\n"
LIST = """name,email,language,organisation,roles,protected
Ines Costa,ines@example.org,es,SN,trainee,
"Ndiaye, Omar",OMAR@example.org,fr,National Integrity Commission,trainee|trainer,yes
王伟,wang@example.org,zh,塞内加尔,translator,no
"""


def send(browser, text, name="people.csv"):
    """Send a list in; return the answer."""
    content = text if isinstance(text, bytes) else text.encode()
    return browser.upload(PAGE, {"file": (io.BytesIO(content), name)})


def begin(browser, text, **columns) -> str:
    """Send a list in and take its columns as guessed; return where its preview is."""
    answer = send(browser, text)
    assert answer.status_code == 303, answer.text
    guessed = browser.get(answer.location).text
    found = dict(re.findall(r'name="(column-\w+)".*?value="(\d+)" selected', guessed))
    data = {**found, "otherwise-language": "en", "otherwise-roles": "trainee", **columns}
    answer = browser.post(answer.location, data)
    assert answer.status_code == 303, answer.text
    return answer.location


def start(browser, address: str, **choices) -> None:
    """Press the button that imports."""
    answer = browser.post(f"{address}/actions", {"go": "start", **choices})
    assert answer.status_code == 303, answer.text


def invited() -> set[str]:
    db.session.remove()
    query = select(Invitation.email).where(Invitation.withdrawn_at.is_(None))
    return set(db.session.execute(query).scalars())


def test_a_list_is_looked_over_first_and_then_done_line_by_line(browse, read_mails):
    browser = browse("emre")
    address = begin(browser, LIST)
    page = browser.get(address).text
    assert "Nobody has been invited yet." in page
    assert "Protected identity" in page
    assert invited() == set()
    start(browser, address)
    assert "Waiting to begin" in browser.get(address).text
    mails = read_mails()
    assert {mail["To"] for mail in mails} == {
        "ines@example.org", "omar@example.org", "wang@example.org",
    }  # fmt: skip
    assert invited() == {mail["To"] for mail in mails}
    page = browser.get(address).text
    assert "Everything is done." in page
    assert "Invited: 3" in page
    # Once begun it is begun; the same list again finds everybody invited.
    assert browser.post(f"{address}/actions", {"go": "start"}).status_code == 409
    again = begin(browser, LIST)
    assert "Invited already: 3" in browser.get(again).text
    assert "every line is skipped" in (
        browser.post(f"{again}/actions", {"go": "start"}).text.lower()
    )


def test_a_workbook_with_other_columns_is_mapped_and_the_mapping_remembered(browse, run_jobs):
    rows = [["Who", "Reach", "Since"], ["Ines Costa", "ines@example.org", 2019]]
    browser = browse("emre")
    place = queries.find_person(cast.id_of("amina")).organisation_id
    answer = send(browser, workbook(rows), "staff.xlsx")
    columns = answer.location
    page = browser.get(columns).text
    assert re.search(r"<bdi>Who</bdi></th><td[^>]*><span><bdi>Ines Costa</bdi></span>", page)
    # What a column holds stands beside the choice: on a phone a long choice is cut.
    assert '<option value="1">Reach</option>' in page
    wrong = browser.post(columns, {"column-name": "0", "otherwise-organisation": place})
    assert wrong.status_code == 422
    assert "Say which column holds the e-mail address." in wrong.text
    data = {"column-name": "0", "column-email": "1", "otherwise-organisation": place,
            "otherwise-language": "es", "otherwise-roles": "trainer"}  # fmt: skip
    address = browser.post(columns, data).location
    start(browser, address)
    run_jobs()
    assert invited() == {"ines@example.org"}
    second = send(browser, workbook([rows[0], ["Omar Ndiaye", "omar@example.org", 2020]])).location
    page = browser.get(second).text
    assert re.search(r'name="column-email".*?value="1" selected', page)
    assert re.search(rf'value="{place}" selected', page)


def test_every_line_that_is_wrong_says_why_and_in_which_column(browse, run_jobs):
    text = """name,email,language,organisation,roles
,not an address,de,Atlantis,king
Ines,ines@example.org,es,SN,trainee
Ines again,INES@example.org,es,SN,trainee
=cmd|calc,x@example.org,es,SN,trainee
"""
    browser = browse("emre")
    address = begin(browser, text)
    page = browser.get(address).text
    for message in (
        "Full name: A name is needed.",
        "E-mail address: not an address is not an e-mail address",
        "Language: “de” is no language of this site.",
        "Organisation: There is no organisation named “Atlantis” below yours.",
        "Roles: “king” is no role.",
        "E-mail address: The same address is already in line 3.",
        "Full name: “=cmd|calc” looks like a formula.",
    ):
        assert message in page
    assert "Not right: 3" in page
    start(browser, address)
    run_jobs()
    assert invited() == {"ines@example.org"}


def row_of(page: str, text: str) -> str:
    """Return the row of the table in which a text stands, without tags."""
    (row,) = [one for one in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if text in one]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_preview_and_result_say_where_to_and_as_what_everybody_is_invited(browse, run_jobs):
    browser = browse("emre")
    address = begin(
        browser,
        "name,email,language,organisation,roles\n"
        "Ines Costa,ines@example.org,es,sn,administrator|trainer\n"
        "Zoé Roy,z@example.org,Klingon,SN,trainee\n",
    )
    page = browser.get(address).text
    for text in ("Senegal", "Español", "Trainer", "Administrator"):
        assert text in row_of(page, "ines@example.org")
    # A role with power is marked, so that it is not overlooked among two hundred lines.
    assert re.search(r'class="status warning"(?:(?!</tr>).)*Administrator', page, re.DOTALL)
    assert "Klingon" in row_of(page, "z@example.org")
    start(browser, address)
    run_jobs()
    for text in ("Senegal", "Español", "Trainer", "Administrator", "Invited"):
        assert text in row_of(browser.get(address).text, "ines@example.org")


def test_a_name_is_neither_longer_than_a_page_nor_turns_it(browse, run_jobs):
    browser = browse("emre")
    text = f"{HEAD}{'W' * 121},w@example.org,SN\nInes \u202eCosta\u0085,ines@example.org,SN\n"
    address = begin(browser, text)
    page = browser.get(address).text
    assert "Full name: A name has at most 120 characters." in page
    assert "\u202e" not in page
    assert "Ines Costa" in page
    start(browser, address)
    run_jobs()
    assert invited() == {"ines@example.org"}


def test_unknown_words_are_given_a_meaning(browse, run_jobs):
    browser = browse("emre")
    place = queries.find_person(cast.id_of("amina")).organisation_id
    text = "name,email,organisation\nInes,ines@example.org,Integrity Commission of Senegal\n"
    address = begin(browser, text)
    page = browser.get(address).text
    assert "Integrity Commission of Senegal" in page
    # The likeliest is proposed, and nothing is done until somebody agrees.
    assert re.search(rf'id="organisation-0".*?value="{place}" selected', page, re.DOTALL)
    assert browser.post(f"{address}/words", {"organisation-0": place}).status_code == 303
    assert "New person: 1" in browser.get(address).text
    start(browser, address)
    run_jobs()
    assert invited() == {"ines@example.org"}


def test_a_possible_duplicate_is_shown_and_a_person_decides(browse, run_jobs):
    browser = browse("emre")
    text = (
        "name,email,organisation\nDIALLO Aminah,a.diallo@example.org,SN\nZoé Roy,z@example.org,SN\n"
    )
    address = begin(browser, text)
    page = browser.get(address).text
    assert "Possible duplicate: 1" in page
    assert "Amina Diallo" in page
    kept = browser.post(f"{address}/actions", {"go": "keep", "line-3": "skip"})
    assert kept.status_code == 303
    assert re.search(r'name="line-3".*?value="skip" selected', browser.get(address).text)
    start(browser, address, **{"line-2": "invite"})
    run_jobs()
    assert invited() == {"a.diallo@example.org"}


def test_a_line_that_is_like_another_leads_to_it_and_says_its_name(browse):
    rows = "".join(f"Person {i},p{i}@example.org,SN\n" for i in range(60))
    address = begin(browse("emre"), f"{HEAD}Zoé Roy,z@example.org,SN\n{rows}ROY Zoe,zr@b.org,SN\n")
    page = browse("emre").get(f"{address}?show=alike").text
    assert "Possible duplicate: 1" in page
    row = row_of(page, "zr@b.org")
    assert "Like line 2." in row
    assert "Zoé Roy" in row
    (link,) = re.findall(r'href="([^"]+#line-2)"', page)
    assert 'id="line-2"' in browse("emre").get(link.replace("&amp;", "&")).text


def test_who_has_an_account_gets_what_is_missing_and_loses_it_again(browse, run_jobs):
    browser = browse("emre")
    text = "name,email,organisation,roles,protected\nأمينة ديالو,amina@example.org,SN,trainer,yes\n"
    address = begin(browser, text)
    start(browser, address, **{"all-known": "update"})
    run_jobs()

    def roles():
        db.session.remove()
        return {grant.role for grant in queries.list_grants([cast.id_of("amina")])}

    def names():
        db.session.remove()
        return [name.full_name for name in queries.list_own_names(cast.id_of("amina"))]

    assert roles() == {"trainee", "trainer"}
    assert names() == ["أمينة ديالو", "Amina Diallo"]
    assert queries.find_person(cast.id_of("amina")).is_protected
    assert "Added to the account: 1" in browser.get(address).text
    assert browser.post(f"{address}/undo").status_code == 303
    run_jobs()
    assert (roles(), names()) == ({"trainee"}, ["Amina Diallo"])
    assert not queries.find_person(cast.id_of("amina")).is_protected


def test_an_import_is_undone_but_for_who_came_meanwhile(browse, read_mails, link_in):
    browser = browse("emre")
    address = begin(browser, LIST)
    start(browser, address)
    mails = {mail["To"]: mail for mail in read_mails()}
    joined = browse().post(
        link_in(mails["ines@example.org"]),
        {"full_name": "Inés", "password": "four unrelated small words",
         "repeated": "four unrelated small words", "agreed": "y"},
    )  # fmt: skip
    assert joined.status_code == 303
    assert "Whoever has an account by now keeps it" in browser.get(f"{address}/undo").text
    assert browser.post(f"{address}/undo").status_code == 303
    assert browser.post(f"{address}/undo").status_code == 409
    read_mails()
    page = browser.get(address).text
    assert "Stays: the person has an account by now: 1" in page
    assert "Invitation withdrawn: 2" in page
    assert invited() == {"ines@example.org"}
    assert queries.find_person_by_email("ines@example.org").is_active
    assert browse().get(link_in(mails["wang@example.org"])).status_code == 404
    assert browser.post(f"{address}/retry").status_code == 409
    assert "Undone" in browser.get(PAGE).text


def test_a_line_that_failed_is_tried_again(browse, run_jobs):
    browser = browse("emre")
    address = begin(browser, LIST)
    start(browser, address)
    # Before the job, somebody else invites one of them.
    other = {"full_name": "Wang", "email": "wang@example.org", "language": "en",
             "organisation_id": queries.find_person(cast.id_of("amina")).organisation_id,
             "roles": ["trainee"]}  # fmt: skip
    assert browser.post("/admin/people/invite", other).status_code == 303
    run_jobs()
    page = browser.get(address).text
    assert "1 line failed" in page
    assert "has an open invitation already" in browser.get(f"{address}?show=failed").text
    waiting = queries.find_waiting_invitation("wang@example.org")
    db.session.remove()
    browser.post(f"/admin/people/invitations/{waiting}/withdraw")
    assert browser.post(f"{address}/retry").status_code == 303
    run_jobs()
    assert "Invited: 3" in browser.get(address).text
    assert browser.post(f"{address}/retry").status_code == 409


def test_a_job_that_died_midway_goes_on_and_doubles_nothing(app, browse, run_jobs, monkeypatch):
    browser = browse("emre")
    rows = "".join(f"Person {i},p{i}@example.org,SN\n" for i in range(25))
    address = begin(browser, HEAD + rows)
    start(browser, address, **{"all-alike": "invite"})
    done = []

    class Killed(BaseException):
        """As when the machine takes the process away."""

    def dying(actor, now, line, action, real=services.import_one):
        if len(done) == AT_ONCE + 2:
            raise Killed
        done.append(line.number)
        return real(actor, now, line, action)

    monkeypatch.setattr(services, "import_one", dying)
    with pytest.raises(Killed):
        run_jobs()
    monkeypatch.undo()
    assert len(invited()) == AT_ONCE
    clock.advance(minutes=5)
    run_jobs()
    assert len(invited()) == count(Invitation) == 25
    assert "Invited: 25" in browser.get(address).text


def count(model) -> int:
    db.session.remove()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_gita_imports_into_her_state_and_sees_her_own_lists_alone(browse, run_jobs):
    gita, emre = browse("gita"), browse("emre")
    address = begin(gita, LIST)
    page = gita.get(address).text
    assert "There is no organisation named “SN” below yours." in page
    assert "Not right: 3" in page
    assert gita.post(f"{address}/actions", {"go": "start"}).status_code == 409
    assert emre.get(address).status_code == 200
    other = begin(emre, LIST)
    for act in ("", "/columns", "/undo"):
        assert gita.get(other + act).status_code == 404
    for act in ("/columns", "/words", "/actions", "/discard", "/retry", "/undo"):
        assert gita.post(other + act).status_code == 404
        assert browse("amina").post(other + act).status_code == 403
        assert browse().post(other + act).location == "/login"
    assert "people.csv" in gita.get(PAGE).text
    assert gita.get(PAGE).text.count(f"{PAGE}/") < emre.get(PAGE).text.count(f"{PAGE}/")


def test_an_address_from_elsewhere_tells_gita_nothing_more(browse):
    gita = browse("gita")
    address = begin(
        gita, "name,email,organisation\nA B,hadi@example.org,FJ\nHadi Fall,x@b.org,FJ\n"
    )
    page = gita.get(address).text
    assert "Has an account already: 1" in page
    assert page.count("Please ask an administrator of the whole installation to give it") == 1
    assert "Possible duplicate" not in page
    assert cast.id_of("hadi") not in page
    start_all = gita.post(
        f"{address}/actions", {"go": "start", "line-2": "update", "line-3": "skip"}
    )
    assert start_all.status_code == 409


def test_who_loses_the_role_before_the_job_imports_nobody(browse, run_jobs):
    gita = browse("gita")
    address = begin(gita, "name,email,organisation\nA B,a@example.org,FJ\n")
    start(gita, address)
    db.session.remove()
    (grant,) = queries.list_grants([cast.id_of("gita")])
    services.revoke_role(cast.actor_of("emre"), cast.NOW, cast.id_of("gita"), grant.id)
    db.session.commit()
    run_jobs()
    assert invited() == set()
    assert "1 line failed" in browse("emre").get(address).text


def test_a_list_is_discarded_with_its_file(browse):
    browser = browse("emre")
    address = begin(browser, LIST)
    content_hash = find_import(address.rpartition("/")[2]).content_hash
    assert storage.exists(content_hash)
    assert browser.post(f"{address}/discard").location == PAGE
    assert count(PeopleImport) == 0
    assert not storage.exists(content_hash)
    assert browser.get(address).status_code == 404


def test_a_file_that_is_no_list_is_refused_on_the_page(browse):
    for content, name, message in [
        (b"\xff\xfe\x00", "people.csv", "This is neither a CSV file"),
        (b"", "", "Choose a file first."),
        (b"name,email\n", "people.csv", "The file lists nobody"),
        (b"", "people.xlsx", "The file is empty."),
        (b" \r\n", "people.csv", "The file is empty."),
        (LIST.encode(), "people.XLSX", "this is no .xlsx file"),
    ]:
        answer = send(browse("emre"), content, name)
        assert answer.status_code == 422
        assert message in answer.text
    assert count(PeopleImport) == 0


def test_one_name_in_two_states_is_written_with_its_code(app, browse):
    fiji = queries.find_person(cast.id_of("gita")).organisation_id
    organisations.create_agency(
        cast.actor_of("emre"), cast.NOW, parent_id=fiji, name="National Integrity Commission"
    )
    db.session.commit()
    text = (
        "name,email,organisation\nA,a@b.org,National Integrity Commission\n"
        "B,b@b.org,FJ/National Integrity Commission\n"
    )
    page = browse("emre").get(begin(browse("emre"), text)).text
    assert "Several organisations" in page
    assert "New person: 1" in page


def test_the_empty_list_can_be_sent_back_filled(browse, run_jobs):
    browser = browse("emre")
    answer = browser.get(f"{PAGE}/template.csv")
    assert answer.mimetype == "text/csv"
    address = begin(browser, answer.data + b"A,a@example.org,en,SN,trainee,\r\n")
    assert "New person: 1" in browser.get(address).text


def test_the_pages_ask_for_a_fixed_number_of_things(browse, run_jobs, count_queries):
    browser, counts = browse("emre"), []
    for size in (2, 60):
        rows = "".join(f"Person {i},p{i}x{size}@example.org,SN\n" for i in range(size))
        address = begin(browser, f"name,email,organisation\n{rows}")
        with count_queries() as preview:
            browser.get(address)
        start(browser, address, **{"all-alike": "invite"})
        run_jobs()
        with count_queries() as result, count_queries():
            browser.get(address)
        with count_queries() as listed:
            browser.get(PAGE)
        counts.append((preview.count, result.count, listed.count))
    assert counts[0] == counts[1]
