"""Publishing in the browser: the checklist, what is made and why, one person and two."""

import pytest

from lms.accounts.queries import find_grant_id
from lms.accounts.services import revoke_role
from lms.content import queries as content
from lms.kit.db import db
from lms.organisations import services as organisations
from lms.workshop import services
from lms.workshop.queries import checks
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.workshop.publishing import ASKED, BANK, MUST, WORDING, ask, begin, check, save, writing


@pytest.fixture
def course(app):
    return begin()


def newest(course):
    return content.list_versions(course.id)[0]


def test_the_first_version_is_published(app, browse, run_jobs):
    course = begin(published=False)
    bruno = browse("bruno")
    assert "The course has not been checked yet" in bruno.get("/teach/small/publish").text
    page = check(bruno, run_jobs)
    assert "A new version: version 1" in page
    assert "It is the course&#39;s first version." in page
    place = ask(bruno, notes="First light")
    assert "Is being published" in bruno.get(place).text
    run_jobs()
    assert "Version 1 is published" in bruno.get(place).text
    assert newest(course).number == 1
    release = content.list_releases(course.id)[0]
    assert (release.made, release.notes) == ("version", "First light")


def test_texts_that_mean_the_same_make_an_edition(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    page = check(bruno, run_jobs)
    assert "may</del>" in page
    assert "can</ins>" in page
    assert "A new edition of version 1" in page
    assert "A new version: version 2" in page
    place = ask(bruno, meaning="same")
    run_jobs()
    assert "A new edition is published" in bruno.get(place).text
    assert "Version 1, English: edition 2" in bruno.get(place).text
    assert newest(course).number == 1


def test_texts_whose_meaning_changed_make_a_version(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    ask(bruno, meaning="changed")
    run_jobs()
    assert newest(course).number == 2


def test_what_changed_texts_mean_must_be_said(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    answer = bruno.post("/teach/small/publish", {"notes": "x"})
    assert answer.status_code == 422
    assert "Please choose: it decides what is made." in answer.text
    answer = bruno.post("/teach/small/publish", {"meaning": "same"})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert checks.find_open_request(course.id) is None


def test_words_of_a_question_need_a_second_person(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    bruno, chen = browse("bruno"), browse("chen")
    page = check(bruno, run_jobs)
    assert "words of a question" in page
    assert 'href="/teach/small/questions/bank/shall"' in page
    place = ask(bruno, meaning="same")
    run_jobs()
    assert "Waits for a second person" in chen.get("/teach").text
    assert place in chen.get("/teach/small").text
    assert "This waits for another trainer" in bruno.get(place).text
    assert bruno.post(f"{place}/confirm").status_code == 403
    page = chen.get(place).text
    assert "of a State</ins>" in page
    assert "Bruno Sarr" in page
    assert chen.post(f"{place}/confirm").status_code == 303
    run_jobs()
    assert "A new edition is published" in chen.get(place).text
    release = content.list_releases(course.id)[0]
    assert (release.published_by, release.confirmed_by) == (cast.id_of("bruno"), cast.id_of("chen"))
    assert chen.post(f"{place}/confirm").status_code == 409


def test_a_second_person_refuses_and_says_why(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    bruno, chen = browse("bruno"), browse("chen")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    answer = chen.post(f"{place}/refuse", {"reason": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert chen.post(f"{place}/refuse", {"reason": "It asks for more."}).status_code == 303
    page = bruno.get(place).text
    assert "Refused by Chen Wei" in page
    assert "It asks for more." in page
    run_jobs()
    assert len(content.list_releases(course.id)) == 1
    ask(bruno, meaning="changed")


def test_who_asked_takes_it_back(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    bruno, chen = browse("bruno"), browse("chen")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    assert chen.post(f"{place}/withdraw").status_code == 403
    assert bruno.post(f"{place}/withdraw").status_code == 303
    assert "This publication was withdrawn" in bruno.get(place).text
    assert chen.post(f"{place}/confirm").status_code == 409


def test_what_changed_since_is_not_confirmed(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    bruno, chen = browse("bruno"), browse("chen")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    save(course, {WORDING: MUST})
    assert "The course was changed after this was asked" in chen.get(place).text
    assert chen.post(f"{place}/confirm").status_code == 409
    assert chen.post(f"{place}/refuse", {"reason": "Ask again."}).status_code == 303


def test_a_change_between_asking_and_the_job_is_told(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    save(course, {BANK: ASKED})
    run_jobs()
    page = bruno.get(place).text
    assert "Nothing was published" in page
    assert "The course was changed meanwhile" in page
    assert len(content.list_releases(course.id)) == 1


def test_one_publication_at_a_time(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno, chen = browse("bruno"), browse("chen")
    check(bruno, run_jobs)
    ask(bruno, meaning="same")
    answer = chen.post("/teach/small/publish", {"meaning": "same", "notes": "x"})
    assert answer.status_code == 409
    assert "under way already" in answer.text


def test_what_was_not_checked_is_not_published(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    save(course, {BANK: ASKED})
    assert "The course has changed since it was checked" in bruno.get("/teach/small/publish").text
    answer = bruno.post("/teach/small/publish", {"meaning": "same", "notes": "x"})
    assert (answer.status_code, "Check it again" in answer.text) == (409, True)


@pytest.mark.parametrize("path", [
    "publish", "pages", "pages/origins", "pages/origins/rename", "pages/origins/remove", "media",
    "media/ladder.svg", "media/ladder.svg/remove",
])  # fmt: skip
def test_the_course_is_called_by_its_title(course, browse, path):
    page = browse("bruno").get(f"/teach/small/{path}").text
    assert '<a href="/teach/small"><bdi>A small course</bdi></a>' in page
    assert ">small<" not in page


@pytest.mark.parametrize("path", ["pages", "media"])
def test_the_row_of_editors_stands_on_every_list(course, browse, path):
    page = browse("bruno").get(f"/teach/small/{path}").text
    assert f'<a href="/teach/small/{path}" aria-current="page">' in page
    assert '<a href="/teach/small/quizzes">Quizzes</a>' in page


def test_a_broken_course_is_not_published(course, browse, run_jobs):
    save(course, {WORDING: MUST + "\n[nowhere](pages/nowhere.md)\n"})
    bruno = browse("bruno")
    page = check(bruno, run_jobs)
    assert "1 problem keeps the course from being published." in page
    assert "pages/nowhere.md, which is not in the course" in page
    assert "/teach/small/pages/wording" in page
    answer = bruno.post("/teach/small/publish", {"notes": "x"})
    assert (answer.status_code, "Correct them first" in answer.text) == (409, True)


def test_nothing_new_is_not_published(course, browse, run_jobs):
    bruno = browse("bruno")
    assert "There is nothing to publish." in check(bruno, run_jobs)
    assert bruno.post("/teach/small/publish", {"notes": "x"}).status_code == 409


def test_the_checklist_says_what_to_look_at(course, browse, run_jobs):
    with writing():
        services.change_files(cast.actor_of("chen"), NOW, course, {WORDING: b"# Chen\n"})
    page = check(browse("bruno"), run_jobs)
    assert "The question “may” has no feedback." in page
    assert "The question “may” names no source." in page
    assert "The question “shall” names no source." not in page
    assert "1 person has unsaved changes" in page
    assert "Chen Wei" in page
    assert "states 60 minutes" in page
    assert "between half the stated time and twice that" in page
    assert "doi:10.1167/iovs.11-8284" in page
    assert "Nobody is under way." in page


def test_an_incomplete_language_is_offered_by_choice(course, browse, run_jobs):
    tree = courses.translated(courses.files())
    half = tree["locale/ar.po"].decode().replace('msgstr "٭ A State *may* act."', 'msgstr ""')
    courses.take_in({**tree, "locale/ar.po": half.encode()})
    bruno = browse("bruno")
    page = check(bruno, run_jobs)
    assert "only if you choose so" in page
    place = ask(bruno, offered="ar")
    run_jobs()
    assert "Version 1, العربية: edition 1" in bruno.get(place).text
    assert content.list_languages(newest(course).id) == ("ar", "en")


@pytest.fixture
def arabic(course):
    """The small course offered in Arabic, then a text whose meaning changed."""
    courses.take_in(courses.translated(courses.files(), status="reviewed"))
    courses.publish()
    save(course, {WORDING: MUST})
    return course


def test_a_language_that_is_offered_stays_offered(arabic, browse, run_jobs):
    bruno = browse("bruno")
    page = check(bruno, run_jobs)
    assert "Go on offering these languages though they have gaps" in page
    assert "A translation that is outdated" in page
    boxes = [tag for tag in page.split("<") if tag.startswith("input") and 'name="kept"' in tag]
    assert len(boxes) == 1
    assert 'value="ar"' in boxes[0]
    assert "checked" in boxes[0]
    place = ask(bruno, meaning="changed", kept="ar")
    run_jobs()
    assert "Version 2, العربية: edition 1" in bruno.get(place).text
    assert content.list_languages(newest(arabic).id) == ("ar", "en")


def test_a_language_ends_where_its_tick_is_taken_away(arabic, browse, run_jobs):
    bruno = browse("bruno")
    check(bruno, run_jobs)
    refused = bruno.post("/teach/small/publish", {"meaning": "changed"})
    assert refused.status_code == 422
    assert "checked" not in next(t for t in refused.text.split("<") if 'name="kept"' in t)
    place = ask(bruno, meaning="changed")
    run_jobs()
    page = bruno.get(place).text
    assert 'Not offered any more, being incomplete: <bdi lang="ar">العربية</bdi>' in page
    assert content.list_languages(newest(arabic).id) == ("en",)
    older = content.list_versions(arabic.id)[1]
    assert content.list_languages(older.id) == ("ar", "en")


def test_an_edition_takes_no_language_away(arabic, browse, run_jobs):
    bruno = browse("bruno")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    run_jobs()
    assert "Not offered any more" not in bruno.get(place).text
    assert content.list_languages(newest(arabic).id) == ("ar", "en")


def test_the_page_says_whether_two_are_wanted_and_who_can_be_the_second(course, browse, run_jobs):
    bruno = browse("bruno")
    assert "wants every publication to be confirmed" not in bruno.get("/teach/small/publish").text
    with writing():
        organisations.require_second_person(
            cast.actor_of("emre"), NOW, course.owner_id, is_required=True
        )
    page = bruno.get("/teach/small/publish").text
    assert "Your organisation wants every publication to be confirmed by another trainer" in page
    assert "Who can confirm it: <bdi>Chen Wei</bdi></p>" in page
    with writing():
        chen = cast.id_of("chen")
        grant = find_grant_id(chen, "trainer", course.owner_id)
        revoke_role(cast.actor_of("emre"), NOW, chen, grant)
    assert "You are the only trainer of the course." in bruno.get("/teach/small/publish").text


def test_changed_words_of_a_question_name_who_can_confirm_them(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    page = check(browse("bruno"), run_jobs)
    assert "declared to mean the same, they need another trainer's confirmation" in page
    assert "<bdi>Chen Wei</bdi></p>" in page


def test_an_organisation_may_want_two_for_everything(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    with writing():
        organisations.require_second_person(
            cast.actor_of("emre"), NOW, course.owner_id, is_required=True
        )
    bruno, chen = browse("bruno"), browse("chen")
    assert "Another trainer has to confirm it." in check(bruno, run_jobs)
    place = ask(bruno, meaning="changed")
    run_jobs()
    assert newest(course).number == 1
    assert chen.post(f"{place}/confirm").status_code == 303
    run_jobs()
    assert "Version 2 is published" in bruno.get(place).text


def test_the_command_line_asks_for_a_second_person_too(course):
    from lms.content.rules import SecondPersonNeeded

    organisations.require_second_person(
        cast.actor_of("emre"), NOW, course.owner_id, is_required=True
    )
    with pytest.raises(SecondPersonNeeded):
        factories.publish_course(cast.actor_of("bruno"), NOW, "small")
    made = factories.publish_course(
        cast.actor_of("bruno"), NOW, "small", confirmed_by=cast.actor_of("chen")
    )
    assert made.made == "nothing"
    db.session.rollback()


@pytest.mark.parametrize("path", ["publish", "versions", "review", "review/pages/wording.md"])
def test_others_do_not_come_in(course, browse, path):
    address = f"/teach/small/{path}"
    assert browse().get(address).status_code == 303
    assert browse("amina").get(address).status_code == 403
    assert browse("farid").get(address).status_code == 403
    assert browse("bruno").get(address).status_code == 200


def test_a_publication_of_another_course_is_not_there(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    bruno = browse("bruno")
    check(bruno, run_jobs)
    place = ask(bruno, meaning="same")
    assert bruno.get(place.replace("small", "other")).status_code == 404
    assert browse("amina").post(f"{place}/confirm").status_code == 403
    assert bruno.get(f"{place[:-3]}aaa").status_code == 404
