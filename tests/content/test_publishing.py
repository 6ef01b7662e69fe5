"""Publishing: what each kind of change makes, who sees it, and what stays as it was."""

import pytest

from lms.content import queries, services
from lms.content.hashes import content_hash
from lms.content.rules import (
    CourseInvalid,
    CourseNotPublished,
    DraftChangedMeanwhile,
    NotTheCoursesTrainer,
    SecondPersonNeeded,
)
from lms.kit import storage
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.units import po
from lms.units.unit import Key
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

MAY = Key("pages/wording.md", "A State *may* act.")
SHALL = Key("questions/bank.yaml#shall.text", "What does *shall* ask?")


def published(tree):
    courses.take_in(tree)
    return courses.publish()


def test_the_first_publication_makes_a_version_in_every_complete_language(app):
    made = published(courses.translated(courses.files()))
    assert (made.made, made.version_number) == ("version", 1)
    assert [(e.language, e.number) for e in made.editions] == [("ar", 1), ("en", 1)]
    outline = queries.get_outline(made.version_id, "ar")
    assert outline.title == "٭ A small course"
    assert outline.is_unreviewed
    assert not queries.get_outline(made.version_id, "en").is_unreviewed
    assert queries.get_outline(made.version_id, "fr").language == "en"
    assert queries.list_languages(made.version_id) == ("ar", "en")
    assert [a.id for a in outline.activities] == ["origins", "wording", "test"]
    assert outline.activities[1].title == "٭ How wording binds"
    assert (outline.visited_percent, outline.quiz_activity, outline.quiz_points) == (80, "test", 70)
    assert outline.articles == ("15", "16")


def test_publishing_again_changes_nothing(app):
    tree = courses.translated(courses.files())
    published(tree)
    assert courses.take_in(tree).is_unchanged
    again = courses.publish()
    assert (again.made, again.version_number, again.editions) == ("nothing", 1, ())
    # A comment in the file is no change that anybody sees.
    courses.take_in({**tree, "course.yaml": b"# a comment\n" + tree["course.yaml"]})
    assert courses.publish().made == "nothing"


def test_a_mended_translation_makes_the_next_edition_which_all_see_at_once(app):
    tree = courses.translated(courses.files())
    version_id = published(tree).version_id
    courses.take_in(courses.retranslate(tree, MAY, "يجوز للدولة أن تتصرف."))
    made = courses.publish()
    assert made.made == "edition"
    assert [(e.version_number, e.language, e.number) for e in made.editions] == [(1, "ar", 2)]
    outline = queries.get_outline(version_id, "ar")
    assert (outline.edition_number, outline.version_number) == (2, 1)
    assert "يجوز للدولة" in queries.get_page(outline.edition_id, "wording").html


def test_a_changed_key_makes_a_version_and_leaves_the_first_as_it_was(app):
    tree = courses.translated(courses.files())
    first = published(tree)
    bank = courses.BANK.replace("correct: no", "correct: yes")
    courses.take_in({**tree, "questions/bank.yaml": bank.encode()})
    made = courses.publish()
    assert (made.made, made.version_number) == ("version", 2)
    assert "questions/bank.yaml" in str(made.reasons[0])
    assert [e.language for e in made.editions] == ["ar", "en"]
    assert queries.get_items(first.version_id)["may"].correct is False
    assert queries.get_items(made.version_id, ["may"])["may"].correct is True
    assert queries.find_course("small").newest_version_id == made.version_id


def test_a_changed_question_text_makes_a_version_whose_translation_is_incomplete(app):
    tree = courses.translated(courses.files())
    published(tree)
    bank = courses.BANK.replace("What does *shall* ask?", "What does *shall* ask of a State?")
    courses.take_in({**tree, "questions/bank.yaml": bank.encode()})
    plan = services.plan_publication(OPERATOR, "small", left_out=["ar"])
    assert [(gap.language, gap.missing) for gap in plan.incomplete] == [("ar", 1)]
    assert [e.language for e in plan.editions] == ["en"]
    made = courses.publish()
    assert [(e.language, e.missing) for e in made.editions] == [("ar", 1), ("en", 0)]
    outline = queries.get_outline(made.version_id, "ar")
    texts = queries.get_item_texts(outline.edition_id, ["shall"])["shall"]
    assert texts["text"].startswith('<span lang="en" dir="ltr">What does')
    assert texts["choices.act.text"] == "٭ To act."


