"""A person's name comes from one function, which honours protection; nobody reads it otherwise."""

import ast

from tests.house.sources import ROOT, python_files, template_files, tree_of

# Where names are kept, found and shown; `listing`, `colleagues` and `names` read
# them for whoever may see them.
MAY_READ = {
    "lms/accounts/models.py",
    "lms/accounts/queries/names.py",
    "lms/accounts/queries/listing.py",
    "lms/accounts/queries/colleagues.py",
    "lms/accounts/services/people.py",
    # Two accounts become one: names are copied as a whole, and shown to who administers both.
    "lms/accounts/services/identity.py",
    "lms/merging/treatments.py",
}
MAY_SHOW = {"accounts", "merging"}


def test_only_the_accounts_room_knows_the_table_of_names():
    places = []
    for path in python_files():
        name = str(path.relative_to(ROOT))
        if name in MAY_READ:
            continue
        for node in ast.walk(tree_of(path)):
            is_class = isinstance(node, ast.Name | ast.Attribute | ast.alias) and (
                "PersonName" in {getattr(node, field, None) for field in ("id", "attr", "name")}
            )
            is_table = isinstance(node, ast.Constant) and "person_name" in str(node.value)
            if is_class or is_table:
                places.append(f"{name}:{node.lineno}")
    assert places == []


def test_only_the_accounts_pages_show_a_name_as_it_is_kept():
    places = [
        str(path.relative_to(ROOT))
        for path in template_files()
        if ".full_name" in path.read_text("utf-8") and path.parent.name not in MAY_SHOW
    ]
    assert places == []
