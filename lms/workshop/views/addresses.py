"""Where a file of a course, or a text by its context, is edited."""

from typing import Any

from flask import url_for


def editor_of(slug: str, context: str) -> str:
    """Return the address of the editor for a file, or for a text by its context."""
    file, _, field = context.partition("#")
    folder, _, name = file.partition("/")
    stem, question_id = name.rpartition(".")[0], field.partition(".")[0]
    if folder == "questions" and question_id:
        return url_for("workshop.edit_question", slug=slug, bank=stem, question_id=question_id)
    editors: dict[str, tuple[str, dict[str, Any]]] = {
        "pages": ("workshop.edit_page", {"name": stem}),
        "questions": ("workshop.list_questions", {"bank": stem}),
        "quizzes": ("workshop.edit_quiz", {"quiz": stem}),
        "media": ("workshop.list_media", {}),
        "locale": ("translation.show_course", {}),
    }
    endpoint, values = editors.get(folder, ("workshop.show_outline", {}))
    return url_for(endpoint, slug=slug, **values)
