"""The broken rules of assessment, each named as a sentence.

What checks them stands beside.
"""

from lms.kit.errors import DomainError, Invalid, NotVisible
from lms.kit.i18n import N_


class AttemptClosed(DomainError):
    """The attempt was finished; nothing on its paper can be changed any more."""

    message = N_("This attempt is finished. Its answers can no longer be changed.")


class ResponseTooLate(DomainError):
    """An answer came after the deadline.

    It is remembered, so this is never raised from where it is stored: the view shows it.
    """

    message = N_("This answer came after the deadline. It is kept, but it is not marked.")


class AnswerAlreadySent(DomainError):
    """Two different answers came under the same client-made id."""

    message = N_(
        "Another answer was sent from this page before. Please load the page again, look at the "
        "answer that is saved, and change it there."
    )


class AnswerUnreadable(Invalid):
    """The form did not come from one of our pages, or only in part."""

    message = N_("The answer could not be read. Please load the page again and answer there.")


class NoAttemptLeft(DomainError):
    """The quiz allows no further attempt."""

    message = N_("You have used all %(allowed)s attempts at this quiz.")


class MustWait(DomainError):
    """The waiting time between two attempts is not over."""

    message = N_(
        "The time to wait between two attempts is not over yet. The page of the quiz says when "
        "you may start again."
    )


class PromiseMissing(Invalid):
    """The statement of honour was not confirmed."""

    message = N_("Please confirm the statement on the page of the quiz before you start.")


class QuestionPassed(DomainError):
    """A question that was left behind, in a quiz that goes forward only."""

    message = N_("You have gone on from this question, and in this quiz there is no way back.")


class LanguageFixed(DomainError):
    """The quiz does not let its candidates change the language on the way."""

    message = N_("In this quiz the language stays the same from the start to the finish.")


class NotInSitting(DomainError):
    """The quiz is taken in sittings, and the person is in none of them."""

    message = N_("This quiz is taken in sittings, and you are on the list of none so far.")


class SittingNotOpen(DomainError):
    """Outside the time in which a sitting may be started."""

    message = N_("Your sitting is not open now. The page of the quiz says when it is.")


class CodeWrong(Invalid):
    """Not the access code of the sitting."""

    message = N_("This is not the access code of the sitting.")


class TooManyCodes(DomainError):
    """Somebody tries out access codes."""

    status = 429
    message = N_("Those were too many codes. Please wait a quarter of an hour.")


class AttemptPaused(DomainError):
    """While the clock stands still, nothing is answered."""

    message = N_("Your attempt is paused. Please go on first; the answer is kept on this device.")


class NoPauseLeft(DomainError):
    """No pause was granted, or all of it is used."""

    message = N_("You have no pause left.")


class SessionElsewhere(DomainError):
    """The attempt is answered on another device, and the sitting wants one alone."""

    message = N_("This attempt is open on another device. Take it over here first.")


class NotOnPaper(NotVisible):
    """The paper has no question at this place."""

    message = N_("Your paper has no such question.")
