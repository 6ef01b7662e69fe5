"""No function, class or method that nobody calls, templates included."""

import re

from vulture import Vulture

from tests.house.sources import ROOT, template_files

KINDS = {"function", "class", "method", "property", "import"}
# Called by a framework under its own name.
FRAMEWORK = re.compile(
    r"process_bind_param|process_result_value|validate_\w+|get_translations|list_commands"
    r"|get_command|Meta|to_python|to_url|_as_dict|fetch|resolve|ensure_sync|visit_\w+"
    r"|_session_protection_failed|get_timestamp|async_sign_raw|async_request_tsa_response"
    r"|signed_attr_providers|build_attr_value|signed_attrs|_update_meta|indirect"
)


def test_everything_is_used():
    search = Vulture(ignore_decorators=["@room.*", "@*.command", "@*.group", "@field_validator",
                                        "@model_validator", "@event.*", "@*.listens_for",
                                        "@model_serializer", "@*.register"])  # fmt: skip
    search.scavenge([str(ROOT / "lms"), str(ROOT / "wsgi.py"), str(ROOT / "tests")])
    templates = "\n".join(path.read_text("utf-8") for path in template_files())
    unused = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno} {item.typ} {item.name}"
        for item in search.get_unused_code(min_confidence=60)
        if item.typ in KINDS
        and item.filename.is_relative_to(ROOT / "lms")
        and "versions" not in item.filename.parts
        and not FRAMEWORK.fullmatch(item.name)
        and not re.search(rf"\.{item.name}\b", templates)
    ]
    assert unused == []
