"""The officer's own part by the mailed link, the head of unit's answer, and applying oneself."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.kit.clock import clock
from lms.kit.i18n import formats
from lms.notifications.letters import write_letter
from lms.programmes.queries import nominations
from tests import cast
from tests.programmes import factories
from tests.programmes import nomination_site as site
from tests.programmes.nomination_site import NOMINEE_PART, ORGANISATION_PART, PDF_BYTES


@pytest.fixture
def asked(programme):
    """A cohort with a form that closes while somebody is still signed in."""
    return site.add_closing_cohort(programme)


@pytest.fixture
def nominated(asked, browse):
    """The id of a nomination of somebody without an account, submitted by Dalia."""
    nomination_id = site.nominate(
        browse,
        asked,
        written_name="Fatou Sarr",
        email="fatou@example.org",
        organisation_id=factories.place_of("amina").id,
    )
    url = f"/nominate/nominations/{nomination_id}"
    browse("dalia").post(url, {**ORGANISATION_PART, "revision": 1})
    assert browse("dalia").post(f"{url}/submit").status_code == 303
    return nomination_id


def test_the_officer_saves_partly_and_confirms_without_an_account(asked, nominated, browse):
    (mail,) = site.mails("nominee_asked")
    assert (mail.email, mail.language) == ("fatou@example.org", "en")
    link, officer = site.last_link("nominee_asked"), browse()
    page = officer.get(link).text
    assert "About unit" in page
    assert "Fatou" not in page
    partly = {"answer-unit": "Recovery", "language": "fr", "group_language": "fr"}
    assert officer.post(link, partly).status_code == 303
    row = site.file_of(asked, nominated).row
    assert (row.nominee_part, row.language, row.group_language) == (
        {"unit": "Recovery"},
        "fr",
        "fr",
    )
    early = officer.post(link, {**partly, "confirm": "yes"})
    assert early.status_code == 422
    # From now on the page is in the language that the officer has asked for.
    assert "Répondez à ceci avant de confirmer" in early.text
    assert "Sans votre accord" in early.text
    done = officer.post(link, {**NOMINEE_PART, "confirm": "yes", "consent": "y"})
    assert done.status_code == 303
    # Once confirmed, the same form keeps what is changed.
    assert "Confirmer la candidature" not in officer.get(link).text
    file = site.file_of(asked, nominated)
    assert file.standing.is_nominee_done
    assert file.row.nominee_part["past"] == "Nothing to declare."
    (told,) = site.mails("nomination_answered")
    assert told.email == cast.email_of("dalia")
    assert (
        "Nothing to declare" not in browse("dalia").get(f"/nominate/nominations/{nominated}").text
    )


def test_an_unknown_group_and_answers_that_do_not_fit(asked, nominated, browse):
    link = site.last_link("nominee_asked")
    wrong = browse().post(link, {**NOMINEE_PART, "answer-years": "many"})
    assert wrong.status_code == 422
    assert "#answer-years" in wrong.text
    assert browse().post(link, {**NOMINEE_PART, "group_language": "zh"}).status_code == 303
    assert site.file_of(asked, nominated).row.group_language == ""


def test_the_officer_declines_and_may_still_confirm(asked, nominated, browse):
    link = site.last_link("nominee_asked")
    assert browse().post(f"{link}/decline", {"words": "On leave then."}).status_code == 303
    assert site.file_of(asked, nominated).standing.status == "declined"
    page = browse("dalia").get(f"/nominate/nominations/{nominated}").text
    assert "On leave then." in page
    browse().post(link, {**NOMINEE_PART, "confirm": "yes", "consent": "y"})
    assert site.file_of(asked, nominated).standing.status == "waiting"


def test_a_renewed_link_replaces_the_one_before(nominated, browse):
    first = site.last_link("nominee_asked")
    assert browse("dalia").post(f"/nominate/nominations/{nominated}/link").status_code == 303
    links = {str(mail.context["path"]) for mail in site.mails("nominee_asked")}
    (second,) = links - {first}
    old = browse().get(first)
    assert old.status_code == 404
    assert "replaced by a newer one" in old.text
    assert browse().get(second).status_code == 200
    assert browse().get("/nominee/nothing").status_code == 404


def test_the_head_of_unit_confirms_once(asked, nominated, browse):
    link = site.last_link("head_asked")
    page = browse().get(link).text
    assert "Fatou Sarr" in page
    assert browse().post(link, {}).status_code == 422
    assert browse().post(link, {"decision": "confirm"}).status_code == 303
    assert site.file_of(asked, nominated).row.head_confirmed_at == cast.NOW
    assert browse().post(link, {"decision": "refuse", "words": "No"}).status_code == 409
    assert "You confirmed this nomination" in browse().get(link).text
    assert browse().get("/heads/nothing").status_code == 404


def test_a_refusal_of_the_head_needs_a_reason_and_is_told(asked, nominated, browse):
    link = site.last_link("head_asked")
    bare = browse().post(link, {"decision": "refuse"})
    assert bare.status_code == 422
    assert '<a href="#words">Reason – Please give a reason.</a>' in bare.text
    assert bare.text.count('<a href="#words">') == 1
    assert "Decision –" not in bare.text
    assert browse().post(link, {"decision": "refuse", "words": "Needed here."}).status_code == 303
    assert site.file_of(asked, nominated).standing.status == "refused"
    page = browse("dalia").get(f"/nominate/nominations/{nominated}").text
    assert "Needed here." in page
    assert browse().post(link, {"decision": "confirm"}).status_code == 303
    assert site.file_of(asked, nominated).standing.status == "waiting"


def test_another_head_has_confirmed_nothing(asked, nominated, browse):
    link = site.last_link("head_asked")
    browse().post(link, {"decision": "confirm"})
    url, row = f"/nominate/nominations/{nominated}", site.file_of(asked, nominated).row
    sent = {**ORGANISATION_PART, "head_email": "other@example.org", "revision": row.revision}
    assert browse("dalia").post(url, sent).status_code == 303
    assert not site.file_of(asked, nominated).standing.is_head_done
    assert browse().get(link).status_code == 404
    assert browse("dalia").post(f"{url}/head").status_code == 303
    assert {mail.email for mail in site.mails("head_asked")} == {
        "head@example.org",
        "other@example.org",
    }


def test_a_protected_officer_is_a_code_to_the_head(asked, browse):
    factories.add_nomination(
        asked, "hadi", head_token_digest=site.digest_of("secret"), head_confirmed_at=None
    )
    page = browse().get("/heads/secret").text
    assert "Hadi" not in page
    assert "Protected person" in page
    assert "identity of this officer is protected" in page


def test_the_head_reads_the_page_in_the_language_of_the_mail(asked, browse):
    factories.add_nomination(
        asked,
        "amina",
        language="ar",
        head_token_digest=site.digest_of("secret"),
        head_confirmed_at=None,
    )
    assert '<html lang="ar"' in browse().get("/heads/secret").text


def test_documents_come_by_the_link_and_only_harmless_ones(asked, nominated, browse):
    link = site.last_link("nominee_asked")
    url = f"{link}/documents"
    sent = {"kind": "cv", "file": (io.BytesIO(PDF_BYTES), "سيرة.pdf")}
    assert browse().upload(url, sent).status_code == 303
    (document,) = site.file_of(asked, nominated).documents
    assert (document.kind, document.name, document.added_by) == ("cv", "سيرة.pdf", None)
    assert "سيرة.pdf" in browse().get(link).text
    empty = browse().upload(url, {"kind": "cv"})
    assert empty.status_code == 422
    assert "Choose a file first" in empty.text
    wrong = browse().upload(url, {"kind": "cv", "file": (io.BytesIO(b"MZ"), "cv.exe")})
    assert wrong.status_code == 422
    page = browse("dalia").get(f"/nominate/nominations/{nominated}").text
    assert "Curriculum vitae" in page
    assert "سيرة.pdf" not in page
    removed = f"{url}/{document.id}/remove"
    dalia = f"/nominate/nominations/{nominated}/documents/{document.id}/remove"
    assert browse("dalia").post(dalia).status_code == 403
    assert browse().post(removed).status_code == 303
    assert site.file_of(asked, nominated).documents == ()
    lost = {"kind": "cv", "file": (io.BytesIO(PDF_BYTES), "a.pdf")}
    assert browse().upload("/nominee/nothing/documents", lost).status_code == 404


def test_an_officer_applies_and_the_focal_point_endorses(asked, browse):
    amina = browse("amina")
    url = f"/programmes/cohorts/{asked.id}/apply"
    assert browse().get(url).status_code == 303
    assert "Apply for a place" in amina.get(url).text
    assert amina.post(url, {}).status_code == 422
    assert amina.post(url, {"agreed": "y"}).status_code == 303
    (row,) = nominations.list_nominations(asked.id)
    assert (row.way, row.person_id, row.rank) == ("applied", cast.id_of("amina"), None)
    (told,) = site.mails("endorsement_asked")
    assert told.email == cast.email_of("dalia")
    own, desk = f"/nominations/{row.id}", f"/nominate/nominations/{row.id}"
    assert amina.get(url).headers["Location"].endswith(own)
    sent = {**NOMINEE_PART, "confirm": "yes", "consent": "y"}
    assert amina.post(own, sent).status_code == 303
    assert "Application awaits endorsement" in amina.get(own).text
    for name in ("bruno", "dalia", "farid", "ines"):
        assert browse(name).get(own).status_code == 404
        assert browse(name).post(own, NOMINEE_PART).status_code == 404
    assert browse("dalia").post(f"{desk}/submit").status_code == 409
    assert browse("dalia").post(f"{desk}/endorse").status_code == 303
    assert browse("dalia").post(f"{desk}/endorse").status_code == 409
    revision = site.file_of(asked, row.id).row.revision
    browse("dalia").post(desk, {**ORGANISATION_PART, "revision": revision})
    assert browse("dalia").post(f"{desk}/submit").status_code == 303
    browse().post(site.last_link("head_asked"), {"decision": "confirm"})
    assert "Submitted and complete" in amina.get(own).text
    assert [mail.context["is_endorsed"] for mail in site.mails("endorsement_decided")] == [True]


def test_the_focal_point_is_told_of_an_applicant_and_not_of_a_nominee(asked, browse):
    browse("amina").post(f"/programmes/cohorts/{asked.id}/apply", {"agreed": "y"})
    (row,) = nominations.list_nominations(asked.id)
    sent = {**NOMINEE_PART, "confirm": "yes", "consent": "y"}
    assert browse("amina").post(f"/nominations/{row.id}", sent).status_code == 303
    (message,) = site.mails("nomination_answered")
    words = " ".join(write_letter(message).get_content().split())
    assert "whom you nominated" not in words
    assert "The application awaits your endorsement." in words


def test_an_application_is_declined_with_a_reason(asked, browse):
    browse("amina").post(f"/programmes/cohorts/{asked.id}/apply", {"agreed": "y"})
    (row,) = nominations.list_nominations(asked.id)
    desk = f"/nominate/nominations/{row.id}"
    assert browse("dalia").post(f"{desk}/not-endorsed", {}).status_code == 422
    assert browse("dalia").post(f"{desk}/not-endorsed", {"words": "Next time."}).status_code == 303
    page = browse("amina").get(f"/nominations/{row.id}").text
    assert "Next time." in page
    assert "Application not endorsed" in page


def test_who_was_nominated_before_there_was_an_account_takes_that_nomination(asked, browse):
    place = factories.place_of("amina")
    row = factories.add_stranger(asked, "A. Diallo", place=place, email=cast.email_of("amina"))
    answer = browse("amina").post(f"/programmes/cohorts/{asked.id}/apply", {"agreed": "y"})
    assert answer.headers["Location"].endswith(f"/nominations/{row.id}")
    assert len(nominations.list_nominations(asked.id)) == 1


def test_nobody_applies_who_is_of_no_such_state_or_too_late(asked, browse):
    url = f"/programmes/cohorts/{asked.id}/apply"
    for name in ("emre", "ines"):
        answer = browse(name).get(url)
        assert answer.status_code == 409
        assert "belongs to none of them" in answer.text
        assert browse(name).post(url, {"agreed": "y"}).status_code == 409
    clock.set(asked.closes_at + timedelta(seconds=1))
    assert browse("amina").post(url, {"agreed": "y"}).status_code == 409
    assert browse("amina").get("/programmes/cohorts/" + "a" * 26 + "/apply").status_code == 404


def test_the_page_is_in_the_officers_language_until_another_is_chosen(asked, browse):
    site.nominate(
        browse,
        asked,
        written_name="Layla Haddad",
        email="layla@example.org",
        organisation_id=factories.place_of("amina").id,
        language="ar",
    )
    link, officer = site.last_link("nominee_asked"), browse()
    page = officer.get(link).text
    assert '<html lang="ar" dir="rtl">' in page
    assert "حول unit" in page
    officer.post("/language", {"language": "en", "next": link})
    assert '<html lang="en" dir="ltr">' in officer.get(link).text
    assert '<html lang="en" dir="ltr">' in browse("amina").get(link).text


def test_nothing_is_called_optional_that_is_needed_later(nominated, browse):
    page = browse("dalia").get(f"/nominate/nominations/{nominated}").text
    for name in ("head_email", "sex", "kind"):
        (label,) = re.findall(f'<label for="{name}">(.*?)</label>', page)
        assert "(optional)" not in label, name
    assert "(optional)" in re.findall('<label for="head_name">(.*?)</label>', page)[0]
    head = browse().get(site.last_link("head_asked")).text
    assert "(optional)" not in re.findall('<label for="words">(.*?)</label>', head)[0]


def test_the_page_says_what_is_so_now_and_a_change_after_confirming_is_told(
    asked, nominated, browse
):
    link, officer = site.last_link("nominee_asked"), browse()
    fill_in = "Fill in your part, and confirm or decline."
    assert fill_in in officer.get(link).text
    officer.post(link, {**NOMINEE_PART, "confirm": "yes", "consent": "y"})
    page = officer.get(link).text
    assert "You confirmed this nomination on" in page
    assert "you can change your part or decline" in page
    assert fill_in not in page
    officer.post(link, NOMINEE_PART)
    assert len(site.mails("nomination_answered")) == 1
    officer.post(link, {**NOMINEE_PART, "answer-past": "A case is open."})
    told = site.mails("nomination_answered")
    assert sorted(mail.context["what"] for mail in told) == ["nominee_changed", "nominee_confirmed"]
    page = browse("dalia").get(f"/nominate/nominations/{nominated}").text
    assert "Changed by the officer after confirming" in page
    assert "A case is open." not in page
    officer.post(f"{link}/decline", {"words": ""})
    page = officer.get(link).text
    assert "You have declined this nomination." in page
    assert fill_in not in page
    assert "You confirmed this nomination on" not in page


def test_an_application_that_is_endorsed_says_so(asked, browse):
    browse("amina").post(f"/programmes/cohorts/{asked.id}/apply", {"agreed": "y"})
    (row,) = nominations.list_nominations(asked.id)
    waits = "Your focal point decides whether to endorse"
    assert waits in browse("amina").get(f"/nominations/{row.id}").text
    browse("dalia").post(f"/nominate/nominations/{row.id}/endorse")
    page = browse("amina").get(f"/nominations/{row.id}").text
    assert waits not in page
    assert "your focal point has endorsed the application" in page


def test_a_deadline_is_told_by_one_clock(programme, browse):
    plan = replace(
        factories.PLAN, closes_at=cast.NOW + timedelta(hours=2), time_zone="Asia/Kathmandu"
    )
    cohort = site.add_form(factories.add_cohort(programme, plan))
    nomination_id = site.nominate(
        browse,
        cohort,
        written_name="Fatou Sarr",
        email="fatou@example.org",
        organisation_id=factories.place_of("amina").id,
    )
    url = f"/nominate/nominations/{nomination_id}"
    browse("dalia").post(url, {**ORGANISATION_PART, "revision": 1})
    browse("dalia").post(f"{url}/submit")
    deadline = formats("en").zoned(cohort.closes_at, "Asia/Kathmandu")
    assert "GMT+05:45" in deadline
    for kind in ("nominee_asked", "head_asked"):
        assert site.mails(kind)[-1].context["deadline"] == deadline
        assert deadline in browse().get(site.last_link(kind)).text
    for page in ("/nominate", f"/nominate/{cohort.id}", url):
        assert deadline in browse("dalia").get(page).text
    assert deadline in browse("amina").get(f"/programmes/cohorts/{cohort.id}/apply").text
    assert deadline in browse().get("/programmes").text


def test_what_was_confirmed_stays_complete(programme, browse):
    cohort = site.add_form(factories.add_cohort(programme), site.FORM_WITH_FILE)
    nomination_id = site.nominate(
        browse,
        cohort,
        written_name="Fatou Sarr",
        email="fatou@example.org",
        organisation_id=factories.place_of("amina").id,
    )
    link, officer = site.last_link("nominee_asked"), browse()
    upload = {"question": "letter", "file": (io.BytesIO(PDF_BYTES), "letter.pdf")}
    assert officer.upload(f"{link}/documents", upload).status_code == 303
    confirm = {**NOMINEE_PART, "confirm": "yes", "consent": "y"}
    assert officer.post(link, confirm).status_code == 303
    emptied = officer.post(link, {**NOMINEE_PART, "answer-unit": " "})
    assert emptied.status_code == 422
    assert 'href="#answer-unit"' in emptied.text
    assert "You have confirmed the nomination, so this must stay answered." in emptied.text
    file = site.file_of(cohort, nomination_id)
    assert file.row.nominee_part["unit"] == NOMINEE_PART["answer-unit"]
    (document,) = file.documents
    refused = officer.post(f"{link}/documents/{document.id}/remove")
    assert refused.status_code == 409
    assert "Add another file for the question" in refused.text
    upload = {"question": "letter", "file": (io.BytesIO(PDF_BYTES), "newer.pdf")}
    assert officer.upload(f"{link}/documents", upload).status_code == 303
    assert [one.name for one in site.file_of(cohort, nomination_id).documents] == ["newer.pdf"]
    # Who has declined owes nothing any more.
    officer.post(f"{link}/decline", {"words": ""})
    assert officer.post(link, {**NOMINEE_PART, "answer-unit": ""}).status_code == 303


def test_what_was_submitted_stays_complete(asked, nominated, browse):
    url, row = f"/nominate/nominations/{nominated}", site.file_of(asked, nominated).row
    sent = {**ORGANISATION_PART, "revision": row.revision}
    for name in ("answer-reason", "head_email"):
        emptied = browse("dalia").post(url, {**sent, name: ""})
        assert emptied.status_code == 422
        assert f'href="#{name}"' in emptied.text
        assert "The nomination is submitted, so this must stay answered." in emptied.text
    assert site.file_of(asked, nominated).standing.is_organisation_done
    assert browse("dalia").post(url, {**sent, "answer-reason": "Better so."}).status_code == 303
