"""Whatever rows there are: a merge and its undo leave everything as it was, or nothing happened.

The rows are made from the metadata, so that a table that is added is among them.
"""

from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String, Time, select, text

from lms.kit.actor import OPERATOR
from lms.kit.db import Model, current_connection, db, writing
from lms.learning.models import PercentType
from lms.merging.queries.hanging import list_links, on
from lms.merging.queries.since import list_below
from lms.merging.rules import Choice, MergeBlocked
from lms.merging.services.merging import merge_accounts
from lms.merging.services.undoing import undo_merge
from lms.merging.treatments import TREATMENTS, list_columns
from tests import cast
from tests.merging.twins import add_twin

OWNED = list_columns("moves", "fills", "chosen")
# What a merge and its undo write of themselves, and what is ended for good.
OWN = {"account_merge", "merged_row", "audit_event", "audit_detail", "message", "job"}
WORDS = ("active", "waiting", "accepted", "w1", "w2", "w3")
# What is named on the way is one of those that there are.
NAMED = {
    "role_grant.role": ("trainee", "trainer"),
    "marking_duty.role": ("marker", "second"),
    "cohort_assignment.task": ("tutor", "panel"),
}
VALUES = (
    (Boolean, st.booleans()),
    (Integer, st.integers(1, 3)),
    (Float, st.just(1.0)),
    (DateTime, st.sampled_from([datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2)])),
    (Date, st.just(date(2026, 11, 1))),
    (Time, st.just(time(9))),
)


class Over(Exception):
    """Ends an example: nothing of it is kept."""


def _value(column: Column[Any], number: int, draw: Any) -> Any:
    if column.primary_key and len(column.table.primary_key.columns) == 1:
        return number if isinstance(column.type, Integer) else f"row{number}"
    if column.foreign_keys:
        return f"row{draw(st.integers(0, 1))}"
    if column.nullable and draw(st.booleans()):
        return None
    if isinstance(column.type, PercentType):
        return None
    kind = column.type.impl_instance if hasattr(column.type, "impl_instance") else column.type
    words = NAMED.get(f"{column.table.name}.{column.name}", WORDS)
    for one, values in (*VALUES, (String, st.sampled_from(words))):
        if isinstance(kind, one):
            return draw(values)
    return {}


@st.composite
def rows(draw):
    """Return (table, column of the person, values without the person, whose) of some rows."""
    made = []
    # Of few tables, and now and then the same for both accounts.
    every = st.sampled_from([one for one in OWNED if one[0] != "person"])
    some = draw(st.lists(every, min_size=1, max_size=4, unique=True))
    for number in range(0, 2 * draw(st.integers(1, 10)), 2):
        name, column = draw(st.sampled_from(some))
        table = Model.metadata.tables[name]
        values = {one.name: _value(one, number, draw) for one in table.columns}
        whose = draw(st.sampled_from(["kept", "merged", "kept", "merged", "third"]))
        made.append((name, column, values, whose))
        if whose != "third" and draw(st.booleans()):
            other = {one.name: _value(one, number + 1, draw) for one in table.primary_key.columns}
            again = values | (other if len(other) == 1 else {})
            made.append((name, column, again, "kept" if whose == "merged" else "merged"))
    return made


def _put(made, people) -> None:
    """Write the rows, as far as they can stand side by side; children are whose parents are."""
    connection = current_connection()
    connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    for name, column, values, whose in made:
        table = Model.metadata.tables[name]
        everybody = {
            key.parent.name for key in table.foreign_keys if key.column.table.name == "person"
        }
        filled = {**values, **dict.fromkeys(everybody, people["third"]), column: people[whose]}
        connection.execute(table.insert().prefix_with("OR IGNORE"), filled)
    for low, column, high, high_column, way in list_links():
        child, parent = Model.metadata.tables[low], Model.metadata.tables[high]
        owner = select(parent.c[high_column]).where(on(way)).correlate(child).scalar_subquery()
        connection.execute(
            child.update().where(owner.is_not(None)).values({column: owner})
            .prefix_with("OR IGNORE")
        )  # fmt: skip
        astray = child.c[column] != owner
        connection.execute(child.delete().where(astray))


def _dump() -> dict[str, list[tuple[Any, ...]]]:
    connection = current_connection()
    names = {name.partition(".")[0] for name in TREATMENTS} - OWN
    return {
        name: sorted(
            tuple(map(repr, row)) for row in connection.execute(select(Model.metadata.tables[name]))
        )
        for name in names
    }


def _dump_messages() -> list[tuple[Any, ...]]:
    table = Model.metadata.tables["message"]
    query = select(table).where(table.c.kind.not_like("merging.%"))
    return sorted(tuple(map(repr, row)) for row in current_connection().execute(query))


