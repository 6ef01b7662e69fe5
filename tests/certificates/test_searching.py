"""The register of the whole organisation: filters, the search by name, exports, figures."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from sqlalchemy import delete

from lms.accounts import services as accounts
from lms.accounts.models import Person, PersonName
from lms.audit.models import AuditEvent
from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import register, statistics
from lms.certificates.rules.register import (
    COLUMNS,
    LONGEST_FOLDED,
    SOON,
    Wish,
    ending_soon,
    fold_names,
)
from lms.certificates.rules.statistics import to_lines
from lms.certificates.services import decisions, issuing
from lms.certificates.services.decisions import Why
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.folding import fold
from lms.programmes.rules.expiry import OTHERS
from lms.programmes.rules.unlinkable import FEWEST
from lms.programmes.services.nomination_tables import to_workbook
from tests import cast
from tests.certificates import graduates

REGISTER = "/admin/certificates"
WHY = Why("error")


@pytest.fixture
def issued(course) -> dict[str, str]:
    """Certificates of Amina (suspended), Farid (replaced and new) and Hadi (valid), by name."""
    found = {}
    for name, written in (("amina", "Amina Diallo"), ("farid", "Farid Vakatora"),
                          ("hadi", "Hadi Fall")):  # fmt: skip
        enrolment_id = graduates.enrol(name, course)
        graduates.complete(enrolment_id, course, None if name == "farid" else "87.5")
        graduates.confirm(name, written)
        from lms.learning.queries import find_enrolment

        enrolment = find_enrolment(enrolment_id)
        found[name] = issuing.issue_certificate(OPERATOR, clock.now(), enrolment)
    emre, now = cast.actor_of("emre"), clock.now()
    decisions.suspend_certificate(emre, now, row(found["amina"]), WHY)
    facts = row(found["farid"]).facts
    wanted = decisions.Correction(
        "Farid Vakatora", {}, 99.0, facts.issued_on, datetime(2030, 1, 31, tzinfo=UTC).date()
    )
    found["new"] = decisions.correct_certificate(emre, now, row(found["farid"]), wanted, WHY)
    db.session.commit()
    return found


def row(certificate_id: str):
    return queries.find_certificate(certificate_id, clock.now())


def numbers(wish: Wish, name: str = "emre") -> list[int]:
    actor = cast.actor_of(name)
    rows, total = register.list_page(actor, clock.now(), wish, first=0, size=50)
    assert total == len(rows)
    found = register.list_ids(actor, clock.now(), wish)
    every = [one for some in register.list_portions(found, clock.now()) for one in some]
    assert every == rows
    return [one.number for one in rows]


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, [4, 3, 2, 1]),
        ({"status": "suspended"}, [1]),
        ({"status": "superseded"}, [2]),
        ({"status": "valid"}, [4, 3]),
        ({"status": "expired"}, []),
        ({"kind": "participation"}, [4, 2]),
        ({"language": "en"}, [4, 3, 2, 1]),
        ({"language": "fr"}, []),
        ({"subject": "course:small-course"}, [4, 3, 2, 1]),
        ({"course": "small-course"}, [4, 3, 2, 1]),
        ({"subject": "course"}, [4, 3, 2, 1]),
        ({"subject": "programme"}, []),
        ({"subject": "paper"}, []),
        ({"q": "vakatora farid"}, [4, 2]),
        ({"q": "DIALLÓ"}, [1]),
        ({"q": "#3"}, [3]),
        ({"q": "3"}, [3]),
        ({"q": "%"}, []),
        ({"ends_to": "2030-01-31", "ends_from": "2030-01-31"}, [4]),
        ({"issued_from": "2999-01-01"}, []),
        ({"issued_to": "1999-01-01"}, []),
        ({"key": "a" * 26}, []),
        ({"status": "nonsense", "kind": "x", "issued_from": "yesterday"}, [4, 3, 2, 1]),
    ],
)
def test_filters_find_what_they_say(issued, sent, found):
    assert numbers(Wish.of(sent)) == found


def test_the_status_asked_of_the_database_is_the_one_that_is_derived(issued):
    emre, now = cast.actor_of("emre"), clock.now()
    decisions.reinstate_certificate(emre, now, row(issued["amina"]))
    decisions.suspend_certificate(emre, now, row(issued["hadi"]), WHY)
    decisions.reinstate_certificate(emre, now, row(issued["hadi"]))
    decisions.suspend_certificate(emre, now, row(issued["hadi"]), WHY)
    decisions.revoke_certificate(emre, now, row(issued["farid"]), reason="fraud")
    db.session.commit()
    later = now + timedelta(days=365 * 20)
    for moment in (now, later):
        rows, _total = register.list_page(emre, moment, Wish(), first=0, size=50)
        for status in ("valid", "expired", "suspended", "superseded", "revoked"):
            some, _count = register.list_page(emre, moment, Wish(status=status), first=0, size=50)
            assert [one.number for one in some] == [
                one.number for one in rows if one.standing.status == status
            ]
        counted = statistics.count_register(emre, moment, Wish())["status"]
        assert counted == Counter(one.standing.status for one in rows)


def test_a_code_is_found_however_it_is_typed(issued):
    code = row(issued["hadi"]).code
    for text in (code, code.lower(), f"{code[:6]}-{code[6:12]}-{code[12:]}", code[:6]):
        assert numbers(Wish(text=text)) == [3]


def test_a_protected_name_is_found_by_those_who_may_see_it(issued):
    root = cast.actor_of("emre").organisation_id
    assert numbers(Wish(text="hadi")) == [3]
    # An administrator of the issuer who is not one of Hadi's agency would see no name.
    agency = cast.actor_of("hadi").organisation_id
    accounts.grant_role(
        OPERATOR, cast.NOW, cast.id_of("gita"), role="administrator", organisation_id=agency
    )
    db.session.commit()
    assert numbers(Wish(text="hadi"), "gita") == []
    assert root != agency


def test_the_name_on_a_certificate_is_found_whatever_its_holder_is_called_today(issued):
    graduates.confirm("amina", "Amina Ndour")
    # Of one word each: the name on it, one of today.
    for text, found in (("diallo", [1]), ("ndour", [1]), ("amina diallo", [1]), ("fall", [3])):
        assert numbers(Wish(text=text)) == found, text


def test_a_name_in_latin_letters_beside_another_is_found(course):
    enrolment_id = graduates.enrol("amina", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("amina", "أمينة ديالو")
    first = row(graduates.issue(enrolment_id))
    wanted = decisions.Correction(
        "أمينة ديالو", {}, 2.0, first.facts.issued_on, None, latin_name="Amína Diállo"
    )
    emre = cast.actor_of("emre")
    decisions.correct_certificate(emre, clock.now(), first, wanted, WHY)
    db.session.commit()
    forget_names("amina")
    assert numbers(Wish(text="ديالو")) == [2, 1]
    assert numbers(Wish(text="amina DIALLO")) == [2]
    assert numbers(Wish(text="ديالو diallo")) == [2]


@pytest.mark.parametrize(
    ("written", "typed"),
    [("ليلى القاضي", "ليلي القاضى"), ("أحمد إبراهيم", "احمد ابراهيم"), ("فاطمة آل", "فاطمه ال")],
)
def test_an_arabic_name_is_found_however_it_is_typed(course, written, typed):
    enrolment_id = graduates.enrol("amina", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("amina", written)
    graduates.issue(enrolment_id)
    assert numbers(Wish(text=typed)) == numbers(Wish(text=written)) == [1]
    forget_names("amina")
    assert numbers(Wish(text=typed)) == [1]
    # The number, in the digits of any keyboard.
    for text in ("#١", "۱", "１"):
        assert numbers(Wish(text=text)) == [1], text
    assert numbers(Wish(text="#٢")) == []


def test_an_address_finds_whole_and_only_whom_one_administers(issued, browse):
    address = cast.email_of("hadi")
    assert numbers(Wish(text=f" {address.upper()} ")) == [3]
    for part in (address[1:], address.partition("@")[0] + "@", "@example.org"):
        assert numbers(Wish(text=part)) == []
    page = browse("emre").get(f"{REGISTER}?q={address[1:]}").text
    assert "An e-mail address is found whole" in page
    # Gita sees the certificate, for she administers its issuer, but not its holder's account.
    db.session.get(Certificate, issued["amina"]).issuer_id = cast.actor_of("gita").organisation_id
    db.session.commit()
    assert numbers(Wish(text="amina"), "gita") == [1]
    assert numbers(Wish(text=cast.email_of("amina")), "gita") == []


def test_a_piece_of_a_code_that_is_too_short_is_told(issued, browse):
    said = "Of a code, type four characters or more."
    assert said in browse("emre").get(f"{REGISTER}?q=7Z9").text
    for text in ("nobody", "7Z9Q", "سا"):
        assert said not in browse("emre").get(f"{REGISTER}", query_string={"q": text}).text


def test_the_page_of_a_certificate_says_whose_account_it_is(issued, browse):
    page = browse("emre").get(f"{REGISTER}/{issued['hadi']}").text
    for shown in (f'href="/admin/people/{cast.id_of("hadi")}"', cast.email_of("hadi"),
                  "Commission · Senegal", "87.5%"):  # fmt: skip
        assert shown in page, shown
    assert "Commission · Senegal" in browse("emre").get(f"{REGISTER}?q=hadi").text


def test_of_a_holder_elsewhere_the_organisation_is_all_that_is_said(issued, browse):
    """And of a protected one nothing: neither where, nor how reached, nor with what result."""
    for name in ("amina", "hadi"):
        certificate = db.session.get(Certificate, issued[name])
        certificate.issuer_id = cast.actor_of("gita").organisation_id
    db.session.commit()
    for name, is_told in (("amina", True), ("hadi", False)):
        page = browse("gita").get(f"{REGISTER}/{issued[name]}").text
        assert cast.email_of(name) not in page
        assert f"/admin/people/{cast.id_of(name)}" not in page
        assert ("Senegal" in page) is ("87.5%" in page) is is_told
    listed = browse("gita").get(f"{REGISTER}").text
    assert listed.count("Senegal") == 1


def forget_names(name: str) -> None:
    """Leave somebody of the cast without any name of today."""
    db.session.execute(delete(PersonName).where(PersonName.person_id == cast.id_of(name)))
    db.session.commit()


def test_the_name_on_the_certificate_of_a_protected_person_is_found_by_whom_may_see_it(course):
    """Whatever the way to the name: the one of today, the one on the certificate, both."""
    enrolment_id = graduates.enrol("hadi", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("hadi", "Hadi Fall")
    certificate_id = graduates.issue(enrolment_id)
    # Gita administers where it was issued, but not where Hadi is.
    db.session.get(Certificate, certificate_id).issuer_id = cast.actor_of("gita").organisation_id
    db.session.commit()
    assert numbers(Wish(), "gita") == [1]
    assert numbers(Wish(text="hadi"), "gita") == numbers(Wish(text="fall"), "gita") == []
    forget_names("hadi")
    assert numbers(Wish(text="hadi"), "gita") == []
    assert numbers(Wish(text="hadi")) == [1]
    person = db.session.get(Person, cast.id_of("hadi"))
    person.is_protected = False
    db.session.commit()
    assert numbers(Wish(text="hadi"), "gita") == [1]


@given(some.text(max_size=120), some.none() | some.text(max_size=120))
def test_names_on_a_certificate_are_kept_as_they_are_searched(name, latin_name):
    folded = fold_names(graduates.facts(holder_name=name, latin_name=latin_name))
    assert len(folded) <= LONGEST_FOLDED
    for text in (name, latin_name or ""):
        for word in fold(text).split():
            assert word in folded or len(fold(f"{name} {latin_name}")) > LONGEST_FOLDED


def test_the_longest_name_finds_room_in_the_index(issued):
    """Each of these characters comes to eighteen when it is folded."""
    long = graduates.facts(holder_name="\ufdfa" * 120, latin_name="\ufdfa" * 120)
    kept = db.session.get(Certificate, issued["hadi"])
    kept.folded_name = fold_names(long)
    db.session.commit()
    assert numbers(Wish(text="\ufdfa")) == [3]


def test_only_the_own_organisations_are_in_the_register(issued, browse):
    for name in ("gita",):
        text = browse(name).get(REGISTER).text
        assert "No certificates yet" in text
        assert browse(name).get(f"{REGISTER}/register.csv").data.count(b"\n") == 1
    assert browse("bruno").get(REGISTER).status_code == 403
    assert browse("bruno").get(f"{REGISTER}/register.csv").status_code == 403
    assert browse().get(REGISTER).status_code == 303


def test_what_ends_soon_is_one_link_away(issued, browse):
    emre = browse("emre")
    page = emre.get(REGISTER).text
    soon = ending_soon(clock.now().date())
    assert soon.ends_to - soon.ends_from == SOON
    assert f"ends_to={soon.ends_to}" in page
    assert numbers(soon) == []
    until = row(issued["hadi"]).valid_until
    days = (until - clock.now().date()).days - 10
    clock.advance(seconds=days * 24 * 3600)
    assert numbers(ending_soon(clock.now().date())) == [4, 3]
    clock.advance(seconds=11 * 24 * 3600)
    assert numbers(ending_soon(clock.now().date())) == [4]


def read_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_register_is_taken_along(issued, browse):
    emre = browse("emre")
    lines = read_csv(emre.get(f"{REGISTER}/register.csv?status=valid"))
    assert tuple(lines[0]) == COLUMNS
    assert [line[0] for line in lines[1:]] == ["4", "3"]
    assert lines[1][2] == "Farid Vakatora"
    assert dict(zip(COLUMNS, lines[1], strict=True))["valid_until"] == "2030-01-31"
    answer = emre.get(f"{REGISTER}/register.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in next(sheet.iter_rows())] == list(COLUMNS)
    assert sheet.max_row == 5
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == (
        "certificates", "A2", "A1:Q5"
    )  # fmt: skip
    newest = dict(zip(COLUMNS, next(sheet.iter_rows(min_row=2)), strict=True))
    assert (newest["number"].value, newest["number"].data_type) == (4, "n")
    assert newest["hours"].data_type == "n"
    assert newest["issued_on"].is_date
    assert newest["valid_until"].value.date().isoformat() == "2030-01-31"
    assert sheet.column_dimensions["C"].width > len("Farid Vakatora")
    actions = list(db.session.scalars(db.select(AuditEvent.action)))
    assert actions.count("certificates.register_exported") == 2


def test_a_protected_holder_is_marked_for_who_may_see_the_name(issued, browse):
    emre, farid = cast.actor_of("emre"), cast.id_of("farid")
    accounts.protect_person(emre, cast.NOW, farid, is_protected=True)
    db.session.commit()
    browser = browse("emre")
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in read_csv(
        browser.get(f"{REGISTER}/register.csv")
    )[1:]]  # fmt: skip
    # Hadi is protected anyway; of Farid there are two, one that was replaced and the new one.
    marked = sorted(line["holder"] for line in lines if line["protected"] == "yes")
    assert marked == ["Farid Vakatora", "Farid Vakatora", "Hadi Fall"]
    sheet = load_workbook(io.BytesIO(browser.get(f"{REGISTER}/register.xlsx").data)).active
    assert [cell.value for cell in sheet["Q"]].count("yes") == 3
    assert browser.get(REGISTER).text.count("Protected identity") == 3
    page = browser.get(f"{REGISTER}/{issued['farid']}").text
    assert "Protected identity" in page
    assert "Others see a code instead of this name" in page
    assert "Protected identity" not in browser.get(f"{REGISTER}/{issued['amina']}").text


def test_a_name_that_would_be_a_formula_is_text(course, browse):
    enrolment_id = graduates.enrol("amina", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("amina", "=1+1")
    from lms.learning.queries import find_enrolment

    issuing.issue_certificate(OPERATOR, clock.now(), find_enrolment(enrolment_id))
    db.session.commit()
    (_head, line) = read_csv(browse("emre").get(f"{REGISTER}/register.csv"))
    assert line[2] == "'=1+1"
    answer = browse("emre").get(f"{REGISTER}/register.xlsx")
    cell = load_workbook(io.BytesIO(answer.data)).active.cell(2, 3)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("words", ["=1+1", "#N/A", "#42", "-1", "12"])
def test_a_text_in_a_workbook_stays_one(words):
    book = load_workbook(io.BytesIO(to_workbook(("said", words), [(words, 12)], "texts")))
    (head, line) = book.active.iter_rows()
    said = [(cell.value, cell.data_type) for cell in (head[1], line[0], line[1])]
    assert said == [(words, "s"), (words, "s"), (12, "n")]


def test_figures_are_told_of_many_alone(issued, browse):
    page = browse("emre").get(f"{REGISTER}/statistics").text
    assert "4 certificates" not in page
    assert f"Fewer than {FEWEST} certificates" in page
    assert f"fewer than {FEWEST}" in page
    lines = read_csv(browse("emre").get(f"{REGISTER}/statistics.csv"))
    assert lines[0] == ["by", "group", "name", "certificates"]
    assert {line[0] for line in lines[1:]} == {"month", "subject", "kind", "language", "status"}
    assert {line[3] for line in lines[1:]} == {""}
    assert "No certificates yet" in browse("gita").get(f"{REGISTER}/statistics").text
    assert browse("bruno").get(f"{REGISTER}/statistics").status_code == 403


def test_figures_of_many_are_counted(issued, monkeypatch, browse):
    from lms.programmes.rules import expiry

    monkeypatch.setattr(expiry, "FEWEST", 1)
    lines = read_csv(browse("emre").get(f"{REGISTER}/statistics.csv"))
    told = {(line[0], line[1]): (line[2], line[3]) for line in lines[1:]}
    assert told["kind", "achievement"] == ("Certificate of achievement", "2")
    assert told["kind", "participation"] == ("Certificate of participation", "2")
    assert told["status", "valid"] == ("Valid", "2")
    assert told["status", "suspended"] == ("Suspended", "1")
    assert told["status", "superseded"] == ("Replaced", "1")
    assert "small-course" in {group for by, group in told if by == "subject"}
    assert all(re.fullmatch(r"\d{4}-\d\d", group) for by, group in told if by == "month")
    answer = browse("emre").get(f"{REGISTER}/statistics.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet.title == "certificate-statistics"
    assert {cell.data_type for (cell,) in sheet.iter_rows(min_row=2, min_col=4)} == {"n"}
    assert told["language", "en"] == ("English", "4")
    assert [count for (by, _), (_, count) in told.items() if by == "month"] == ["4"]
    assert [count for (by, _), (_, count) in told.items() if by == "subject"] == ["4"]


@given(some.dictionaries(some.text(min_size=1, max_size=3), some.integers(0, 30)))
def test_what_is_told_adds_up_and_is_of_no_few(counts):
    counts.pop(OTHERS, None)
    lines = to_lines(counts)
    told = [line.count for line in lines]
    if sum(counts.values()) < FEWEST:
        assert told == [None]
    else:
        assert sum(told) == sum(counts.values())
        assert min(told) >= FEWEST
        # No group that is large enough goes under: the one that hides how few others are is named.
        named = {line.group for line in lines} | {line.larger for line in lines}
        assert {group for group, count in counts.items() if count >= FEWEST} <= named


def test_one_large_group_that_hides_few_is_told_by_its_name(issued, monkeypatch, browse):
    from lms.certificates.rules import statistics
    from lms.programmes.rules import expiry

    decisions.reinstate_certificate(cast.actor_of("emre"), clock.now(), row(issued["amina"]))
    db.session.commit()
    # Three are valid, one is replaced.
    for room in (expiry, statistics):
        monkeypatch.setattr(room, "FEWEST", 2)
    emre = browse("emre")
    lines = read_csv(emre.get(f"{REGISTER}/statistics.csv"))
    assert [line for line in lines if line[0] == "status"] == [
        ["status", OTHERS, "Valid and smaller groups together", "4"]
    ]
    assert "Valid and smaller groups together" in emre.get(f"{REGISTER}/statistics").text


@given(
    some.fixed_dictionaries(
        {},
        optional={
            "q": some.text(), "kind": some.text(), "subject": some.text(), "status": some.text(),
            "issued_from": some.text(), "ends_to": some.dates().map(str), "review": some.text(),
            "course": some.text(), "language": some.sampled_from(["en", "xx"]),
        },
    )
)  # fmt: skip
def test_any_address_is_a_wish_and_comes_back(sent):
    wish = Wish.of(sent)
    assert Wish.of(wish.arguments) == wish


def test_pages_cost_the_same_few_queries(issued, browse, count_queries):
    emre = browse("emre")
    counts = []
    for address in (f"{REGISTER}?q=nobody", REGISTER, f"{REGISTER}?status=valid&q=farid"):
        emre.get(address)
        with count_queries() as counter:
            assert emre.get(address).status_code == 200
        counts.append(counter.count)
    assert counts[1] == counts[2]
    # Names, decisions and facts of what is found, and of nothing where nothing is.
    assert counts[0] <= counts[1]


def test_beyond_the_last_page_is_the_last(issued, browse):
    page = browse("emre").get(f"{REGISTER}?page=99").text
    assert "Farid Vakatora" in page
    assert "No certificates yet" not in page


@pytest.mark.parametrize("part", ["issued", "ends"])
def test_days_the_wrong_way_round_are_told_at_the_field(issued, browse, part):
    address = f"{REGISTER}?{part}_from=2030-01-01&{part}_to=2029-01-01"
    page = browse("emre").get(address).text
    assert f'id="filter-{part}_from-error"' in page
    assert "The first day is after the last one." in page
    assert 'value="2030-01-01"' in page
    same = browse("emre").get(f"{REGISTER}?{part}_from=2030-01-01&{part}_to=2030-01-01").text
    assert "is after the last one" not in same
