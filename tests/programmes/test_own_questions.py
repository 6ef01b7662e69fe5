"""A cohort's own survey questions: written, fixed once it opens, counted as all are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.ids import new_id
from lms.programmes.queries import own_questions, surveys
from lms.programmes.rules.form_editing import OptionsNotValid, read_options
from lms.programmes.rules.form_questions import Option
from lms.programmes.rules.own_questions import (
    OwnQuestion,
    list_missing,
    read_questions,
    to_item,
    write_questions,
)
from lms.programmes.rules.surveys import read_reply
from tests import cast
from tests.programmes import factories
from tests.programmes.survey_site import (
    SENEGAL,
    THE_DAY_AFTER,
    add_ended,
    address_of,
    answers,
    get_survey,
    go_on,
)

texts = st.dictionaries(st.sampled_from(["en", "ar", "fr"]), st.text(min_size=1), min_size=1)
questions = st.builds(
    OwnQuestion, st.just("q"), st.sampled_from(["agreement", "choice", "several", "comment"]),
    texts, st.lists(st.builds(Option, st.text(min_size=1), texts), max_size=3).map(tuple),
)  # fmt: skip


@given(st.lists(questions).map(tuple))
def test_what_is_kept_is_read_again(some):
    assert read_questions(write_questions(some)) == some


@given(questions, st.sampled_from(["en", "ar", "fr", "zh"]))
def test_a_reader_gets_their_own_language_where_there_is_one(question, language):
    item = to_item(question, language)
    assert item.language in question.label
    if language in question.label:
        assert (item.text, item.language) == (question.label[language], language)
    missing = list_missing(question, [language])
    if not missing:
        assert item.language == language
        assert item.choice_language in {"", language}
    assert list(item.choices) == list(dict.fromkeys(one.id for one in question.options))


def test_of_several_none_need_be_chosen_and_of_one_one():
    options = (Option("a", {"en": "A"}), Option("b", {"en": "B"}))
    several = to_item(OwnQuestion("s", "several", {"en": "Which?"}, options), "en")
    one = to_item(OwnQuestion("c", "choice", {"en": "Which one?"}, options), "en")
    assert read_reply([several], {}).errors == {}
    assert set(read_reply([one], {}).errors) == {"own-c"}
    assert set(read_reply([one], {"own-c": ["a", "b"]}).errors) == {"own-c"}
    reply = read_reply([several, one], {"own-s": ["b", "x"], "own-c": ["a"]})
    assert reply.chosen == {"own-s": ("b",), "own-c": ("a",)}


def test_names_of_languages_keep_their_own_direction_beside_a_count():
    with pytest.raises(OptionsNotValid) as raised:
        read_options({"ar": "a\nb", "en": "a\nb\nc"}, (), new_id)
    assert "\u2068العربية\u2069: 2, \u2068English\u2069: 3" in raised.value.text.in_language("en")
    assert "\u2068العربية\u2069: 2، \u2068English\u2069: 3" in raised.value.text.in_language("ar")


CHOICE = {
    "kind": "choice", "label-en": "Which session helped you most? 100%",
    "label-fr": "Quelle séance vous a le plus aidé ?",
    "options-en": "Tracing\nFreezing", "options-fr": "Dépistage\nGel",
}  # fmt: skip
SCALE = {"kind": "agreement", "label-en": "The field visit was worth its time."}


def url(cohort, survey="reaction"):
    return f"/admin/cohorts/{cohort.id}/evaluation/questions/{survey}"


def add(browse, cohort, form, who="ines", survey="reaction"):
    return browse(who).post(f"{url(cohort, survey)}/new", form)


def own(cohort, survey="reaction"):
    return own_questions.list_own(cohort.id)[survey]


def test_questions_are_written_moved_changed_and_removed(cohort, browse):
    ines = browse("ines")
    assert "No question yet." in ines.get(url(cohort)[:-9]).text
    for form in (CHOICE, SCALE):
        assert add(browse, cohort, form).status_code == 303
    first, second = own(cohort)
    page = ines.get(url(cohort)[:-9]).text
    assert "Which session helped you most? 100%" in page
    # The scale is written in English alone, and the cohort has French and Arabic too.
    assert page.count("Not in Français yet") == 1
    assert page.count("Not in العربية yet") == 2
    assert ines.post(f"{url(cohort)}/{second.id}/move", {"direction": "up"}).status_code == 303
    assert [one.id for one in own(cohort)] == [second.id, first.id]
    assert "Tracing" in ines.get(f"{url(cohort)}/{first.id}").text
    changed = {**CHOICE, "options-en": "Freezing\nReturn", "options-fr": "Gel\nRestitution"}
    assert ines.post(f"{url(cohort)}/{first.id}", changed).status_code == 303
    kept = own(cohort)[1]
    assert kept.id == first.id
    # What stays keeps its code.
    assert kept.options[0].id == first.options[1].id
    assert "It is not asked in the survey." in ines.get(f"{url(cohort)}/{first.id}/remove").text
    assert ines.post(f"{url(cohort)}/{first.id}/remove").status_code == 303
    assert [one.id for one in own(cohort)] == [second.id]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"label-en": "", "label-fr": ""}, "#label", "Please write this in at least one language."),
        ({"options-en": "", "options-fr": ""}, "#options", "Please write this in at least one"),
        ({"options-en": "One", "options-fr": ""}, "#options", "at least two lines"),
        ({"kind": "agreement"}, "#options", "Nothing is chosen in an answer of this kind."),
        ({"kind": "comment"}, "#options", "Nothing is chosen in an answer of this kind."),
        ({"options-fr": "Gel"}, "#options", "as many lines in each language"),
        ({"options-en": "\n".join("abcdefghijk"), "options-fr": ""}, "#options", "at most 10"),
        ({"kind": "essay"}, "#kind", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_place(cohort, browse, changes, place, words):
    wrong = add(browse, cohort, {**CHOICE, **changes})
    assert wrong.status_code == 422
    assert place in wrong.text
    assert words in wrong.text
    assert own(cohort) == ()


@pytest.mark.parametrize(("who", "status"), [("bruno", 403), ("farid", 404), ("amina", 404)])
def test_only_who_runs_the_cohort_writes_questions(cohort, browse, who, status):
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "chen", "coordinator")
    assert add(browse, cohort, SCALE, who).status_code == status
    assert browse(who).get(url(cohort)[:-9]).status_code == status
    assert add(browse, cohort, SCALE, "chen").status_code == 303
    place = f"{url(cohort)}/{own(cohort)[0].id}"
    assert browse(who).get(place).status_code == status
    assert browse(who).post(f"{place}/remove").status_code == status
    assert browse().get(place).status_code == 303
    assert len(own(cohort)) == 1


def test_a_survey_or_question_that_is_not_there_is_not_found(cohort, browse):
    assert browse("ines").get(f"{url(cohort, 'opinion')}/new").status_code == 404
    assert browse("ines").get(f"{url(cohort)}/{new_id()}").status_code == 404


def test_there_is_room_for_ten(cohort, browse):
    for _number in range(10):
        assert add(browse, cohort, SCALE).status_code == 303
    assert "Remove one first." in add(browse, cohort, SCALE).text
    assert len(own(cohort)) == 10


def test_they_are_fixed_once_the_survey_opens_and_answered_as_all_are(programme, browse, run_jobs):
    cohort = add_ended(programme)
    for form in (CHOICE, SCALE, {"kind": "comment", "label-en": "Anything else?"}):
        add(browse, cohort, form)
    go_on(run_jobs, THE_DAY_AFTER)
    choice, scale, comment = own(cohort)
    late = add(browse, cohort, SCALE)
    assert late.status_code == 409
    assert "This survey has opened." in late.text
    assert browse("ines").post(f"{url(cohort)}/{scale.id}/remove").status_code == 409
    assert add(browse, cohort, SCALE, survey="application_3").status_code == 303

    amina = browse("amina")
    place = address_of(cohort, cast.id_of("amina"))
    page = amina.get(place, headers={"Accept-Language": "en"}).text
    assert "Which session helped you most? 100%" in page
    wrong = amina.post(place, answers())
    assert wrong.status_code == 422
    assert f"#answer-own-{choice.id}" in wrong.text
    for name in SENEGAL:
        form = answers(**{f"own-{choice.id}": choice.options[0].id, f"own-{scale.id}": "5",
                          f"own-{comment.id}": "More visits."})  # fmt: skip
        place = address_of(cohort, cast.id_of(name))
        assert browse(name).post(place, form).status_code == 303
    counts, comments = surveys.find_counts_locked(get_survey(cohort).id, "participants")
    assert counts["all"][f"own-{choice.id}"] == {choice.options[0].id: 5}
    assert comments[f"own-{comment.id}"] == ["More visits."] * 5
    # Of groups only what has a mean is counted.
    groups = [group for name, group in counts.items() if name != "all"]
    assert groups
    assert all(f"own-{choice.id}" not in group for group in groups)

    go_on(run_jobs, THE_DAY_AFTER + timedelta(days=28))
    shown = browse("ines").get(f"/admin/cohorts/{cohort.id}/evaluation").text
    for words in ("Which session helped you most? 100%", "Tracing", "The field visit was worth"):
        assert words in shown
    assert "Share of the 5 who answered the survey</th>" in shown
    assert ">100%</td>" in shown.partition(">Tracing<")[2].partition("</tr>")[0]
    assert ">0%</td>" in shown.partition(">Freezing<")[2].partition("</tr>")[0]
    csv = browse("ines").get(f"/admin/cohorts/{cohort.id}/evaluation/csv").text
    assert "reaction,all,,5,Which session helped you most? 100%,Tracing,5" in csv
    assert "reaction,all,,5,Anything else?,comment,More visits." in csv


def test_of_four_answers_nothing_of_them_is_shown(programme, browse, run_jobs):
    cohort = add_ended(programme)
    add(browse, cohort, SCALE)
    go_on(run_jobs, THE_DAY_AFTER)
    (scale,) = own(cohort)
    for name in SENEGAL[:4]:
        form = answers(**{f"own-{scale.id}": "5"})
        assert browse(name).post(address_of(cohort, cast.id_of(name)), form).status_code == 303
    go_on(run_jobs, THE_DAY_AFTER + timedelta(days=28))
    assert get_survey(cohort).results["participants"]["counts"] == {}
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/evaluation").text
    assert "The field visit was worth" not in page
