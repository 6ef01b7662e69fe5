"""Every address of the program, from the map of its addresses, and all that an answer tells.

Whoever must not learn something asks for each of them: a page that is added is walked too.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product

from flask import Flask
from werkzeug.test import TestResponse


def list_addresses(app: Flask, values: Mapping[str, Sequence[str]], most: int) -> Iterator[str]:
    """Yield every address that can be asked for, each argument with so many of its values."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        names = sorted(rule.arguments)
        assert set(names) <= values.keys(), f"{rule.rule}: give its argument a value"
        for some in product(*(values[name][:most] for name in names)):
            # `path:` keeps its slashes; what is no value of `any` is not asked for.
            with suppress(ValueError):
                yield adapter.build(rule.endpoint, dict(zip(names, some, strict=True)))


def told(answer: TestResponse) -> str:
    """Return all that an answer tells: headers, source, and what is packed in a zip or workbook."""
    return f"{answer.headers}\n{unpacked(answer.get_data())}"


def unpacked(content: bytes) -> str:
    """Return a file's text, that of a packed file's members too."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = [f"{name}\n{unpacked(packed.read(name))}" for name in packed.namelist()]
    return "\n".join(members)
