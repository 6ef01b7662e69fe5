"""Sizes stay below their ceilings; the lists of exceptions may only shrink."""

import ast
import re

from tests.house.sources import ROOT, functions, python_files, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc"}
# Where a select may stand beside queries.py: the kit's own tables, and loops over them.
SELECT_ALLOWED = {"lms/kit/jobs.py", "lms/kit/references.py", "lms/kit/stopping.py"}
# An audit note has a transaction of its own: it must survive what it tells of.
COMMIT_ALLOWED = {"lms/audit/services.py"}


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := path.read_text("utf-8").count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_short():
    long = {
        place: node.end_lineno - node.lineno + 1
        for place, node in functions()
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_named_for_nothing():
    assert [p for p in python_files() if p.stem in FORBIDDEN_NAMES] == []


def test_only_the_clock_reads_the_time():
    reading = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    readers = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.name != "clock.py" and reading.search(path.read_text("utf-8"))
    ]
    assert readers == []


def test_select_stands_in_queries_alone():
    places = []
    for path in python_files():
        name = str(path.relative_to(ROOT))
        if path.name == "queries.py" or path.parent.name == "queries" or name in SELECT_ALLOWED:
            continue
        places.extend(
            f"{name}:{node.lineno}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "select"
        )
    assert places == []


def test_services_never_commit():
    places = []
    for path in python_files():
        if str(path.relative_to(ROOT)) in COMMIT_ALLOWED:
            continue
        if path.name == "services.py" or path.parent.name == "services":
            text = path.read_text("utf-8")
            if ".commit(" in text or ".rollback(" in text:
                places.append(str(path.relative_to(ROOT)))
    assert places == []
