"""Reads of the editor of a file's text: what it says, what keeps it from being read, and where."""

from dataclasses import dataclass

from lms.content import yaml
from lms.content.format import COURSE_FILE
from lms.content.hashes import content_hash
from lms.content.naming import name_of
from lms.content.problems import Problem
from lms.content.reader import read_course
from lms.kit.errors import NotVisible
from lms.kit.i18n import Text
from lms.workshop.queries.copies import Copy

# So many lines are shown on each side of a wrong one.
AROUND = 2
# Pages have an editor of their own, and translations are rows.
_FOLDERS = ("questions/", "quizzes/", "media/")


@dataclass(frozen=True)
class FileText:
    """A file of entries as a person has it; `problems` are the validator's, by line."""

    path: str
    name: Text
    text: str
    hash: str
    problems: tuple[Problem, ...]
    is_readable: bool

    @property
    def wrong_lines(self) -> dict[int, list[Problem]]:
        """Return what is wrong, by the number of the line."""
        found: dict[int, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.line, []).append(problem)
        return found

    @property
    def lines_around(self) -> list[tuple[int, str]]:
        """Return the lines that are wrong and those around them, each with its number."""
        lines = self.text.splitlines() or [""]
        near = {number + step for number in self.wrong_lines for step in range(-AROUND, AROUND + 1)}
        return [(number, lines[number - 1]) for number in sorted(near) if 0 < number <= len(lines)]


def has_text(path: str) -> bool:
    """Say whether a file is one of entries, whose text may be written by hand."""
    return path == COURSE_FILE or (path.startswith(_FOLDERS) and path.endswith(".yaml"))


def get_text(copy: Copy, path: str) -> FileText:
    """Return a file of entries; raise `NotVisible` where the course has none of this name."""
    content = copy.read(path) if has_text(path) else None
    if content is None:
        raise NotVisible
    return FileText(
        path,
        name_of(path),
        content.decode(errors="replace"),
        content_hash(content),
        tuple(find_problems(path, content)),
        is_readable=_is_readable(path, content),
    )


def find_problems(path: str, content: bytes) -> list[Problem]:
    """Return what the validator says of one file without the others, in the order of its lines."""
    found = [problem for problem in read_course({path: content})[1] if problem.file == path]
    return sorted(found, key=lambda problem: problem.line)


def find_unreadable(copy: Copy) -> str | None:
    """Return a file that no other editor can open, the outline's first, or nothing."""
    paths = sorted(filter(has_text, copy.paths), key=lambda path: path != COURSE_FILE)
    return next((path for path in paths if not _is_readable(path, copy.read(path) or b"")), None)


def _is_readable(path: str, content: bytes) -> bool:
    document, problems = yaml.read(path, content)
    kind = list if path.startswith("questions/") else dict
    return not problems and (document.data is None or isinstance(document.data, kind))
