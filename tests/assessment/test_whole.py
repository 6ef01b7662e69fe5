"""All questions on one page: each with fields of its own, saved by one form, none of them twice."""

from collections import Counter

import pytest
from lxml import html

from lms.assessment import queries
from lms.kit.clock import clock
from tests.assessment import courses, whole
from tests.assessment.test_answering import FETCH, responses
from tests.assessment.test_sittings import bruno, grant, plan  # noqa: F401 - bruno is a fixture


@pytest.fixture(autouse=True)
def course(app):
    whole.publish()


@pytest.fixture
def amina(browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def counted(attempt_id):
    """Return the answers that count, by question."""
    responses(attempt_id)
    return {name: dict(row.value) for name, row in queries.get_responses(attempt_id).items()}


def test_start_leads_to_the_page_of_all_questions(amina):
    started = amina.post(courses.quiz_address(courses.enrol("amina"), "drill"))
    assert started.location.endswith("/questions/all")
    page = amina.get(started.location)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for row, _question in list(courses.paper_of(courses.attempt_of(started))):
        assert f"Question {row.position} of {whole.TOTAL}" in page.text
    for secret in courses.SECRETS:
        assert secret not in page.text


def test_each_question_has_names_and_labels_of_its_own(amina, attempt_id):
    tree = html.fromstring(amina.get(whole.address(attempt_id)).text)
    ids = Counter(element.get("id") for element in tree.xpath("//*[@id]"))
    assert {name for name, count in ids.items() if count > 1} == set()
    for place in range(1, whole.TOTAL + 1):
        (question,) = tree.xpath(f"//fieldset[@id='question-{place}']")
        fields = question.xpath(".//*[@name]")
        assert fields
        for field in fields:
            assert field.get("name").partition("-")[0] == f"answer_{place}"
        for label in question.xpath(".//label[@for]"):
            (field,) = tree.xpath(f"//*[@id='{label.get('for')}']")
            assert field.get("name").startswith(f"answer_{place}")


def test_one_form_saves_all_and_sent_again_it_saves_nothing(amina, attempt_id):
    address = whole.address(attempt_id)
    data = whole.sent(amina.get(address)) | whole.keys(attempt_id)
    saved = amina.post(address, data)
    assert saved.status_code == 303, saved.text
    first = len(responses(attempt_id))
    for row, question in list(courses.paper_of(attempt_id)):
        sent = whole.key_of(attempt_id, row.position)
        assert (question.id in counted(attempt_id)) == bool(sent)
    page = amina.get(saved.location)
    assert page.text.count("On the server, saved at 09:00.") == first
    # As it stands, from either page: the answers are there already.
    assert amina.post(address, data).status_code == 303
    assert amina.post(address, whole.sent(page)).status_code == 303
    assert len(responses(attempt_id)) == first
    result = amina.get(courses.finish(amina, attempt_id).location)
    assert result.status_code == 200


def test_a_page_left_empty_saves_nothing(amina, attempt_id):
    address = whole.address(attempt_id)
    saved = amina.post(address, whole.sent(amina.get(address)))
    assert saved.status_code == 303
    assert responses(attempt_id) == []


def test_an_answer_is_taken_back(amina, attempt_id):
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "essay")
    data = whole.sent(amina.get(address))
    amina.post(address, data | {f"answer_{place}": "Some words."})
    data = whole.sent(amina.get(address))
    assert data[f"answer_{place}"] == ["Some words."]
    amina.post(address, data | {f"answer_{place}": ""})
    assert counted(attempt_id)["essay"] == {"text": ""}


def test_an_older_page_overwrites_nothing_that_it_did_not_change(amina, attempt_id):
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "essay")
    older = whole.sent(amina.get(address))
    courses.save(amina, attempt_id, place, "From the other tab.")
    words = whole.place_of(attempt_id, "words")
    amina.post(address, older | {f"answer_{words}": "From here."})
    assert counted(attempt_id)["essay"] == {"text": "From the other tab."}
    assert counted(attempt_id)["words"] == {"text": "From here."}


