"""The pages of the editors of outline, settings, questions and quizzes, each with its address."""

from playwright.sync_api import Page

from tests.browser.places import SLUG, Place

HOME = f"/teach/{SLUG}"


def furnish_arranging(trainer: Page) -> list[Place]:
    """Return the editors' pages: with something to undo, something unfinished, an answer given."""
    trainer.goto(f"{HOME}/questions?bank=foundations")
    trainer.get_by_label("What is asked?").fill("Which article speaks of training?")
    trainer.get_by_role("button", name="Begin the question").click()
    rows = {
        "workshop/edit_outline.html": f"{HOME}/outline",
        "workshop/edit_module.html": f"{HOME}/outline/modules/exam",
        "workshop/edit_activity.html": f"{HOME}/outline/activities/origins",
        "workshop/list_questions.html": f"{HOME}/questions?bank=foundations",
        "workshop/edit_question.html": (f"{HOME}/questions/foundations/which-article-speaks-of"),
        "workshop/show_retyping.html": (
            f"{HOME}/questions/foundations/three-purposes/type?to=matching"
        ),
        "workshop/try_question.html": f"{HOME}/questions/foundations/three-purposes/try",
        "workshop/list_quizzes.html": f"{HOME}/quizzes",
        "workshop/edit_quiz.html": f"{HOME}/quizzes/post-test",
        "workshop/edit_settings.html": f"{HOME}/settings",
    }
    return [Place(template, "trainer", path) for template, path in rows.items()]
