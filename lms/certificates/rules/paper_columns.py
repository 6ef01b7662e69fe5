"""What the columns of a list of paper certificates hold, and by which names they are known.

What a line says is read in `papers`.
"""

import re
from functools import cache

from lms.accounts.rules import drop_unseen
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES, formats, translate

FIELD_NAMES = {
    "number": N_("Number on the paper"),
    "name": N_("Full name"),
    "email": N_("E-mail address"),
    "kind": N_("Kind"),
    "issued_on": N_("Issued on"),
    "valid_until": N_("Valid until"),
    "hours": N_("Hours of study"),
    "issuer": N_("Issued by"),
    "title": N_("Title"),
}
TITLE_FIELDS = {f"title_{language}": language for language in LANGUAGES}
FIELDS = (*FIELD_NAMES, *TITLE_FIELDS)
_HEADINGS = {
    "number": "number, no, certificate number, paper number, number on paper, numéro, n°, número,"
    " номер, رقم, رقم الشهادة, 编号, 证书编号",
    "name": "name, full name, holder, nom, nom complet, nombre, nombre completo, имя, фио, الاسم,"
    " 姓名",
    "email": "email, e-mail, courriel, correo electrónico, correo, эл. почта, почта,"
    " البريد الإلكتروني, 电子邮件, 邮箱",
    "kind": "kind, type, sorte, tipo, вид, тип, النوع, 类型",
    "issued_on": "issued on, date, date of issue, issued, délivré le, date de délivrance,"
    " expedido el, fecha, выдан, дата, дата выдачи, تاريخ الإصدار, 颁发日期, 日期",
    "valid_until": "valid until, expires, valable jusqu'au, válido hasta, действителен до,"
    " صالحة حتى, 有效期至",
    "hours": "hours, heures, horas, часы, ساعات, 学时",
    "issuer": "issuer, issued by, délivré par, expedido por, кем выдан, الجهة المصدرة, 颁发机构",
    "title": "title, course, titre, cours, formation, título, curso, название, курс, العنوان,"
    " الدورة, 标题, 课程",
    "title_en": "title in english, titre en anglais, título en inglés, название на английском,"
    " название на английском языке, العنوان بالإنجليزية, 英文标题, 英语标题",
    "title_ar": "title in arabic, titre en arabe, título en árabe, название на арабском,"
    " название на арабском языке, العنوان بالعربية, 阿拉伯文标题, 阿拉伯语标题",
    "title_zh": "title in chinese, titre en chinois, título en chino, название на китайском,"
    " название на китайском языке, العنوان بالصينية, 中文标题, 汉语标题",
    "title_fr": "title in french, titre en français, título en francés, название на французском,"
    " название на французском языке, العنوان بالفرنسية, 法文标题, 法语标题",
    "title_ru": "title in russian, titre en russe, título en ruso, название на русском,"
    " название на русском языке, العنوان بالروسية, 俄文标题, 俄语标题",
    "title_es": "title in spanish, titre en espagnol, título en español, название на испанском,"
    " название на испанском языке, العنوان بالإسبانية, 西班牙文标题, 西班牙语标题",
}
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def find_field(heading: str) -> str | None:
    """Return what a column of this name holds, or nothing: a field, or a name that people use."""
    word = _plain(heading)
    plain = word.replace(" ", "_")
    return plain if plain in FIELDS else _fields_by_word().get(word)


def is_paper_number(heading: str) -> bool:
    """Say whether a column is called as our own lists call the number on the paper."""
    return _plain(heading) == "paper number"


@cache
def list_words() -> frozenset[str]:
    """Return all names of columns in small letters, by which the line that has them is found."""
    known = [*_called(), *((name, name) for name in FIELDS)]
    plain = ((name.replace("_", " "), name) for name in FIELDS)
    return frozenset(form for word, _ in (*known, *plain) for form in (fold(word), word.casefold()))


@cache
def _fields_by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for word, name in _called():
        found.setdefault(_plain(word), name)
    return found


def _called() -> list[tuple[str, str]]:
    """Return what each field is called: by people, and by our own pages in each language."""
    said = [(word.strip(), name) for name, words in _HEADINGS.items() for word in words.split(",")]
    for language in LANGUAGES:
        said += [(translate(language, label), name) for name, label in FIELD_NAMES.items()]
        title, names = translate(language, FIELD_NAMES["title"]), formats(language).locale.languages
        said += [
            (f"{title} ({called})", name)
            for name, code in TITLE_FIELDS.items()
            for called in (str(names[code]), NATIVE_NAMES[code])
        ]
    return said


def _plain(heading: str) -> str:
    """Return a name of a column without all that spreadsheets put beside its words."""
    return _BETWEEN_WORDS.sub(" ", fold(drop_unseen(heading))).strip()
