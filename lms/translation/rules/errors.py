"""The broken rules of translation, each named as a sentence.

What checks them stands beside.
"""

from lms.kit.errors import DomainError, Invalid, NotAllowed, NotVisible
from lms.kit.i18n import N_


class LanguageUnknown(NotVisible):
    """A course cannot be translated into this language, or is written in it."""

    message = N_("The course is not translated into this language.")


class UnitUnknown(NotVisible):
    """The course has no such unit, and had none when the page was opened."""

    message = N_("The course has no such text.")


class FileNamesNoCourse(Invalid):
    """A file that was sent by the browser does not say which course it translates."""

    message = N_(
        "The file does not say which course it translates. Take the language out above, translate "
        "that file in your tool, and send it back."
    )


class CommentUnknown(NotVisible):
    """There is no such comment on the text."""

    message = N_("There is no such comment.")


class TermUnknown(NotVisible):
    """There is no such term."""

    message = N_("There is no such term.")


class OwnTranslation(NotAllowed):
    """Nobody reviews a translation of their own."""

    message = N_("You translated this text yourself. Somebody else has to review it.")


class NotToReview(DomainError):
    """Only a translation of the present source, not yet reviewed, can be accepted."""

    message = N_("There is nothing to review here: the text is not translated, or outdated.")


class ChangedMeanwhile(DomainError):
    """Somebody saved the unit since the page was opened."""

    message = N_("Somebody changed this translation meanwhile. Please look at it again.")


class ReasonMissing(Invalid):
    """Who sends a translation back has to say why."""

    message = N_("Please say what should be changed.")


class SharedTermsNotYours(NotAllowed):
    """Terms that all courses share are kept by those who translate for the installation."""

    message = N_(
        "The shared terms are kept by translators and trainers of the whole installation. Add the "
        "term to the course instead."
    )


class TermTaken(DomainError):
    """A term stands once among those of a course, or among the shared ones."""

    message = N_("The term “%(source)s” is there already.")
