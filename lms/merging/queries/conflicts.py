"""What speaks against a merge, named with its place.

Both accounts are treated alike: which of them is kept makes no difference here.
"""

from collections.abc import Iterable

from sqlalchemy import and_, or_, select

from lms.assessment.models import Attempt
from lms.kit.db import read
from lms.kit.i18n import N_, Text
from lms.merging.queries.pairs import PAIRS, Pair
from lms.merging.queries.places import find_homes, name_homes
from lms.merging.queries.rows import key_columns, list_clashing, table_of
from lms.merging.rules import Conflict, Key
from lms.merging.treatments import TREATMENTS, list_columns

RUNNING = N_("An attempt is still open in one of the accounts. Wait until it is finished.")
Found = tuple[str, tuple[str, str] | None]


def list_conflicts(one_id: str, other_id: str, language: str) -> list[Conflict]:
    """Return what speaks against making these accounts one; each thing once in each place."""
    found = dict.fromkeys(_find_all(one_id, other_id))
    named = name_homes({home for _, home in found if home is not None}, language)
    return [Conflict(Text(text), named.get(home) if home else None) for text, home in found]


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