def test_only_a_new_version_can_be_without_a_language_and_only_while_it_has_gaps(app):
    tree = courses.translated(courses.files())
    published(tree)
    courses.take_in(courses.retranslate(tree, MAY, ""))
    made = courses.publish(left_out=["ar"])
    assert [(e.version_number, e.language, e.missing) for e in made.editions] == [(1, "ar", 1)]
    bank = courses.BANK.replace("correct: no", "correct: yes")
    courses.take_in({**tree, "questions/bank.yaml": bank.encode()})
    made = courses.publish(left_out=["ar"])
    assert [(e.version_number, e.language) for e in made.editions][:2] == [(2, "ar"), (2, "en")]


def test_a_mended_translation_reaches_older_versions_that_have_the_same_text(app):
    tree = courses.translated(courses.files())
    first = published(tree)
    bank = courses.BANK.replace("correct: no", "correct: yes")
    tree["questions/bank.yaml"] = bank.encode()
    courses.take_in(tree)
    second = courses.publish()
    courses.take_in(courses.retranslate(tree, MAY, "يجوز للدولة أن تتصرف."))
    made = courses.publish()
    assert [(e.version_number, e.language, e.number) for e in made.editions] == [
        (2, "ar", 2),
        (1, "ar", 2),
    ]
    for version_id in (first.version_id, second.version_id):
        edition = queries.get_outline(version_id, "ar").edition_id
        assert "يجوز للدولة" in queries.get_page(edition, "wording").html
    assert queries.get_items(first.version_id)["may"].correct is False


def test_a_changed_source_text_makes_a_version_unless_the_meaning_is_declared_unchanged(app):
    tree = courses.translated(courses.files())
    first = published(tree)
    changed = {
        **tree,
        "pages/wording.md": tree["pages/wording.md"].replace(b"*may* act", b"*may* well act"),
    }
    courses.take_in(changed)
    assert services.plan_publication(OPERATOR, "small").made == "version"
    made = courses.publish(is_declared_unchanged=True)
    assert made.made == "edition"
    assert sorted(e.language for e in made.editions) == ["ar", "en"]
    english = queries.get_outline(first.version_id, "en")
    assert "may</em> well act" in queries.get_page(english.edition_id, "wording").html
    # The translation stays, and says that it is older than the original.
    arabic = queries.get_outline(first.version_id, "ar")
    page = queries.get_page(arabic.edition_id, "wording")
    assert "٭ A State <em>may</em> act." in page.html
    assert page.is_older
    assert page.direction == "rtl"
    assert not queries.get_page(arabic.edition_id, "origins").is_older
    assert courses.publish().made == "nothing"
    # Once it follows, the mark goes.
    course = courses.translated({k: v for k, v in changed.items() if k != "locale/ar.po"})
    courses.take_in(course)
    courses.publish()
    edition = queries.get_outline(first.version_id, "ar").edition_id
    page = queries.get_page(edition, "wording")
    assert "٭ A State <em>may</em> well act." in page.html
    assert not page.is_older


def test_a_source_text_that_comes_back_is_no_longer_older(app):
    tree = courses.translated(courses.files())
    first = published(tree)
    changed = {
        **tree,
        "pages/wording.md": tree["pages/wording.md"].replace(b"*may* act", b"*may* well act"),
    }
    courses.take_in(changed)
    courses.publish(is_declared_unchanged=True)
    courses.take_in(tree)
    made = courses.publish(is_declared_unchanged=True)
    assert made.made == "edition"
    edition = queries.get_outline(first.version_id, "ar").edition_id
    assert not queries.get_page(edition, "wording").is_older


def test_a_changed_question_needs_a_second_person_to_stay_in_its_version(app):
    tree = courses.translated(courses.files())
    published(tree)
    bank = courses.BANK.replace("The word *may* binds.", "The word *may* is binding.")
    courses.take_in({**tree, "questions/bank.yaml": bank.encode()})
    plan = services.plan_publication(OPERATOR, "small", is_declared_unchanged=True)
    assert plan.made == "version"
    assert "second person" in str(plan.decision.reasons[0])
    with pytest.raises(SecondPersonNeeded):
        services.plan_publication(
            OPERATOR, "small", is_declared_unchanged=True, confirmed_by=OPERATOR
        )
    with pytest.raises(SecondPersonNeeded):
        courses.publish(is_declared_unchanged=True, confirmed_by=cast.actor_of("amina"))


