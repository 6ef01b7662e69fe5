"""A question's texts as finished HTML: single lines, documents of a case, media among them.

Pages and what an edition is made of are in `editions`.
"""

from collections.abc import Iterator
from dataclasses import replace

from lms.questions.case_file import CaseFileQuestion
from lms.questions.rules import Question
from lms.questions.types import get_type
from lms.units import markdown
from lms.units.figures import FILMS, PICTURES, SOUNDS
from lms.units.markdown import Setting
from lms.units.unit import Key, join_lines

# Media that a page shows; of all others, such as PDF, it has a link.
SHOWN = (*PICTURES, *FILMS, *SOUNDS)


def render_question(question: Question, context: str, setting: Setting) -> dict[str, str]:
    """Return the texts of a question as sanitised HTML, by the path of each field.

    `context` names the question, as `questions/bank.yaml#id`; what `setting` has no translation of
    stays in the source language.
    """
    kind = get_type(question.type)
    texts = {
        field: markdown.render_line(text, Key(f"{context}.{field}", join_lines(text)), setting)
        for field, text in kind.texts(question)
    }
    for field, text in kind.blocks(question):
        texts[field] = markdown.render(text, replace(setting, file=f"{context}.{field}"))
    if isinstance(question, CaseFileQuestion):
        texts |= _media(question, context, setting)
    return texts


def _media(question: CaseFileQuestion, context: str, setting: Setting) -> Iterator[tuple[str, str]]:
    for document in question.documents:
        if document.media and document.media.lower().endswith(SHOWN):
            field = f"documents.{document.id}"
            name, text = ("alt", document.alt) if document.alt else ("title", document.title)
            source = join_lines(text)
            found = (setting.translations or {}).get(Key(f"{context}.{field}.{name}", source))
            is_foreign = setting.translations is not None and found is None
            language = setting.source_language if is_foreign else ""
            words = markdown.words(source if found is None else found)
            yield (
                f"{field}.media",
                markdown.render_medium(document.media, words, setting, language),
            )
