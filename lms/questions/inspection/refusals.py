"""Why a file is refused, each reason a sentence that says what to do.

What finds the reasons stands beside.
"""

from lms.kit.i18n import N_
from lms.questions.rules import ResponseInvalid


class FileRefused(ResponseInvalid):
    """A file cannot be an answer."""


class NoFile(FileRefused):
    """The button was pressed before a file was chosen."""

    message = N_("Choose a file first.")


class FileEmpty(FileRefused):
    """There is nothing in the file."""

    message = N_("The file is empty. Choose another.")


class FileTooLarge(FileRefused):
    """The file has more bytes than the question takes."""

    status = 413
    message = N_("The file is too large: it may have at most %(most)s MB.")


class KindNotTaken(FileRefused):
    """The question does not take files of this kind."""

    message = N_("Files of this kind are not taken here. Choose one of: %(endings)s.")


class NotWhatItSays(FileRefused):
    """The content is of another kind than the name."""

    message = N_(
        "The content is not what the name says: this is no %(ending)s file. Save it from its "
        "program as one, and try anew."
    )


class FileDamaged(FileRefused):
    """The content breaks off, or cannot be read."""

    message = N_("The file is damaged and cannot be opened. Save it again, and try anew.")


class FileLocked(FileRefused):
    """A password is needed, or the rights are limited by one."""

    message = N_("The file needs a password. Save it without one, so that it can be read.")


class FileActs(FileRefused):
    """Macros, scripts, programs, or what would start some."""

    message = N_(
        "The file holds macros, scripts or programs. Save a copy without them, or print it into a "
        "PDF."
    )


class FileReachesOut(FileRefused):
    """Opening the file would fetch something from elsewhere."""

    message = N_(
        "The file loads something from elsewhere when it is opened, such as a linked picture. Put "
        "that into the file itself."
    )


class SecondFile(FileRefused):
    """Something stands before, behind or between what a file of this kind consists of."""

    message = N_("A second file hides in this one. Export it again, and try anew.")


class UnpacksTooLarge(FileRefused):
    """What is packed in the file is out of all proportion."""

    message = N_(
        "Unpacked, the file would be far too large. Make it smaller, such as its pictures."
    )


class TooManyPixels(FileRefused):
    """A picture that is too large to be opened everywhere."""

    message = N_(
        "The picture has too many pixels: at most %(most)s million. Make it smaller first."
    )