def test_merge_then_undo_is_nothing(sqlite_app):
    people = {"kept": cast.id_of("amina"), "merged": add_twin(), "third": cast.id_of("farid")}
    db.session.remove()
    seen: Counter[str] = Counter()

    @settings(max_examples=120)
    @given(made=rows(), taken=st.frozensets(st.sampled_from(["name", "address", "language"])))
    def try_one(made, taken):
        try:
            with writing():
                current_connection().execute(text("PRAGMA ignore_check_constraints=ON"))
                _put(made, people)
                seen[_try(people, taken)] += 1
                raise Over
        except Over:
            pass

    try_one()
    # It says something of merges that go through and of those that do not.
    assert seen["blocked"], seen
    assert seen["merged"], seen


def _try(people, taken) -> str:
    kept, merged = people["kept"], people["merged"]
    before, messages = _dump(), _dump_messages()
    try:
        merge_id = merge_accounts(OPERATOR, cast.NOW, kept, merged, Choice(taken))
    except MergeBlocked:
        assert _dump() == before
        return "blocked"
    for name, column in list_columns("moves"):
        table = Model.metadata.tables[name]
        astray = current_connection().execute(select(table).where(table.c[column] == merged))
        assert astray.all() == [], name
    undone = undo_merge(OPERATOR, cast.NOW, merge_id)
    assert undone.left == ()
    assert (_dump(), _dump_messages()) == (before, messages)
    return "merged"


BELOW = [(high, low, way) for high, ways in list_below().items() for low, way in ways]


def _chain(draw: Any, high: str, way: Any, owner: str, other: str) -> list[tuple[Any, Any]]:
    """Return (table, values) of a row, the owner's, and of those that hang on it along a way."""
    tables = [link.table for link in way] + [Model.metadata.tables[high]]
    made = []
    for number, table in enumerate(tables):
        named = {key.parent.name: other for key in table.foreign_keys
                 if key.column.table.name == "person"}  # fmt: skip
        made.append({one.name: _value(one, number, draw) for one in table.columns} | named)
    made[-1][dict(OWNED)[high]] = owner
    if "finished_at" in made[-1]:
        made[-1]["finished_at"] = cast.NOW
    for place in range(len(way) - 1, -1, -1):
        for part in way[place].elements:
            made[place][part.parent.name] = made[place + 1][part.column.name]
    return list(reversed(list(zip(tables, made, strict=True))))


def _work_on(table: Any, values: Any) -> bool:
    """Change a row that is there; say whether it has anything to change."""
    for column in table.columns:
        is_said = not column.primary_key and not column.foreign_keys and column.name != "person_id"
        if is_said and isinstance(column.type, String) and not isinstance(column.type, PercentType):
            same = [table.c[key.name] == values[key.name] for key in table.primary_key.columns]
            change = table.update().where(*same).values({column: "worked on"})
            current_connection().execute(change)
            return True
    return False


def _try_below(people, draw, which, how) -> None:
    (high, _low, way), column = which, dict(OWNED)[which[0]]
    doer = people["third"] if how == "by another" else people["merged"]
    *above, (table, values) = _chain(draw, high, way, people["merged"], people["third"])
    doers = [key.parent.name for key in table.foreign_keys if key.column.table.name == "person"]
    values |= dict.fromkeys(doers, doer)
    current_connection().execute(text("PRAGMA ignore_check_constraints=ON"))
    current_connection().execute(text("PRAGMA defer_foreign_keys=ON"))
    for one, some in above:
        current_connection().execute(one.insert().values(some))
    if how in ("changed", "untouched"):
        current_connection().execute(table.insert().values(values))
    merge_id = merge_accounts(OPERATOR, cast.NOW, people["kept"], people["merged"], Choice())
    is_work = how == "came"
    if how == "changed":
        is_work = _work_on(table, values)
    elif how == "came" or (how == "by another" and doers):
        current_connection().execute(table.insert().values(values))
    undone = undo_merge(OPERATOR, cast.NOW, merge_id)
    whose = select(Model.metadata.tables[high].c[column])
    assert bool(undone.left) == is_work, (which, how)
    owner = people["kept"] if is_work else people["merged"]
    assert current_connection().execute(whose).scalars().all() == [owner], (which, how)


def test_work_in_tables_of_no_person_stays_with_what_it_hangs_on(sqlite_app):
    people = {"kept": cast.id_of("amina"), "merged": add_twin(), "third": cast.id_of("farid")}
    db.session.remove()

    @settings(max_examples=150)
    @given(
        which=st.sampled_from(BELOW),
        how=st.sampled_from(["came", "changed", "untouched", "by another"]),
        data=st.data(),
    )
    def try_one(which, how, data):
        try:
            with writing():
                _try_below(people, data.draw, which, how)
                raise Over
        except Over:
            pass

    try_one()
