"""The shape of what is sent where a question is answered with files."""

from typing import BinaryIO

from wtforms import FileField, StringField

from lms.assessment.forms import ResponseForm


class HandInForm(ResponseForm):
    file = FileField()
    remove = StringField(default="")
    restore = StringField(default="")

    @property
    def sent(self) -> tuple[str, BinaryIO] | None:
        """Return the name and the content of the file that came along, if one did."""
        name = getattr(self.file.data, "filename", "")
        return (name, self.file.data.stream) if name else None
