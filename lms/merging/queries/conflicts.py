"""What speaks against a merge, named with its place.

Both accounts are treated alike: which of them is kept makes no difference here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from lms.assessment.models import Attempt
from lms.kit.db import read
from lms.kit.i18n import N_, Text
from lms.merging.queries.pairs import PAIRS, TWO_PLACES, Pair
from lms.merging.queries.places import find_homes, name_homes
from lms.merging.queries.rows import key_columns, list_clashing, table_of
from lms.merging.rules import Conflict, Key
from lms.merging.treatments import BOTH_ENROLLED, TREATMENTS, list_columns
from lms.programmes.queries import cohorts
from lms.programmes.rules.cohorts import OVER, status

RUNNING = N_("An attempt is still open in one of the accounts. Wait until it is finished.")
Found = tuple[str, tuple[str, str] | None]


def list_conflicts(one_id: str, other_id: str, now: datetime, language: str) -> list[Conflict]:
    """Return what speaks against making these accounts one; each thing once in each place."""
    found = _leave_one(list(dict.fromkeys(_find_all(one_id, other_id))), now)
    named = name_homes({home for _, home in found if home is not None}, language)
    return [
        Conflict(Text(text), named.get(home) if home else None, is_doubled=text == BOTH_ENROLLED)
        for text, home in found
    ]


def _leave_one(found: Sequence[Found], now: datetime) -> list[Found]:
    """Of what is said of two places in one cohort, leave what can be done, or that nothing can."""
    doubled = [home for text, home in found if text == TWO_PLACES and home is not None]
    rows = cohorts.get_cohorts([home[1] for home in doubled]) if doubled else {}
    nominated, placed = (
        TREATMENTS[f"{table}.person_id"].clash for table in ("nomination", "participation")
    )
    left_out: set[Found] = set()
    for home in doubled:
        may_remove = (placed, home) in found and status(rows[home[1]], now) not in OVER
        texts = (TWO_PLACES,) if may_remove else (nominated, placed)
        left_out |= {(text, home) for text in texts}
    return [one for one in found if one not in left_out]


def _find_all(one_id: str, other_id: str) -> Iterable[Found]:
    for table, column in list_columns("moves"):
        clash = TREATMENTS[f"{table}.{column}"].clash
        if clash:
            yield from _placed(table, column, list_clashing(table, column, one_id, other_id), clash)
    yield from _placed("attempt", "person_id", _list_running(one_id, other_id), RUNNING)
    for pair in PAIRS:
        table, _, column = pair.name.partition(".")
        yield from _placed(table, "", _list_judged(pair, one_id, other_id), pair.text)


def _placed(table: str, column: str, keys: list[Key], text: str) -> Iterable[Found]:
    homes = find_homes(table, column, keys)
    for key in keys:
        yield text, homes.get(key)


def _list_running(one_id: str, other_id: str) -> list[Key]:
    query = select(Attempt.id).where(
        Attempt.person_id.in_([one_id, other_id]), Attempt.finished_at.is_(None)
    )
    return [tuple(row) for row in read(query)]


def _list_judged(pair: Pair, one_id: str, other_id: str) -> list[Key]:
    keys = key_columns(table_of(pair.doer.class_.__tablename__), "")
    query = select(*keys).where(
        pair.on,
        or_(
            and_(pair.doer == one_id, pair.owner == other_id),
            and_(pair.doer == other_id, pair.owner == one_id),
        ),
    )
    return [tuple(row) for row in read(query.distinct())]
