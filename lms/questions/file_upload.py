"""A question that is answered by handing in files, marked by people with a rubric.

The files come in by a way of their own (`lms.assessment`); what they may hold is looked at in
`inspection`. Here an answer is only what is noted of them.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from typing_extensions import override

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, refuse
from lms.questions.handed_in import MEGABYTE, HandedIn, Kind, endings_of
from lms.questions.rubrics import RubricQuestion, RubricType
from lms.questions.rules import Asked, Presented, Raw, Response, ResponseInvalid
from lms.questions.showing import FileLimits, Shown, ShownFile

MOST_FILES = 5
MOST_MEGABYTES = 20
USUAL_MEGABYTES = 5
USUAL_KINDS: tuple[Kind, ...] = ("pdf", "docx", "odt")


class FilesNeeded(ResponseInvalid):
    """A form came without a word on the files."""

    message = N_("Please hand in your file by the button beside it.")


class FileUnknown(ResponseInvalid):
    """A file is named that this question has not been answered with."""

    message = N_("This answer names a file that was not handed in here.")


class TooManyFiles(ResponseInvalid):
    """More files than the question takes."""

    message = N_("There are as many files as this question takes. Remove one of them first.")


class FileUploadQuestion(RubricQuestion):
    """A question that takes so many `files` of some `kinds`, each of so many `megabytes`."""

    type: Literal["file_upload"]
    files: Annotated[int, Field(ge=1, le=MOST_FILES, strict=True)] = 1
    megabytes: Annotated[int, Field(ge=1, le=MOST_MEGABYTES, strict=True)] = USUAL_MEGABYTES
    kinds: tuple[Kind, ...] = USUAL_KINDS

    @property
    def most_bytes(self) -> int:
        """Return how large one file may be."""
        return self.megabytes * MEGABYTE

    @field_validator("kinds")
    @classmethod
    def _check(cls, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        if not kinds:
            text = Text("Name at least one kind of file, or remove the key.")
            refuse(cls.__name__, [Problem((), "no_kind", text)])
        twice = [place for place, kind in enumerate(kinds) if kind in kinds[:place]]
        text = Text("This kind stands there already. Remove it.")
        refuse(cls.__name__, [Problem((place,), "kind_twice", text) for place in twice])
        return kinds


class FileUpload(RubricType[FileUploadQuestion]):
    """A list of files."""

    name = "file_upload"
    model = FileUploadQuestion
    # A form may only drop files of the answer before: a new one comes by its own way.
    builds_on_before = True

    @override
    def fields(self, asked: Asked[FileUploadQuestion]) -> tuple[Shown, ...]:
        """Return the files so far, and which may come."""
        question = asked.question
        limits = FileLimits(question.files, question.megabytes, endings_of(question.kinds))
        return (Shown("files", files=shown_files(asked.response), limits=limits),)

    @override
    def accept(self, question: FileUploadQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the files that a form names; one empty value takes an earlier answer back."""
        values = list(raw.get("", ()))
        if not values or raw.keys() != {""}:
            raise FilesNeeded
        return as_response(question, _read(values) if values != [""] else ())

    @override
    def check_follows(self, before: Response | None, new: Response) -> None:
        """See that every file was handed in before; raise `FileUnknown`."""
        known = (before or {}).get("files", ())
        if any(file not in known for file in new["files"]):
            raise FileUnknown

    @override
    def send(self, question: FileUploadQuestion, presented: Presented, response: Response) -> Raw:
        """Return what is noted of each file."""
        return {"": [file.model_dump_json() for file in files_of(response)] or [""]}

    @override
    def review(self, asked: Asked[FileUploadQuestion]) -> tuple[Shown, ...]:
        """Return the files; what they are worth, their mark says."""
        return (Shown("files", files=shown_files(asked.response)),)


def files_of(response: Response | None) -> tuple[HandedIn, ...]:
    """Return the files of an answer; none of an answer to a question of another type."""
    return tuple(HandedIn.model_validate(file) for file in (response or {}).get("files", ()))


def as_response(question: FileUploadQuestion, files: Sequence[HandedIn]) -> Response:
    """Return files as an answer; raise `TooManyFiles`, or `FileUnknown` for what cannot be here."""
    if len(files) > question.files:
        raise TooManyFiles
    is_doubled = len({file.hash for file in files}) < len(files)
    if is_doubled or any(file.kind not in question.kinds for file in files):
        raise FileUnknown
    return {"files": [file.model_dump() for file in files]}


def with_file(question: FileUploadQuestion, before: Response | None, file: HandedIn) -> Response:
    """Return an answer with one more file; where only one is taken, it takes the other's place.

    The same content again is the same file, under the name that it has now. Raises `TooManyFiles`.
    """
    others = [each for each in files_of(before) if each.hash != file.hash]
    return as_response(question, [file] if question.files == 1 else [*others, file])


def without_file(
    question: FileUploadQuestion, before: Response | None, content_hash: str
) -> Response:
    """Return an answer without one of its files; raise `FileUnknown`."""
    files = files_of(before)
    left = [file for file in files if file.hash != content_hash]
    if len(left) == len(files):
        raise FileUnknown
    return as_response(question, left)


def find_file(responses: Sequence[Response], content_hash: str) -> HandedIn:
    """Return the file of this content among answers, the newest of which come last.

    Raises `FileUnknown`.
    """
    found = [file for value in responses for file in files_of(value) if file.hash == content_hash]
    if not found:
        raise FileUnknown
    return found[-1]


def removed_files(before: Response | None, responses: Sequence[Response]) -> tuple[HandedIn, ...]:
    """Return the files of earlier answers that the answer of now lacks, each once."""
    present = {file.hash for file in files_of(before)}
    every = {file.hash: file for value in responses for file in files_of(value)}
    return tuple(file for name, file in every.items() if name not in present)


def shown_files(response: Response | None) -> tuple[ShownFile, ...]:
    """Return the files of an answer as a page shows them."""
    return tuple(
        ShownFile(file.hash, file.name, file.size, file.kind) for file in files_of(response)
    )


def _read(values: Sequence[str]) -> list[HandedIn]:
    try:
        return [HandedIn.model_validate_json(value) for value in values]
    except ValidationError:
        raise FileUnknown from None