def test_what_was_prepared_is_refused_when_the_draft_changed_meanwhile(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    plan = services.plan_publication(OPERATOR, "small")
    courses.take_in(courses.retranslate(tree, MAY, "٭ *x*"))
    with pytest.raises(DraftChangedMeanwhile):
        services.publish(OPERATOR, NOW, plan)
    db.session.rollback()
    plan, same = (services.plan_publication(OPERATOR, "small") for _ in range(2))
    services.publish(OPERATOR, NOW, plan)
    with pytest.raises(DraftChangedMeanwhile):
        services.publish(OPERATOR, NOW, same)


def test_the_files_are_stored_before_the_transaction_that_publishes(app):
    courses.take_in(courses.translated(courses.files()))
    content = services.export_translations(OPERATOR, "small", "ar")
    mended = po.write(po.change(po.read(content), {MAY: ("٭ *x*", "draft")}))
    services.import_translations(OPERATOR, NOW, mended, "ar.po")
    plan = services.plan_publication(OPERATOR, "small")
    hashes = {file: content_hash(content) for file, content in plan.draft.files.items()}
    assert [file for file, name in hashes.items() if not storage.exists(name)] == []
    services.publish(OPERATOR, NOW, plan)
    assert storage.get(hashes["locale/ar.po"]) == plan.draft.files["locale/ar.po"]


def test_a_bad_course_is_refused_whole(app):
    with pytest.raises(CourseInvalid) as refused:
        factories.import_course(OPERATOR, NOW, courses.files(picture=None))
    assert "media/ladder.svg" in str(refused.value.problems[0])
    assert queries.find_course("small") is None


def test_only_the_owners_trainers_change_a_course(app):
    with pytest.raises(NotTheCoursesTrainer):
        factories.import_course(cast.actor_of("farid"), NOW, courses.files())
    bruno = cast.actor_of("bruno")
    factories.import_course(bruno, NOW, courses.files())
    assert factories.publish_course(bruno, NOW, "small").made == "version"
    for name in ("amina", "chen", "farid"):
        with pytest.raises(NotTheCoursesTrainer):
            services.plan_publication(cast.actor_of(name), "small")


def test_the_reads_take_few_statements(app, count_queries):
    made = published(courses.translated(courses.files()))
    edition = queries.get_outline(made.version_id, "ar").edition_id
    with count_queries() as counter:
        queries.get_page(edition, "origins")
    assert counter.count == 1
    with count_queries() as counter:
        queries.get_outline(made.version_id, "ar")
    assert counter.count == 1


def test_a_page_is_finished_html_in_the_language(app):
    made = published(courses.translated(courses.files()))
    page = queries.get_page(queries.get_outline(made.version_id, "ar").edition_id, "origins")
    assert f'src="/media/{made.version_id}/media/ladder.svg"' in page.html
    assert 'href="wording"' in page.html
    assert 'class="box case"' in page.html
    assert "style=" not in page.html
    assert "<h1" not in page.html
    assert page.minutes == 5
    with pytest.raises(queries.PageUnknown):
        queries.get_page(queries.get_outline(made.version_id, "ar").edition_id, "test")


def test_quizzes_and_questions_are_those_of_the_version(app):
    made = published(courses.translated(courses.files()))
    quiz = queries.get_quiz(made.version_id, "test")
    assert (quiz.minutes, quiz.sections[0].from_, quiz.sections[0].draw) == (
        10,
        "questions/bank.yaml",
        2,
    )
    assert list(queries.get_items(made.version_id)) == ["shall", "may"]
    assert list(queries.get_items(made.version_id, ["may", "gone"])) == ["may"]
    edition = queries.get_outline(made.version_id, "ar").edition_id
    assert queries.get_quiz_title(edition, "test") == "٭ Exam"
    assert queries.get_item_texts(edition, ["may"])["may"]["text"] == (
        "٭ The word <em>may</em> binds."
    )
    with pytest.raises(queries.QuizUnknown):
        queries.get_quiz(made.version_id, "gone")


def test_export_gives_back_what_was_imported(app):
    from io import BytesIO

    from lms.content.package import read_zip, write_zip

    tree = courses.translated(courses.files())
    courses.take_in(tree)
    with pytest.raises(CourseNotPublished):
        services.export_course(OPERATOR, "small")
    exported = services.export_course(OPERATOR, "small", is_draft=True)
    assert read_zip(BytesIO(exported)) == tree
    courses.publish()
    assert services.export_course(OPERATOR, "small") == exported == write_zip(tree)
    mended = courses.retranslate(tree, MAY, "يجوز للدولة أن تتصرف.")
    courses.take_in(mended)
    assert services.export_course(OPERATOR, "small") == exported
    courses.publish()
    assert services.export_course(OPERATOR, "small", number=1) == write_zip(mended)
    with pytest.raises(CourseNotPublished):
        services.export_course(OPERATOR, "small", number=2)
