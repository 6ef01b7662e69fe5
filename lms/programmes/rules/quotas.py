"""What quotas count by, which nominee has which of these fields, and whether they can be met.

Who gets a place under them is reckoned in `allocation`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.programmes.allocation.values import Quota, Value
from lms.programmes.rules.cohort_errors import QuotaNotValid
from lms.programmes.rules.form_questions import CHOOSING, NominationForm
from lms.programmes.rules.places import choose_language
from lms.programmes.rules.rows import CohortRow, NominationRow, QuotaRow

if TYPE_CHECKING:
    from lms.programmes.allocation.checking import QuotaProblem

STATE, AGENCY, SEX, LANGUAGE = "state", "agency", "sex", "language"
FIELD_NAMES: Mapping[str, str] = {
    STATE: N_("States"),
    AGENCY: N_("Agencies"),
    SEX: N_("Sex"),
    LANGUAGE: N_("Language group"),
}
SEX_NAMES: Mapping[str, str] = {
    "female": N_("Women"),
    "male": N_("Men"),
    "other": N_("Other"),
}
# Before the id of a question of the form whose answer is counted.
ANSWER = "answer-"
LONGEST_NAME = 120
MOST_QUOTAS = 100
SHARE_OF_PLACES = N_("at least %(share)s%% of the places, now %(minimum)s")
NOBODY = N_("Please choose whom the quota counts.")


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """A quota as somebody wants it: its name, whom it counts, its limits.

    The least is a number, or a share of the places in percent.
    """

    name: str
    fields: Mapping[str, tuple[str, ...]]
    minimum: int | None
    maximum: int | None
    share: int | None = None

    def least_of(self, places: int) -> int | None:
        """Return how many are the least where a cohort has so many places."""
        return self.minimum if self.share is None else share_of(places, self.share)


class QuotasNotMet(Invalid):
    """Quotas that cannot be met together are not kept; `problems` say what would be possible."""

    message = N_("These quotas cannot be met. Nothing was saved.")

    def __init__(self, problems: "Sequence[QuotaProblem]") -> None:
        super().__init__()
        self.problems = tuple(problems)


def share_of(places: int, percent: int) -> int:
    """Return how many of the places a share is, rounded up: a share of places is not fallen short.

    40 percent of 12 places are 4.8, and so 5.
    """
    return -(-places * percent // 100)


def check_plan(plan: QuotaPlan, others: Iterable[str]) -> None:
    """See that a quota says something; `others` are the names of those beside it.

    Raises `QuotaNotValid`, which names the field.
    """
    if not plan.name or len(plan.name) > LONGEST_NAME:
        raise QuotaNotValid(
            "name", Text(N_("Please give the quota a name of at most 120 characters."))
        )
    if plan.name in set(others):
        raise QuotaNotValid("name", Text(N_("There is a quota of this name already.")))
    if plan.minimum is not None and plan.share is not None:
        raise QuotaNotValid("share", Text(N_("Please write a number or a share, not both.")))
    if plan.minimum is None and plan.share is None and plan.maximum is None:
        raise QuotaNotValid("minimum", Text(N_("Please write a minimum, a maximum or both.")))
    if not any(plan.fields.values()):
        raise QuotaNotValid("where", Text(NOBODY))


def check_together(places: int, plans: Iterable[QuotaPlan]) -> None:
    """See that quotas can be met, whoever may be nominated; raise `QuotasNotMet`."""
    # What solves takes 60 MiB, and most pages check no quota.
    from lms.programmes.allocation.checking import check_quotas  # noqa: PLC0415

    limits = [
        to_limit(plan.name, plan.fields, plan.least_of(places), plan.maximum) for plan in plans
    ]
    problems = check_quotas(places, limits)
    if problems:
        raise QuotasNotMet(problems)


def plan_of(row: QuotaRow) -> QuotaPlan:
    """Return a quota that is kept as it was wanted."""
    fields = {name: tuple(values) for name, values in row.fields.items()}
    minimum = row.minimum if row.share is None else None
    return QuotaPlan(row.name, fields, minimum, row.maximum, row.share)


def to_limits(rows: Iterable[QuotaRow], places: int | None = None) -> list[Quota]:
    """Return the quotas of a cohort as the allocation takes them.

    A share is of `places`, or of those that the cohort has now where none are given.
    """
    return [
        to_limit(
            row.name,
            row.fields,
            row.minimum if places is None else plan_of(row).least_of(places),
            row.maximum,
        )
        for row in rows
    ]


def to_limit(
    name: str, fields: Mapping[str, Iterable[Any]], minimum: int | None, maximum: int | None
) -> Quota:
    """Return one quota as the allocation takes it."""
    where: dict[str, tuple[Value, ...]] = {key: tuple(values) for key, values in fields.items()}
    return Quota(name, where, minimum or 0, maximum)


def list_fields(
    cohort: CohortRow, row: NominationRow, country_code: str | None, form: NominationForm
) -> dict[str, Value | tuple[Value, ...]]:
    """Return the fields of a nominee by which quotas count, as the allocation takes them.

    `country_code` is that of the State; the agency is the own one and each above it. Of the
    answers only those count that were chosen from what the form offers. The language is that in
    which the nominee would take part, not that of our mails.
    """
    fields: dict[str, Value | tuple[Value, ...]] = {
        AGENCY: tuple(row.organisation_path.split("/")),
        LANGUAGE: choose_language(cohort, row.group_language, row.language),
    }
    if country_code:
        fields[STATE] = country_code
    if row.sex:
        fields[SEX] = row.sex
    for questions, answers in (
        (form.organisation, row.organisation_part),
        (form.nominee, row.nominee_part),
    ):
        for question in questions:
            answer = answers.get(question.id)
            if question.kind in CHOOSING and answer:
                chosen = (answer,) if isinstance(answer, str) else tuple(answer)
                fields[ANSWER + question.id] = chosen
    return fields


def describe_limits(minimum: int | None, maximum: int | None, share: int | None = None) -> Text:
    """Return the limits of a quota in words; `minimum` is what a share comes to."""
    if share is not None:
        least = Text(SHARE_OF_PLACES, share=share, minimum=minimum)
        if maximum is None:
            return least
        return Text(N_("%(least)s, at most %(maximum)s"), least=least, maximum=maximum)
    if minimum is None:
        return Text(N_("at most %(maximum)s"), maximum=maximum)
    if maximum is None:
        return Text(N_("at least %(minimum)s"), minimum=minimum)
    return Text(N_("from %(minimum)s to %(maximum)s"), minimum=minimum, maximum=maximum)