def test_what_does_not_fit_is_shown_where_it_is_and_the_rest_is_saved(amina, attempt_id):
    address = whole.address(attempt_id)
    numeric = next(r.position for r, q in courses.paper_of(attempt_id) if q.type == "numeric")
    essay = whole.place_of(attempt_id, "essay")
    data = whole.sent(amina.get(address))
    refused = amina.post(
        address, data | {f"answer_{numeric}": "no number", f"answer_{essay}": "Words stay."}
    )
    assert refused.status_code == 422
    assert refused.headers["Cache-Control"] == "no-store"
    tree = html.fromstring(refused.text)
    (link,) = tree.xpath("//*[@role='alert']//a/@href")
    assert link == f"#question-{numeric}"
    (question,) = tree.xpath(f"//fieldset[@id='question-{numeric}']")
    assert question.xpath(".//p[@class='error']")
    assert question.xpath(".//input/@value") == ["no number"]
    assert counted(attempt_id) == {"essay": {"text": "Words stay."}}


def test_a_choice_that_is_not_there_is_refused(amina, attempt_id):
    address = whole.address(attempt_id)
    data = whole.sent(amina.get(address))
    refused = amina.post(address, data | {"answer_1": "9"})
    assert refused.status_code == 422
    assert "names a choice that the question does not have" in refused.text
    assert responses(attempt_id) == []


def test_a_decision_is_one_button_among_all_fields(amina, attempt_id):
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "gift")
    data, older = whole.sent(amina.get(address)), whole.sent(amina.get(address))
    decided = amina.post(address, data | {f"answer_{place}-1": "2"})
    assert decided.location.endswith(f"/questions/all#question-{place}")
    page = amina.get(address)
    assert "The bidder calls again." in page.text
    # An older page decides otherwise: what was decided stays, and is what the page shows.
    refused = amina.post(address, older | {f"answer_{place}-1": "1"})
    assert refused.status_code == 422
    assert "stays as it is" in refused.text
    assert "The bidder calls again." in refused.text
    assert counted(attempt_id)["gift"] == {"path": ["call:wait"]}


def test_a_flag_is_put_up_and_what_was_typed_goes_along(amina, attempt_id):
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "essay")
    data = whole.sent(amina.get(address)) | {f"answer_{place}": "Typed before."}
    for flag in ("yes", "no"):
        flagged = amina.post(address, data | {"flag": f"{flag}-{place}"})
        assert flagged.location.endswith(f"#question-{place}")
        rows = queries.get_paper(attempt_id)
        assert [row.position for row in rows if row.is_flagged] == [place] * (flag == "yes")
    assert counted(attempt_id)["essay"] == {"text": "Typed before."}
    told = amina.post(
        f"{courses.question_address(attempt_id, place)}/flag", {"flag": "yes"}, headers=FETCH
    )
    assert told.json == {"is_flagged": True}


def test_the_finish_is_reached_with_what_was_typed(amina, attempt_id):
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "essay")
    data = whole.sent(amina.get(address)) | {f"answer_{place}": "The end.", "go": "finish"}
    assert amina.post(address, data).location.endswith(f"/attempts/{attempt_id}/finish")
    # So is the page of a question that files are handed in to.
    assert amina.post(address, data | {"go": "2"}).location.endswith("/questions/2")
    assert counted(attempt_id)["essay"] == {"text": "The end."}


def test_the_finish_asks_only_for_answers_that_earn_points(amina, attempt_id):
    address, finish = whole.address(attempt_id), f"/learn/attempts/{attempt_id}/finish"
    page = amina.get(finish).text
    # Three of a survey and an observation.
    assert f"{whole.TOTAL - 4} questions have no answer yet." in page
    assert "4 questions may stay without an answer" in page
    essay = whole.place_of(attempt_id, "essay")
    keys = whole.keys(attempt_id) | {f"answer_{essay}": "An essay of mine."}
    data = whole.sent(amina.get(address)) | keys
    assert amina.post(address, data).status_code == 303
    page = amina.get(finish).text
    assert "no answer yet" not in page
    assert "All questions whose points depend on your answer are answered." in page
    assert "4 questions may stay without an answer" in page


def test_a_pause_begins_with_what_was_typed(bruno, amina):  # noqa: F811 - the fixture
    grant(bruno, plan(bruno, "amina"), pause_minutes="5")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    address, place = whole.address(attempt_id), whole.place_of(attempt_id, "essay")
    data = whole.sent(amina.get(address)) | {f"answer_{place}": "Before the pause."}
    paused = amina.post(address, data | {"go": "pause"})
    assert paused.location.endswith(f"/attempts/{attempt_id}")
    assert counted(attempt_id)["essay"] == {"text": "Before the pause."}
    # While the clock stands still, no question is shown and none is answered.
    assert amina.get(address).location.endswith(f"/attempts/{attempt_id}")
    clock.advance(minutes=1)
    data |= {f"answer_{place}": "In the pause."}
    assert amina.post(address, data).status_code == 409
    assert counted(attempt_id)["essay"] == {"text": "Before the pause."}
    amina.post(f"/learn/attempts/{attempt_id}/resume")
    assert "Before the pause." in amina.get(address).text


