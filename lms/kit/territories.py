"""The countries and territories of ISO 3166, named in the six languages by the CLDR and the UN.

Which of them take part in the installation is the organisations room's.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from lms.kit.i18n import LANGUAGES, formats

# Two letters that the CLDR names but ISO 3166 does not assign: unions, islands by exception,
# pseudo-locales.
NOT_ASSIGNED = frozenset(
    "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split()  # noqa: SIM905 - reads as a list
)
# Where the United Nations write a State's name otherwise than the CLDR does (UNTERM).
_NAMED_BY_THE_UN = {
    "en": {"CV": "Cabo Verde"},
    "fr": {"BY": "Bélarus", "CV": "Cabo Verde", "TL": "Timor-Leste"},
    "ru": {"TL": "Тимор-Лешти"},
    "es": {"BY": "Belarús"},
}


@lru_cache(maxsize=len(LANGUAGES))
def territory_names(language: str) -> dict[str, str]:
    """Return the name of each code in `language`, in the order of that language's names."""
    named = {**formats(language).locale.territories, **_NAMED_BY_THE_UN.get(language, {})}
    names = {
        code: name
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_ASSIGNED  # noqa: PLR2004
    }
    return dict(sorted(names.items(), key=lambda item: _place(item[1])))


def _place(name: str) -> str:
    # Égypte stands beside Espagne, not after Zimbabwe.
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def territory_name(code: str, language: str) -> str:
    """Return the name of `code` in one of the six languages, or the code where it has none."""
    return territory_names(language).get(code, code)


class _Named(Protocol):
    """A place in a tree; its path names all from the root down to it."""

    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...
    def label(self, language: str) -> str: ...


_Row = TypeVar("_Row", bound=_Named)


def sort_tree(rows: Sequence[_Row], language: str) -> list[_Row]:
    """Return places by their names for a reader, each after the one that it stands below."""
    names = {row.id: _place(row.label(language)) for row in rows}
    # Who does not see what stands above sees the rest in order.
    return sorted(rows, key=lambda row: [(names.get(one, ""), one) for one in row.path.split("/")])
