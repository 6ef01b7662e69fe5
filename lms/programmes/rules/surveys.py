"""What the surveys of a cohort ask, when each opens and closes, and how answers are counted.

Who may be told of is decided in `unlinkable`; who is asked is read in `queries.surveys`.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text
from lms.programmes.rules.rows import CohortRow

SurveyKind = Literal["reaction", "application_3", "application_6"]
Audience = Literal["participants", "supervisors"]
ItemKind = Literal["agreement", "certainty", "choice", "several", "comment"]
KIND_NAMES: Mapping[SurveyKind, str] = {
    "reaction": N_("Reaction survey"),
    "application_3": N_("Application survey after three months"),
    "application_6": N_("Application survey after six months"),
}
# How long after the last day a survey opens, in months.
MONTHS: Mapping[SurveyKind, int] = {"reaction": 0, "application_3": 3, "application_6": 6}
OPEN_DAYS = 28
# Whoever has not answered is reminded after so many days, and then no more.
REMINDER_DAYS = (7, 14)
# A supervisor is reminded once, so long after the first mail, while a day is left to answer.
SUPERVISOR_REMINDER = timedelta(days=7)
LONGEST_COMMENT = 2000
# The kinds of groups by which results are shown.
SPLITS = ("state", "language", "sex", "group")

AGREEMENT: Mapping[str, str] = {
    "1": N_("I do not agree at all"),
    "2": N_("I rather do not agree"),
    "3": N_("I partly agree"),
    "4": N_("I rather agree"),
    "5": N_("I fully agree"),
}
CERTAINTY: Mapping[str, str] = {
    "1": N_("Not sure at all"),
    "2": N_("Not very sure"),
    "3": N_("Somewhat sure"),
    "4": N_("Sure"),
    "5": N_("Very sure"),
}
HINDRANCES: Mapping[str, str] = {
    "time": N_("Not enough time"),
    "authority": N_("No authority to act"),
    "resources": N_("No staff, money or equipment"),
    "law": N_("Law or rules that stand in the way"),
    "support": N_("No support from above"),
    "occasion": N_("No occasion so far"),
    "skills": N_("Not enough practice yet"),
    "nothing": N_("Nothing hinders"),
}
OPTIONS: Mapping[ItemKind, Mapping[str, str]] = {
    "agreement": AGREEMENT,
    "certainty": CERTAINTY,
    "choice": {},
    "several": HINDRANCES,
    "comment": {},
}
NO_CASE_DATA = N_("Names of people, case numbers and other data of real cases stay out.")


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a survey; a comment may stay empty, all else is answered.

    A cohort's own has its text as it is shown, in `language`, and what can be chosen by code; of
    several of these none need be chosen.
    """

    id: str
    kind: ItemKind
    text: str
    hint: str = ""
    language: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    choice_language: str = ""

    @property
    def options(self) -> Mapping[str, str]:
        """Return what can be chosen, by its code."""
        return self.choices or OPTIONS[self.kind]

    @property
    def name(self) -> str:
        """Return how it is called in a table for other programs."""
        return self.text if self.language else self.id

    @property
    def is_scale(self) -> bool:
        """Say whether its answers are from 1 to 5 and have a mean."""
        return self.kind in {"agreement", "certainty"}


BEFORE, NOW = "sure-before", "sure-now"
_REACTION = (
    Item("relevant", "agreement", N_("The content was relevant to my work.")),
    Item("objectives", "agreement", N_("The objectives were clear and were reached.")),
    Item("methods", "agreement", N_("The methods and exercises helped me to learn.")),
    Item("tutors", "agreement", N_("The tutors supported me well.")),
    Item("organised", "agreement", N_("The programme was well organised.")),
    Item("access", "agreement", N_("Language and technology let me take part fully.")),
    Item("intend", "agreement", N_("I will use in my work what I have learnt.")),
    Item("recommend", "agreement", N_("I would recommend the programme to colleagues.")),
    Item(BEFORE, "certainty", N_("How sure were you of your skills in the subject before?")),
    Item(NOW, "certainty", N_("How sure are you of your skills in the subject now?")),
    Item("helped", "comment", N_("What helped you most?"), NO_CASE_DATA),
    Item("improve", "comment", N_("What should be done better?"), NO_CASE_DATA),
)
_APPLICATION = (
    Item("used", "agreement", N_("I use in my work what I have learnt.")),
    Item("better", "agreement", N_("The work of my unit has become better by it.")),
    Item("backed", "agreement", N_("My supervisor supports me in using it.")),
    Item("passed-on", "agreement", N_("I have passed on to colleagues what I have learnt.")),
    Item("hindrances", "several", N_("What hinders you from using more of it?")),
    Item("example", "comment", N_("An example of what you have used"), NO_CASE_DATA),
    Item("needed", "comment", N_("What would help you to use more of it?"), NO_CASE_DATA),
)
_SUPERVISOR = (
    Item("uses", "agreement", N_("The officer uses in the work what was learnt.")),
    Item("improves", "agreement", N_("The work of the unit has become better by it.")),
    Item("hindrances", "several", N_("What hinders the officer from using more of it?")),
    Item("needed", "comment", N_("What would help the officer to use more of it?"), NO_CASE_DATA),
)
SUPERVISOR_ITEMS: Mapping[SurveyKind, tuple[Item, ...]] = {
    "application_3": _SUPERVISOR,
    "application_6": _SUPERVISOR,
}
ITEMS: Mapping[SurveyKind, tuple[Item, ...]] = {
    "reaction": _REACTION,
    "application_3": _APPLICATION,
    "application_6": _APPLICATION,
}


