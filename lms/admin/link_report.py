"""A course's links to other sites as `course check --links` tells of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lms.content.reader import Course
    from lms.workshop.outgoing import Answer

DEAD = frozenset({"broken", "silent", "refused"})
SAID = {
    "answers": "answers",
    "moved": "has moved to",
    "broken": "no such page",
    "unclear": "gives programs no answer, please try it",
    "silent": "no answer",
    "refused": "no address of the public web",
    "left_out": "not tried, the time was over",
}


@dataclass(frozen=True, slots=True)
class TriedLink:
    """A link at its place in the course, and what became of it."""

    file: str
    line: int
    address: str
    outcome: str
    status: int | None
    moved_to: str

    @property
    def is_dead(self) -> bool:
        """Say whether it leads nowhere."""
        return self.outcome in DEAD

    @property
    def said(self) -> str:
        """Return what became of it, in words."""
        status = (
            f" ({self.status})" if self.status and self.outcome in {"broken", "unclear"} else ""
        )
        return f"{SAID[self.outcome]}{status} {self.moved_to}".rstrip()


def try_links(course: "Course") -> list[TriedLink]:
    """Try each link of a course to another site, and return them in reading order."""
    from lms.workshop.checklist import list_links  # noqa: PLC0415 - `--help` stays quick
    from lms.workshop.outgoing import look_at_all  # noqa: PLC0415 - `--help` stays quick

    found = list_links(course)
    answers = {one.address: one for one in look_at_all(link.address for link in found)}
    return [
        TriedLink(link.file, link.line, link.address, *_told(answers.get(link.address)))
        for link in found
    ]


def _told(answer: "Answer | None") -> tuple[str, int | None, str]:
    if answer is None:
        return "left_out", None, ""
    return answer.outcome, answer.status, answer.moved_to
