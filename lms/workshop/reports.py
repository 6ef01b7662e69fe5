"""What a check before publishing found, as plain values that a row can keep.

Pure; the check itself is made in `services.checking`.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lms.kit.i18n import Text
from lms.units.differences import Part, compare_words

# So many of a kind are kept and shown; the count is told in full.
MOST = 200


class Kept(BaseModel):
    """The base of what is kept: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Kept):
    """A text with its values, told in the reader's language when it is shown."""

    msgid: str
    params: dict[str, "Message | str | int | float"] = {}

    @classmethod
    def of(cls, text: Text) -> "Message":
        """Return a text as it is kept."""
        return cls(msgid=text.msgid, params={k: _kept(v) for k, v in text.params.items()})

    @property
    def text(self) -> Text:
        """Return the text again."""
        values = {k: v.text if isinstance(v, Message) else v for k, v in self.params.items()}
        return Text(self.msgid, **values)


def _kept(value: object) -> "Message | str | int | float":
    if isinstance(value, Text):
        return Message.of(value)
    return value if isinstance(value, int | float) else str(value)


class Finding(Kept):
    """A problem or a hint: where it is, what it is, what to do."""

    topic: Literal["problem", "time", "questions"]
    file: str
    line: int
    message: Message
    advice: Message


class Change(Kept):
    """A source text that differs from what is published; without `old` it is new."""

    context: str
    line: int
    old: str | None
    new: str | None
    is_question: bool

    @property
    def parts(self) -> Sequence[Part]:
        """Return the change word by word."""
        return compare_words(self.old or "", self.new or "")


class Language(Kept):
    """How far a language is, and whether it is offered already."""

    code: str
    total: int
    missing: int
    older: int
    unreviewed: int
    is_offered: bool


class Outgoing(Kept):
    """A link to another site."""

    file: str
    line: int
    address: str


class Reading(Kept):
    """Reading time beside the stated hours."""

    words: int
    speed: int
    reading_minutes: int
    quiz_minutes: int
    stated_minutes: int
    pages: int
    pictures: int


class Way(Kept):
    """One way to publish: what it makes, why, who has to agree, how each language then stands."""

    made: Literal["version", "edition", "nothing"]
    version_number: int
    is_declared_unchanged: bool
    needs_second_person: bool
    reasons: tuple[Message, ...]
    languages: tuple[Language, ...]
    editions: tuple[tuple[int, str, int], ...]


class Report(Kept):
    """All that a check found, of one state of a course."""

    language: str = "en"
    problems: tuple[Finding, ...] = ()
    problem_count: int = 0
    hints: tuple[Finding, ...] = ()
    hint_count: int = 0
    links: tuple[Outgoing, ...] = ()
    reading: Reading | None = None
    structure: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    change_count: int = 0
    question_changes: int = 0
    ways: tuple[Way, ...] = ()
    is_first: bool = False

    @property
    def can_choose(self) -> bool:
        """Say whether it depends on the trainer's declaration what is made."""
        return len(self.ways) > 1

    def find_way(self, *, is_declared_unchanged: bool) -> Way:
        """Return the way that follows from the declaration."""
        if not self.can_choose:
            return self.ways[0]
        return next(w for w in self.ways if w.is_declared_unchanged == is_declared_unchanged)