class SurveyClosed(DomainError):
    """Answers come while a survey is open."""

    message = N_("This survey is closed. No more answers are taken.")


class AlreadyAnswered(DomainError):
    """An answer has no person, so it can be neither found again nor replaced."""

    message = N_("You have answered this survey already. An answer cannot be changed.")


class SurveyLinkOver(DomainError):
    """A supervisor's link goes with the address when the survey closes."""

    status = 404
    message = N_(
        "This link is not valid any more: the survey is closed, or part of the link is missing."
    )


class SupervisorNamed(DomainError):
    """A participant names one supervisor in each survey."""

    message = N_("You have named your supervisor for this survey already.")


class NotYourself(Invalid):
    """A view of one's own is not a supervisor's."""

    message = N_("This is your own address. Please write your supervisor’s.")


def find_opening(cohort: CohortRow, kind: SurveyKind) -> datetime:
    """Return when a survey opens: at the start of the day after the last, or so many months on.

    By the clock of the cohort's time zone; of a month that is too short its last day counts.
    """
    day = _months_later(cohort.ends_on, MONTHS[kind]) + timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(cohort.time_zone))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def list_due(cohort: CohortRow, now: datetime) -> list[SurveyKind]:
    """Return the surveys that are open at an instant by the cohort's days.

    One that would be closed by now is not opened any more.
    """
    if cohort.published_at is None or cohort.cancelled_at is not None:
        return []
    length = timedelta(days=OPEN_DAYS)
    return [kind for kind in ITEMS if 0 <= (now - find_opening(cohort, kind)) / length < 1]


def count_reminders(opened_at: datetime, now: datetime) -> int:
    """Return how many reminders somebody who has not answered should have had by now."""
    return sum(now - opened_at >= timedelta(days=days) for days in REMINDER_DAYS)


def is_supervisor_due(asked_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Say whether a supervisor who has not answered is to be reminded by now."""
    return now - asked_at >= SUPERVISOR_REMINDER and closes_at - now >= timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody has answered, and what is wrong with it by question."""

    chosen: Mapping[str, tuple[str, ...]]
    comments: Mapping[str, str]
    errors: Mapping[str, Text]


CHOOSE_ONE = N_("Please choose one.")
CHOOSE_SOME = N_("Please choose what applies, or that nothing hinders.")
NOTHING_BESIDE = N_("Either nothing hinders, or something does. Please correct your choice.")
TOO_LONG = N_("Please write at most %(most)s characters.")


def read_reply(items: Sequence[Item], sent: Mapping[str, Sequence[str]]) -> Reply:
    """Return what was sent by question, each looked at by its kind."""
    chosen: dict[str, tuple[str, ...]] = {}
    comments: dict[str, str] = {}
    errors: dict[str, Text] = {}
    for item in items:
        values = sent.get(item.id, ())
        if item.kind == "comment":
            comments[item.id] = "".join(values[:1]).strip()
        else:
            chosen[item.id] = tuple(code for code in item.options if code in values)
        error = _find_error(item, chosen.get(item.id, ()), comments.get(item.id, ""))
        if error is not None:
            errors[item.id] = error
    return Reply(chosen, comments, errors)


def _find_error(item: Item, chosen: tuple[str, ...], comment: str) -> Text | None:
    if item.kind == "comment":
        return Text(TOO_LONG, most=LONGEST_COMMENT) if len(comment) > LONGEST_COMMENT else None
    if item.is_scale or item.kind == "choice":
        return None if len(chosen) == 1 else Text(CHOOSE_ONE)
    if item.choices:
        return None
    if not chosen:
        return Text(CHOOSE_SOME)
    return Text(NOTHING_BESIDE) if "nothing" in chosen and len(chosen) > 1 else None


Counts = dict[str, dict[str, dict[str, int]]]
ALL = "all"


def add_reply(
    items: Sequence[Item],
    counts: Mapping[str, Any],
    reply: Reply,
    groups: Iterable[str],
) -> Counts:
    """Return the counts with a reply added: for all, and for each of these groups.

    `counts` are by group, question and answer. Of groups only what has a mean is counted.
    """
    added: Counts = {
        name: {item: dict(answers) for item, answers in of.items()} for name, of in counts.items()
    }
    for name in [ALL, *groups]:
        group = added.setdefault(name, {})
        for item in items:
            if item.is_scale or name == ALL:
                answers = group.setdefault(item.id, {})
                for code in reply.chosen.get(item.id, ()):
                    answers[code] = answers.get(code, 0) + 1
    return added


def name_groups(fields: Mapping[str, str]) -> list[str]:
    """Return the names of the groups that somebody with these fields belongs to."""
    return [f"{split}:{fields[split]}" for split in SPLITS if fields.get(split)]


def mean(answers: Mapping[str, int]) -> float | None:
    """Return the mean of answers from 1 to 5 by how often each was given."""
    people = sum(answers.values())
    total = sum(int(code) * count for code, count in answers.items())
    return total / people if people else None
