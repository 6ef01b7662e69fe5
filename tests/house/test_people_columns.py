"""Whatever names a person has a line that says what becomes of it when two accounts are merged.

The lines stand in `lms/merging/treatments.py`; their reasons are for whoever adds the next table.
"""

from sqlalchemy import String

import lms.wiring  # noqa: F401 - names every table
from lms.kit.clock import clock
from lms.kit.db import Model
from lms.kit.ids import ID_LENGTH
from lms.merging.queries.offers import _queries
from lms.merging.queries.pairs import PAIRS
from lms.merging.queries.rows import unique_keys
from lms.merging.treatments import TREATMENTS, list_columns

# Names by which a column without a foreign key names a person all the same.
BARE = {"person_id", "actor_id"}


def _columns() -> set[str]:
    found = set()
    for table in Model.metadata.tables.values():
        for column in table.columns:
            refers = any(key.column.table.name == "person" for key in column.foreign_keys)
            is_bare = column.name in BARE and isinstance(column.type, String)
            if refers or is_bare:
                found.add(f"{table.name}.{column.name}")
    return found


def test_every_column_that_names_a_person_has_a_line():
    missing = _columns() - TREATMENTS.keys()
    assert missing == set(), "say in lms/merging/treatments.py what becomes of it in a merge"


def test_every_line_names_a_column():
    assert TREATMENTS.keys() - _columns() == set()


def test_every_line_has_its_reason():
    assert [name for name, one in TREATMENTS.items() if not one.why.endswith(".")] == []


def test_what_moves_and_may_clash_says_what_to_do():
    wrong = []
    for table, column in list_columns("moves"):
        may_clash = any(True for _ in unique_keys(Model.metadata.tables[table], column))
        if may_clash != bool(TREATMENTS[f"{table}.{column}"].clash):
            wrong.append(f"{table}.{column}")
    assert wrong == []


def test_partial_keys_have_one_condition_on_both_databases():
    for table in Model.metadata.tables.values():
        for index in table.indexes:
            if index.unique:
                conditions = {
                    str(index.dialect_options[name].get("where"))
                    for name in ("sqlite", "postgresql")
                }
                assert len(conditions) == 1, index.name


def test_whoever_judges_is_kept_from_being_judged_by_themself():
    judging = {name for name, one in TREATMENTS.items() if one.is_judging}
    assert judging - {pair.name for pair in PAIRS} == set()


def test_every_role_and_task_can_be_offered():
    chosen = {f"{table}.{column}" for table, column in list_columns("chosen")}
    assert _queries(clock.now(), "x" * ID_LENGTH).keys() == chosen
