"""Forms of address that people write with a name, in the six languages of the site.

Whether two names are the same is decided in `naming`; what is printed before one is the holder's
own choice and stands in the facts.
"""

import re
from collections.abc import Iterator

from lms.kit.folding import fold

# So many are written before one name: "Herr Prof. Dr.", and never a sentence.
MOST = 3
# Not among them: what is a name as often, such as Don, Hon, Judge and القاضي.
_BEFORE = """
    Mr Mrs Ms Miss Mx Dr Doctor Prof Professor Sir Madam
    M Mme Mlle Monsieur Madame Mademoiselle Maître Docteur Pr Professeur
    Sr Sra Srta Señor Señora Señorita Doña Dra Doctora Profesor Profesora Lic Ing
    Herr Frau
    г-н г-жа Господин Госпожа Доктор Др Проф Профессор
    السيد السيدة الآنسة الدكتور الدكتورة دكتور دكتورة د الأستاذ الأستاذة أستاذ أستاذة أ
    المهندس المهندسة م
"""
# Chinese writes them behind the name.
_BEHIND = ("先生", "女士", "小姐", "博士", "教授")
_FIRST = re.compile(r"\s*([^\s./]+)[\s./]+(?=\w)")


def _key(word: str) -> str:
    # Who types the feminine ending of Arabic as its look-alike means the same.
    return fold(word).replace("ة", "ه")


_TITLES = frozenset(_key(word) for word in _BEFORE.split())


def list_without_titles(typed: str) -> Iterator[str]:
    """Yield a name as it was typed, and without one form of address after the other.

    Something always stays: a title alone is taken for a name.
    """
    yield typed
    rest = typed
    for _ in range(MOST):
        first = _FIRST.match(rest)
        if first is None or _key(first[1]) not in _TITLES:
            break
        rest = rest[first.end() :]
        yield rest
    bare = rest.rstrip()
    for title in _BEHIND:
        if bare.endswith(title) and bare != title:
            yield bare.removesuffix(title).rstrip()
