"""The workbench in the browser's words: queues, one unit, conflict, undo, changed sources."""

import pytest

from lms.content import services as content_services
from lms.content.queries import get_course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.translation import queries
from lms.translation.rules import unit_id
from lms.units.unit import Key
from tests import cast, factories
from tests.content import courses
from tests.questions.bank import PARTS
from tests.translation import desks
from tests.translation.desks import DESK, MAY, SHALL, TITLE, address, hidden, shown_text, translate

MUST = "على الدولة *أن تتصرف*."
PAGES = ["/teach/translate", "/teach/small/translate", DESK, f"{DESK}/review", address(SHALL)]


@pytest.fixture
def course_id(app) -> str:
    return desks.lay_out()


def sheet(language: str = "ar"):
    return queries.get_sheet(get_course("small"), language)


def status_of(key: Key) -> str:
    return sheet().find(unit_id(key)).status


def fresh_counts() -> dict:
    """Count as the command line does: from files, by another way than the workbench."""
    counts = content_services.count_translations(OPERATOR, "small")["ar"]
    return {status: count for status, count in counts.items() if count}


@pytest.mark.parametrize("path", PAGES)
def test_translators_and_trainers_of_the_owner_see_every_page(course_id, browse, path):
    assert browse("chen").get(path).status_code == 200
    assert browse("bruno").get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_does(course_id, browse, path):
    assert browse("amina").get(path).status_code == 403
    assert browse().get(path).status_code == 303


def test_a_course_of_others_is_not_there_until_it_is_published(app, browse):
    courses.take_in(courses.files())
    assert browse("chen").get(DESK).status_code == 404
    assert "A small course" not in browse("chen").get("/teach/translate").text
    courses.publish()
    assert browse("chen").get(DESK).status_code == 403


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_a_language_that_is_none_of_the_course_s_is_not_there(course_id, browse, language):
    assert browse("chen").get(f"/teach/small/translate/{language}").status_code == 404
    assert browse("chen").get("/teach/small/translate/ar/units/" + "a" * 26).status_code == 404


def test_a_unit_is_translated_and_counted_and_the_next_one_opens(course_id, browse):
    chen = browse("chen")
    total = sheet().counts.total
    answer = translate(chen, SHALL, "على الدولة *أن* تتصرف.", "next")
    following = chen.get(answer.location)
    assert following.location == address(MAY)
    assert status_of(SHALL) == "translated"
    assert f"1 of {total}" in chen.get(DESK).text
    assert f"1 of {total}" in chen.get("/teach/translate").text
    assert fresh_counts() == {"translated": 1, "missing": total - 1}


def test_after_the_last_open_unit_the_list_says_so(app, browse):
    desks.lay_out(courses.translated(courses.files(), status="translated"))
    answer = browse("chen").get(f"{DESK}/next")
    assert answer.location == DESK


def test_a_mended_question_is_outdated_here_as_on_the_command_line_though_others_resemble_it(app):
    first, second = "Which of these words binds a State?", "Which of these words lets a State be?"
    bank = courses.BANK.replace("What does *shall* ask?", first)
    bank = bank.replace("The word *may* binds.", second)
    desks.lay_out(courses.translated(courses.files(bank=bank), status="translated"))
    total = sheet().counts.total
    mended = "Which of the following words is it that binds a State?"
    desks.save_page(bank=bank.replace(first, mended))
    row = sheet().find(unit_id(Key("questions/bank.yaml#shall.text", mended)))
    assert (row.status, row.previous.text) == ("stale", first)
    assert fresh_counts() == {"translated": total - 1, "stale": 1}
    assert {key: n for key, n in sheet().counts.by_status.items() if n} == fresh_counts()


def test_a_draft_is_kept_as_a_draft_and_no_text_as_missing(course_id, browse):
    chen = browse("chen")
    translate(chen, SHALL, MUST, "draft")
    assert status_of(SHALL) == "draft"
    answer = translate(chen, SHALL, "  ", "save")
    assert status_of(SHALL) == "missing"
    page = chen.get(answer.location).text
    assert "The translation is taken away; readers see" in page
    assert "Saved." not in page


def test_what_does_not_fit_its_source_is_refused_and_stays_in_the_field(course_id, browse):
    chen = browse("chen")
    answer = translate(chen, SHALL, "يجب `code` على *الدولة")
    assert answer.status_code == 422
    assert shown_text(answer.text) == "يجب `code` على *الدولة"
    assert "The code `code` is not in the source." in answer.text
    assert status_of(SHALL) == "missing"


def test_a_warning_holds_the_way_to_the_next_unit_once(course_id, browse):
    chen = browse("chen")
    answer = translate(chen, SHALL, "يجب.", "next")
    assert answer.location == f"{address(SHALL)}?was=missing"
    page = chen.get(answer.location).text
    assert "The emphasis (*…*) is not that of the source." in page
    # Where the eye and the cursor are: above the field, which names them.
    assert page.index('id="notes"') < page.index("data-workbench")
    assert 'aria-describedby="notes keys"' in page
    # That it stood empty when it was opened is not forgotten on the way.
    assert '<input type="hidden" name="was" value="missing">' in page
    assert status_of(SHALL) == "translated"
    assert "/next?after=" in translate(chen, SHALL, "يجب.", "next").location


