"""What is wrong with a course: where, which field, and what to do about it.

The problems are found in `lms.content.validator` and the files beside it.
"""

from dataclasses import dataclass

from lms.kit.i18n import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a course from being imported.

    `field` is a path such as `modules.1.activities.0.page`, empty where the file as a whole is
    meant. `advice` says what to do.
    """

    file: str
    line: int
    field: str
    message: Text
    advice: Text

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" ({self.field})" if self.field else "")
        return f"{place}: {self.message} {self.advice}"

    def as_json(self) -> dict[str, str | int]:
        """Return the problem as plain values, in English."""
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": str(self.message),
            "advice": str(self.advice),
        }