def test_where_one_device_answers_the_other_sees_nothing(bruno, browse):  # noqa: F811
    plan(bruno, "amina", is_exclusive="y")
    first, second = browse("amina"), browse("amina")
    attempt_id = courses.start(first, courses.enrol("amina"), "drill")
    address = whole.address(attempt_id)
    data = whole.sent(first.get(address)) | whole.key_of(attempt_id, 1)
    assert second.get(address).location.endswith(f"/attempts/{attempt_id}")
    assert second.post(address, data).status_code == 409
    assert responses(attempt_id) == []
    assert first.post(address, data).status_code == 303


def test_late_answers_are_kept_and_do_not_count(amina, attempt_id):
    address = whole.address(attempt_id)
    data = whole.sent(amina.get(address)) | whole.key_of(attempt_id, 1)
    clock.advance(minutes=31)
    late = amina.post(address, data)
    assert late.status_code == 409
    assert "came after the deadline" in late.text
    assert [row.is_late for row in responses(attempt_id)] == [True]
    assert counted(attempt_id) == {}
    assert amina.get(address).location.endswith("/result")


def test_each_question_has_its_own_page_too(amina, attempt_id):
    place = whole.place_of(attempt_id, "essay")
    page = amina.get(courses.question_address(attempt_id, place))
    assert page.status_code == 200
    assert f"/questions/all#question-{place}" in page.text


def test_the_language_is_changed_on_the_page(amina, attempt_id):
    changed = amina.post(
        f"/learn/attempts/{attempt_id}/language", {"language": "ar", "position": "all"}
    )
    assert changed.location.endswith("/questions/all")
    page = amina.get(changed.location)
    assert 'lang="ar" dir="rtl"' in page.text
    data = whole.sent(page) | whole.key_of(attempt_id, 1, "ar")
    amina.post(whole.address(attempt_id), data)
    (response,) = queries.get_responses(attempt_id).values()
    assert response.language == "ar"


@pytest.mark.parametrize(("who", "status"), [("farid", 404), ("bruno", 404), (None, 303)])
def test_only_the_candidate_sees_it(attempt_id, browse, who, status):
    other, address = browse(who), whole.address(attempt_id)
    assert other.get(address).status_code == status
    assert other.post(address, {"answer_1": "1"}).status_code == (422 if who else 303)
    data = {"answer_1": "1", "client_id_1": "a" * 26, "shown_1": ""}
    assert other.post(address, data).status_code == status
    assert responses(attempt_id) == []


SAME = dict.fromkeys(("client_id_1", "client_id_2"), "a" * 26)


@pytest.mark.parametrize("ids", [{"client_id_1": ""}, {"client_id_1": "x"}, SAME])
def test_answers_without_an_id_of_their_own_are_refused(amina, attempt_id, ids):
    address = whole.address(attempt_id)
    data = whole.sent(amina.get(address)) | whole.key_of(attempt_id, 1) | ids
    refused = amina.post(address, data)
    assert refused.status_code == 422
    assert "could not be read" in refused.text
    assert responses(attempt_id) == []


def test_a_place_beyond_the_paper_is_refused(amina, attempt_id):
    data = {"client_id_99": "a" * 26, "answer_99": "1"}
    assert amina.post(whole.address(attempt_id), data).status_code == 404


def test_a_forged_seal_only_saves_what_was_sent(amina, attempt_id):
    address = whole.address(attempt_id)
    data = whole.sent(amina.get(address)) | {"shown_1": "forged"} | whole.key_of(attempt_id, 1)
    assert amina.post(address, data).status_code == 303
    assert len(responses(attempt_id)) == 1


def test_where_each_has_its_page_there_is_none_of_all(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "practice")
    away = amina.get(whole.address(attempt_id))
    assert away.location.endswith(f"/attempts/{attempt_id}")


def test_the_page_asks_as_many_questions_of_the_database_whatever_its_length(
    amina, attempt_id, count_queries
):
    amina.get(whole.address(attempt_id))
    with count_queries() as showing:
        amina.get(whole.address(attempt_id))
    assert showing.count <= 6, "begin, actor, attempt, paper, responses, site"
    data = whole.sent(amina.get(whole.address(attempt_id)))
    with count_queries() as saving:
        amina.post(whole.address(attempt_id), data)
    assert saving.count <= 7, "begin, actor, attempt, sent before, paper, revisions, message"
