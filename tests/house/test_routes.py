"""Every route has a policy, and no address carries a counter."""

import ast

from tests.house.generated import make_app
from tests.house.sources import ROOT, python_files, tree_of

LONGEST_VIEW = 20


def test_every_route_has_a_policy():
    app = make_app()
    missing = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "policy")
    ]
    assert missing == []


def test_no_address_carries_a_counter():
    rules = [rule.rule for rule in make_app().url_map.iter_rules()]
    assert [rule for rule in rules if "<int:" in rule or "<float:" in rule] == []


def test_a_view_is_short():
    long = []
    for path in python_files():
        if path.name != "views.py":
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > LONGEST_VIEW:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} has {size} lines")
    assert long == []