def test_two_who_save_one_unit_both_see_both_texts(course_id, browse):
    chen, bruno = browse("chen"), browse("bruno")
    opened = hidden(chen.get(address(SHALL)).text)
    translate(bruno, SHALL, "على الدولة *أن تعمل*.")
    sent = {**opened, "text": MUST, "go": "next"}
    answer = chen.post(address(SHALL), sent)
    assert answer.status_code == 409
    assert shown_text(answer.text) == MUST
    assert "<del>تعمل</del>" in answer.text
    assert sheet().find(unit_id(SHALL)).translation == "على الدولة *أن تعمل*."
    again = chen.post(address(SHALL), {**sent, **hidden(answer.text)})
    assert again.status_code == 303
    assert sheet().find(unit_id(SHALL)).translation == MUST
    assert "أن تعمل" in chen.get(address(SHALL)).text


def test_the_same_text_sent_twice_is_kept_once(course_id, browse):
    chen = browse("chen")
    opened = hidden(chen.get(address(SHALL)).text)
    for _ in range(2):
        chen.post(address(SHALL), {**opened, "text": MUST, "go": "save"})
    assert len(queries.list_history(course_id, "ar", [SHALL])) == 1


def test_an_earlier_text_is_restored(course_id, browse):
    chen = browse("chen")
    translate(chen, SHALL, MUST)
    translate(chen, SHALL, "على الدولة *أن تعمل*.")
    page = chen.get(address(SHALL)).text
    first = queries.list_history(course_id, "ar", [SHALL])[-1]
    sent = {**hidden(page), "wanted": first.seq}
    assert chen.post(address(SHALL, "/restore"), sent).status_code == 303
    assert sheet().find(unit_id(SHALL)).translation == MUST
    assert len(queries.list_history(course_id, "ar", [SHALL])) == 3
    wrong = {**hidden(chen.get(address(SHALL)).text), "wanted": first.seq + 999}
    assert chen.post(address(SHALL, "/restore"), wrong).status_code == 404


def test_a_changed_source_makes_a_translation_stale_and_shows_the_difference(course_id, browse):
    chen = browse("chen")
    translate(chen, MAY, "للدولة *أن* تتصرف.")
    desks.save_page(wording=courses.WORDING.replace("*may* act", "*may* well act"))
    mended = Key(MAY.context, "A State *may* well act.")
    assert status_of(mended) == "stale"
    assert fresh_counts()["stale"] == 1
    page = chen.get(address(mended)).text
    assert "<ins>well </ins>" in page
    assert shown_text(page) == "للدولة *أن* تتصرف."
    assert chen.get(address(MAY)).location == address(mended)
    translate(chen, mended, "للدولة *أن* تحسن التصرف.")
    assert status_of(mended) == "translated"
    assert fresh_counts() == {"translated": 1, "missing": sheet().counts.total - 1}


def test_a_text_typed_while_its_source_was_changed_is_not_lost(course_id, browse):
    chen = browse("chen")
    opened = hidden(chen.get(address(MAY)).text)
    desks.save_page(wording=courses.WORDING.replace("*may* act", "*may* well act"))
    sent = {**opened, "text": "للدولة *أن* تتصرف.", "go": "next"}
    answer = chen.post(address(MAY), sent)
    mended = Key(MAY.context, "A State *may* well act.")
    assert chen.get(answer.location).location == address(mended)
    page = chen.get(address(mended)).text
    assert shown_text(page) == "للدولة *أن* تتصرف."
    assert status_of(mended) == "stale"


def test_units_are_filtered_by_status_page_and_words(course_id, browse):
    chen = browse("chen")
    translate(chen, SHALL, MUST)
    assert "A State *shall* act." in chen.get(f"{DESK}?status=translated").text
    assert "A State *may* act." not in chen.get(f"{DESK}?status=translated").text
    assert "A State *shall* act." in chen.get(f"{DESK}?q=الدولة").text
    assert "A State *shall* act." not in chen.get(f"{DESK}?file=pages/origins.md").text
    assert "No text matches" in chen.get(f"{DESK}?q=nothing-like-this").text


def test_a_suggestion_of_the_memory_is_taken_without_script(app, browse):
    page = courses.WORDING + "\nA State *shall* act at once.\n"
    desks.lay_out(courses.files(wording=page))
    chen = browse("chen")
    translate(chen, SHALL, MUST)
    like = Key("pages/wording.md", "A State *shall* act at once.")
    page = chen.get(address(like)).text
    assert MUST in page
    assert shown_text(page) == ""
    assert shown_text(chen.get(address(like) + "?take=0").text) == MUST


