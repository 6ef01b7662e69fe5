"""Case file: what happened and its documents, before which other questions of the bank are asked.

It is asked of nobody itself. How whole cases are drawn is in `cases`, how they look in templates.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem, refuse
from lms.questions.cases import CASE_FILE
from lms.questions.parts import PartNotOnPaper, check_ids
from lms.questions.rules import (
    Asked,
    Presented,
    Prose,
    Question,
    QuestionType,
    Raw,
    Response,
    Slug,
    Strict,
)
from lms.questions.showing import Shown, ShownCase, ShownDocument

MOST_DOCUMENTS = 12
MEDIUM = r"^media/[\w./-]+$"
# What a case file is; all else is said at the questions that are asked about it.
_OWN = frozenset({"id", "type", "text", "documents"})


class Document(Strict):
    """One document: a text in Markdown, or a file; `alt` says what is to be seen on a picture."""

    id: Slug
    title: Prose
    text: Prose | None = None
    media: Annotated[str, Field(pattern=MEDIUM)] | None = None
    alt: Prose | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(type(self).__name__, _check_document(self))
        return self


def _check_document(document: Document) -> Iterator[Problem]:
    if (document.text is None) == (document.media is None):
        text = Text("Give the document either its text (“text: …”) or a file (“media: media/…”).")
        yield Problem((), "text_or_media", text)
    if document.alt is not None and document.media is None:
        text = Text("Only a picture needs “alt”: remove it.")
        yield Problem(("alt",), "alt_without_media", text)


class CaseFileQuestion(Question):
    """A case with its documents."""

    type: Literal["case_file"]
    documents: tuple[Document, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(type(self).__name__, _check_case(self))
        return self


def _check_case(case: CaseFileQuestion) -> Iterator[Problem]:
    if not case.documents:
        yield Problem(("documents",), "too_few_parts", Text("Write at least one document."))
    if len(case.documents) > MOST_DOCUMENTS:
        text = Text("Write at most %(count)s of them.", count=MOST_DOCUMENTS)
        yield Problem(("documents",), "too_many_parts", text)
    for problem in check_ids([document.id for document in case.documents]):
        yield problem._replace(place=("documents", *problem.place))
    for key in sorted(case.model_dump(exclude_defaults=True).keys() - _OWN):
        text = Text("A case is not answered itself. Write “%(key)s” at its questions.", key=key)
        yield Problem((key,), "not_of_a_case", text)


class CaseFile(QuestionType[CaseFileQuestion]):
    """Nothing to fill in; the documents are shown beside the questions of the case."""

    name = CASE_FILE
    model = CaseFileQuestion
    marked_by = "nobody"
    parts: ClassVar = {"documents": Document}

    @override
    def fields(self, asked: Asked[CaseFileQuestion]) -> tuple[Shown, ...]:
        """Return no field."""
        return ()

    @override
    def accept(self, question: CaseFileQuestion, presented: Presented, raw: Raw) -> Response:
        """Return an empty answer; raise `PartNotOnPaper` for any other."""
        if raw:
            raise PartNotOnPaper
        return {}

    @override
    def send(self, question: CaseFileQuestion, presented: Presented, response: Response) -> Raw:
        """Return nothing to send."""
        return {}

    @override
    def score(
        self,
        question: CaseFileQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return 0: the points are those of its questions."""
        return Fraction(0)

    @override
    def key(self, question: CaseFileQuestion, presented: Presented, language: str) -> Response:
        """Return an empty answer: there is no key."""
        return {}

    @override
    def review(self, asked: Asked[CaseFileQuestion]) -> tuple[Shown, ...]:
        """Return no field."""
        return ()

    @override
    def _iter_part_texts(self, question: CaseFileQuestion) -> Iterator[tuple[str, str]]:
        for document in question.documents:
            yield f"documents.{document.id}.title", document.title
            if document.alt:
                yield f"documents.{document.id}.alt", document.alt

    @override
    def blocks(self, question: CaseFileQuestion) -> tuple[tuple[str, str], ...]:
        """Return the text of each document that has one."""
        return tuple(
            (f"documents.{document.id}.text", document.text)
            for document in question.documents
            if document.text
        )


def show_case(
    case: CaseFileQuestion, texts: Mapping[str, str], media: str, number: int, total: int
) -> ShownCase:
    """Return a case as it stands beside question `number` of its `total`.

    `texts` are finished HTML by the path of their field; `media` is put before paths of files.
    """
    documents = tuple(_show(document, texts, media) for document in case.documents)
    return ShownCase(case.id, texts["text"], documents, number, total)


def _show(document: Document, texts: Mapping[str, str], media: str) -> ShownDocument:
    at = f"documents.{document.id}"
    title = texts[f"{at}.title"]
    if document.media is None:
        return ShownDocument(document.id, title, texts[f"{at}.text"])
    return ShownDocument(
        id=document.id,
        title=title,
        html=texts.get(f"{at}.media", ""),
        address=f"{media}{document.media}",
        ending=document.media.rpartition(".")[2].upper(),
    )
