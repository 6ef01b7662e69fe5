"""What publishing makes of a change: a version, an edition or nothing; and the room's errors.

Pure; the hashes are made in `hashes`, the texts chosen in `wording`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lms.content.problems import Problem
from lms.content.wording import Rewording, Rewordings
from lms.kit.actor import Actor, Role
from lms.kit.errors import DomainError, Invalid, NotAllowed
from lms.kit.i18n import N_, Text
from lms.units.unit import Unit

Made = Literal["version", "edition", "nothing"]
# How many changed places a reason names before it stops.
NAMED = 5
# Release notes are read beside a list of changes; more than this nobody reads there.
LONGEST_NOTES = 4000
ANNOTATED = N_("Captions or notes of media changed: %(places)s.")


class CourseInvalid(Invalid):
    """A course has problems, and was refused whole; `problems` lists them."""

    message = N_("The course was refused. Problems to correct: %(count)s; the first is %(first)s")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems), first=self.problems[0])


class CourseHasNoDraft(DomainError):
    """There is nothing to publish or export."""

    message = N_("The course “%(slug)s” has no draft. Import it first.")


class CourseNotPublished(DomainError):
    """A published version was asked for and there is none."""

    message = N_("The course “%(slug)s” has no version %(number)s. Publish it, or use --draft.")


class AccessUnknown(Invalid):
    """There is no such way to see a course, or to enrol."""

    message = N_("Please choose who sees the course, and how one enrols.")


class NotTheCoursesTrainer(NotAllowed):
    """Only a trainer of the organisation that owns a course may change it."""

    message = N_("Only trainers of the organisation that owns the course may change it.")


class NotTheCoursesTranslator(NotAllowed):
    """Only a translator or trainer of the organisation that owns a course may translate it."""

    message = N_(
        "Only translators and trainers of the organisation that owns the course may translate it."
    )


class SecondPersonNeeded(DomainError):
    """Who declares that a question means the same cannot confirm it too."""

    message = N_("The declaration must be confirmed by another person, a trainer of the course.")


class DraftChangedMeanwhile(DomainError):
    """Somebody saved, translated or published while a publication was being prepared."""

    message = N_("The course was changed meanwhile; nothing was published. Please try again.")


class FormatNotOffered(Invalid):
    """Translations were asked for in a format that is not offered."""

    message = N_("Translations come as PO, XLIFF 1.2 and XLIFF 2.1; choose one of these.")


class NotForXliff(Invalid):
    """A text of the draft holds a character that XML cannot hold."""

    message = N_("The text at %(place)s holds a control character; delete it, then export again.")


class TranslationOfUnknownCourse(Invalid):
    """A PO file does not say which course it translates."""

    message = N_(
        "The file's header names no course. Export it with “lms translations export”, or add "
        "“X-Course: …” to its header."
    )


class TranslationOfAnotherCourse(Invalid):
    """A translator's file is of another course than the one it was sent to."""

    message = N_("The file translates the course “%(found)s”, not “%(slug)s”.")


class LanguageNotOffered(Invalid):
    """A translation is into a language that is none of the six, or into the course's own."""

    message = N_("The course cannot be translated into “%(language)s”.")


def check_trainer(actor: Actor, owner_path: str) -> None:
    """Let a trainer of the owner pass, and the operator; raise `NotTheCoursesTrainer`."""
    if not actor.has_role("trainer", path=owner_path):
        raise NotTheCoursesTrainer


def check_translator(actor: Actor, owner_path: str) -> None:
    """Let a translator or trainer of the owner pass; raise `NotTheCoursesTranslator`."""
    roles: tuple[Role, ...] = ("translator", "trainer")
    if not any(actor.has_role(role, path=owner_path) for role in roles):
        raise NotTheCoursesTranslator


@dataclass(frozen=True)
class Edited:
    """What is compared: a course's structure by file, and its units in order."""

    structure: Mapping[str, Any]
    units: Sequence[Unit]
    banks: Collection[str]


@dataclass(frozen=True)
class Decision:
    """What a change of the source asks for.

    `made` is `version`, or `edition` where only texts changed; whether there is anything new at
    all is known once the texts of each language are compared. `reasons` say why.
    """

    made: Made
    reasons: tuple[Text, ...] = ()
    rewordings: tuple[Rewording, ...] = ()


def changed_files(old: Edited, new: Edited) -> tuple[str, ...]:
    """Return the files whose structure differs, by name."""
    names = sorted({*old.structure, *new.structure})
    return tuple(name for name in names if old.structure.get(name) != new.structure.get(name))


def reword(old: Edited, new: Edited, rewordings: Rewordings) -> tuple[Rewording, ...]:
    """Return the units whose source text differs, for two states of one structure."""
    return tuple(
        Rewording(rewordings.newest(was.key), now.key)
        for was, now in zip(old.units, new.units, strict=True)
        if rewordings.newest(was.key).text != now.text
    )


def decide(
    published: Edited | None,
    draft: Edited,
    rewordings: Rewordings,
    *,
    is_declared_unchanged: bool,
    is_confirmed: bool,
    annotations: Sequence[str] = (),
) -> Decision:
    """Say what publishing the draft makes (design, *Three hashes*).

    `annotations` are the captions and notes that changed: they need no declaration.
    """
    if published is None:
        return Decision("version", (Text(N_("It is the course's first version.")),))
    files = changed_files(published, draft)
    if files:
        return Decision("version", tuple(_reasons_of_structure(files)))
    changes = reword(published, draft, rewordings)
    reasons = (_reason(ANNOTATED, annotations),) if annotations else ()
    if not changes:
        return Decision("edition", reasons)
    places = [change.new.context for change in changes]
    questions = [place for place in places if place.partition("#")[0] in draft.banks]
    if not is_declared_unchanged:
        return Decision("version", (_reason(N_("Source texts changed: %(places)s."), places),))
    if questions and not is_confirmed:
        reason = _reason(
            N_("Texts of questions changed, and no second person confirmed it: %(places)s."),
            questions,
        )
        return Decision("version", (reason,))
    return Decision("edition", reasons, changes)


def _reasons_of_structure(files: Sequence[str]) -> Iterator[Text]:
    """Yield why changed files make a version; what stands in the place of boxes is told apart."""
    variants = [file for file in files if file.startswith("variants/")]
    others = [file for file in files if file not in variants]
    if others:
        yield _reason(N_("The structure changed: %(places)s."), others)
    if variants:
        yield _reason(
            N_(
                "Own texts of boxes changed: %(places)s. They say something else than the page, so "
                "that whoever is under way keeps what they began with."
            ),
            variants,
        )


def _reason(message: str, places: Sequence[str]) -> Text:
    named = ", ".join(dict.fromkeys(places[:NAMED]))
    return Text(message, places=f"{named} …" if len(places) > NAMED else named)
