"""The sentences that say why, each whole: a reader gets them in the own language."""

from collections.abc import Iterable

from lms.kit.i18n import N_, Text

HELD = N_("Placed already; the place is kept.")
ADMITTED = N_("Admitted with a score of %(score)s.")
AT_LEAST = N_("“%(quota)s” must have at least %(limit)s.")
BY_MINIMA = N_("Without the minima of the quotas, another nomination would have the place.")
NEXT_SCORE = N_("The best of those who wait under the same quotas has a score of %(score)s.")
NEXT_RANK = N_(
    "The best of those who wait under the same quotas has the same score; the better rank decided."
)
NEXT_ID = N_(
    "The best of those who wait under the same quotas has the same score and rank; the order of "
    "the ids decided."
)

WAITING = N_("Waiting with a score of %(score)s.")
PLACES_FULL = N_(
    "All places are taken: %(count)s of %(limit)s; the lowest score admitted is %(lowest)s."
)
QUOTA_FULL = N_(
    "“%(quota)s” is full: %(count)s of %(limit)s; the lowest score admitted there is %(lowest)s."
)
ADDS_NOTHING = N_("A score of 0 or less adds nothing to the total, so no place is given for it.")
LAST_RANK = N_(
    "The last one admitted under the same quotas has the same score; the better rank decided."
)
LAST_ID = N_(
    "The last one admitted under the same quotas has the same score and rank; the order of the ids "
    "decided."
)
SCORE_NEEDED = N_("A score above %(score)s would be enough.")
ONE_PLACE_MORE = N_("With one place more, this nomination would be admitted.")
MINIMA_IN_THE_WAY = N_("Without the minima of the quotas, this nomination would be admitted.")
IN_LINE = N_(
    "Number %(number)s in line for a place that falls free among those who count for: %(quotas)s."
)
IN_LINE_WITHOUT_QUOTA = N_(
    "Number %(number)s in line for a place that falls free among those whom no quota counts."
)
NO_EXCHANGE = N_("The limits do not allow any single exchange with somebody admitted.")

LOW_ABOVE_HIGH = N_(
    "“%(quota)s” asks for at least %(low)s and admits at most %(high)s. Lower the minimum to "
    "%(high)s or raise the maximum to %(low)s."
)
LOW_ABOVE_PLACES = N_(
    "“%(quota)s” asks for at least %(low)s, and there are %(places)s places. Lower the minimum to "
    "%(places)s or raise the places to %(low)s."
)
LOW_ABOVE_NOMINATED = N_(
    "“%(quota)s” asks for at least %(low)s, and counts only %(count)s of the nominations. Lower "
    "the minimum to %(count)s."
)
LOWER_TO = N_(
    "The minima cannot all be met together. Lower that of “%(quota)s” from %(low)s to %(possible)s."
)
RAISE_PLACES = N_(
    "The minima cannot all be met with %(places)s places. With %(enough)s places they can."
)

NO_PLACES = N_("There are no places. Only more places could change that.")
QUOTA_ZERO = N_("“%(quota)s” admits nobody: at most 0. Only a higher maximum could change that.")
MINIMA_TAKE_ALL = N_(
    "The minima of the quotas leave no place that this nomination could have. Only other limits "
    "could change that."
)

QUOTED = N_("“%(quota)s”")
LISTED = N_("%(before)s, “%(quota)s”")

UNMET = N_("Nobody is admitted, since these minima cannot be met: %(quotas)s.")
UNMET_IN = N_("Without these minima, this nomination would be admitted.")
UNMET_WAITING = N_("Without these minima, this nomination would wait.")


def list_quotas(names: Iterable[str]) -> Text | None:
    """Return the names in quotation marks with the reader's commas between, None if none."""
    listed: Text | None = None
    for name in names:
        before = {} if listed is None else {"before": listed}
        listed = Text(LISTED if before else QUOTED, quota=name, **before)
    return listed