def test_what_others_published_is_remembered_and_their_drafts_are_not(app, browse):
    others = courses.files(course=courses.COURSE.replace("id: small", "id: other"))
    courses.take_in(courses.translated(others, status="translated"))
    factories.publish_course(OPERATOR, cast.NOW, "other", offered=("ar",))
    db.session.commit()
    desks.lay_out()
    page = browse("chen").get(address(SHALL)).text
    assert "٭ A State *shall* act." in page
    assert "100%" in page
    from datetime import timedelta

    from lms.content.services.drafts import append_translations

    other, later = get_course("other").id, cast.NOW + timedelta(hours=1)
    append_translations(OPERATOR, later, other, "ar", {SHALL: ("مسودة", "translated")})
    db.session.commit()
    assert "مسودة" not in browse("chen").get(address(SHALL)).text


def test_the_page_is_shown_as_trainees_see_it_with_the_unit_marked(course_id, browse):
    chen = browse("chen")
    translate(chen, SHALL, MUST)
    page = chen.get(address(SHALL)).text
    assert '<p><mark id="here">على الدولة <em>أن تتصرف</em>.</mark></p>' in page
    assert '<p lang="en" dir="ltr">A State <em>may</em> act.</p>' in page


def test_the_signs_of_a_source_stand_there_to_be_copied_and_keep_their_direction(app, browse):
    desks.lay_out(courses.files(wording=courses.WORDING + "\nSee [it](pages/origins.md), 16(2).\n"))
    chen = browse("chen")
    see = Key("pages/wording.md", "See [it](pages/origins.md), 16(2).")
    page = chen.get(address(see)).text
    assert "<code>[</code>…<code>](pages/origins.md)</code>" in page
    assert "<code>16(2)</code>" in page
    assert '[it](<bdi dir="ltr">pages/origins.md</bdi>), 16(2).' in page
    translate(chen, see, "انظر [هذا](pages/origins.md)، 16(2).")
    isolated = '[هذا](<bdi dir="ltr">pages/origins.md</bdi>)'
    for path in (DESK + "?q=انظر", DESK + "/review", address(see)):
        assert isolated in chen.get(path).text


def test_lists_run_as_many_queries_for_one_unit_as_for_many(app, browse, count_queries):
    desks.lay_out()
    chen = browse("chen")
    paths = ["/teach/translate", "/teach/small/translate", DESK, address(SHALL)]
    few = {}
    for path in paths:
        chen.get(path)
        with count_queries() as counted:
            chen.get(path)
        few[path] = counted.count
    sentences = "\n\n".join(f"Sentence {number} of a long page." for number in range(300))
    desks.save_page(wording=f"{courses.WORDING}\n{sentences}\n")
    for path in paths:
        chen.get(path)
        with count_queries() as counted:
            chen.get(path)
        assert counted.count == few[path], path
    assert max(few.values()) <= 25


def test_a_draft_that_cannot_be_read_hides_no_other_course(course_id, browse):
    desks.save_page(course="id: [")
    assert "cannot be read at present: 1" in browse("chen").get("/teach/translate").text
    assert browse("chen").get(DESK).status_code == 422


def test_the_title_on_certificates_and_the_choices_of_a_question_are_watched(course_id, browse):
    chen = browse("chen")
    translate(chen, TITLE, "ع" * 120)
    assert "printed on certificates" in chen.get(address(TITLE)).text
    act, think = (
        Key("questions/bank.yaml#shall.choices.act.text", "To act."),
        Key("questions/bank.yaml#shall.choices.think.text", "To think about it."),
    )
    translate(chen, act, "التصرف.")
    translate(chen, think, "التصرف.")
    assert "Another choice of this question" in chen.get(address(think)).text


def test_the_parts_of_a_question_are_watched_list_by_list(app, browse):
    desks.lay_out(courses.files(bank=PARTS))
    chen, bank = browse("chen"), "questions/bank.yaml"
    duty, leave, shall, praise, punish, gaps = (
        Key(f"{bank}#powers.targets.duty.text", "It is a duty."),
        Key(f"{bank}#powers.targets.leave.text", "It is left open."),
        Key(f"{bank}#powers.prompts.shall.text", "shall"),
        Key(f"{bank}#gaps.gaps.verb.choices.praise.text", "praise"),
        Key(f"{bank}#gaps.gaps.verb.choices.punish.text", "punish"),
        Key(f"{bank}#gaps.text", "Article {number} asks each State to {verb} bribery."),
    )
    for key in (duty, leave, shall):
        translate(chen, key, "واجب")
    said = "Another choice of this question"
    assert said in chen.get(address(leave)).text
    assert said not in chen.get(address(shall)).text
    for key in (praise, punish):
        translate(chen, key, "يعاقب")
    assert said in chen.get(address(punish)).text
    assert "Part of a question" in chen.get(address(duty)).text
    refused = translate(chen, gaps, "المادة {number} تطلب.").text
    assert "The placeholder {verb} of the source is missing." in refused
    translate(chen, gaps, "المادة {number} تطلب {verb}.")
    assert "its key has none in this language yet" in chen.get(address(gaps)).text
