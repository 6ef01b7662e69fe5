"""Which column of a list holds what: guessed by its name in six languages, decided by a person.

The lines themselves are checked in `lines`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_

# In the order in which a page asks for them.
FIELD_NAMES = {
    "name": N_("Full name"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "email": N_("E-mail address"),
    "language": N_("Language"),
    "organisation": N_("Organisation"),
    "roles": N_("Roles"),
    "protected": N_("Protected identity"),
}
FIELDS = tuple(FIELD_NAMES)
_HEADINGS = {
    "name": "name, full name, participant, nom complet, nom et prénom, nombre completo,"
    " nombre y apellidos, полное имя, фио, имя и фамилия, الاسم, الاسم الكامل, 姓名, 名字",
    "given_name": "given name, first name, forename, prénom, nombre, nombres, имя, الاسم الأول, 名",
    "family_name": "family name, last name, surname, nom, nom de famille, apellido, apellidos,"
    " фамилия, اسم العائلة, اللقب, 姓",
    "email": "email, e-mail, mail, email address, e-mail address, courriel, adresse électronique,"
    " adresse e-mail, correo, correo electrónico, эл. почта, электронная почта, почта,"
    " البريد الإلكتروني, 电子邮件, 电子邮箱, 邮箱",
    "language": "language, langue, idioma, язык, اللغة, 语言",
    "organisation": "organisation, organization, agency, institution, state, country, entity,"
    " organisme, pays, état, organización, institución, país, организация, учреждение, страна,"
    " المؤسسة, المنظمة, الجهة, الدولة, البلد, 机构, 组织, 单位, 国家",
    "roles": "role, roles, rôle, rôles, función, rol, papel, роль, роли, الدور, الأدوار, 角色",
    "protected": "protected, protected identity, protégé, identité protégée, protegido,"
    " identidad protegida, защищено, защищённая личность, محمي, هوية محمية, 受保护, 受保护身份",
}
_FIELD_OF = {
    fold(word.strip()): name for name, words in _HEADINGS.items() for word in words.split(",")
}
# `fold` leaves what a heading has beside letters; a spreadsheet's often end so.
_AROUND = " *:._-"
WORDS = frozenset(_FIELD_OF) | {name.replace("_", " ") for name in FIELDS} | frozenset(FIELDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person said of a list: which column is what, what its words mean, what else holds."""

    columns: Mapping[str, int] = field(default_factory=dict)
    # By field and folded word, what the word stands for: an id, a code, roles joined by "|".
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # What holds where a column or its cell says nothing.
    otherwise: Mapping[str, str] = field(default_factory=dict)

    def find_problem(self) -> str | None:
        """Return what is still to be said before anybody could be invited, or nothing."""
        if "name" not in self.columns and not {"given_name", "family_name"} <= self.columns.keys():
            return N_("Say which column holds the full name, or given name and family name.")
        if "email" not in self.columns:
            return N_("Say which column holds the e-mail address.")
        if "organisation" not in self.columns and not self.otherwise.get("organisation"):
            return N_("Say which column holds the organisation, or one organisation for everybody.")
        return None


def guess_columns(headings: Sequence[str]) -> dict[str, int]:
    """Return, by field, the place of the column that seems to hold it; each column once."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = _field_of(heading)
        if name is not None:
            found.setdefault(name, place)
    if "name" not in found and "family_name" in found and "given_name" not in found:
        # “Nom” alone is the whole name; beside a given name it is the family's.
        found["name"] = found.pop("family_name")
    if "name" not in found and "given_name" in found and "family_name" not in found:
        found["name"] = found.pop("given_name")
    return found


def _field_of(heading: str) -> str | None:
    word = fold(heading).strip(_AROUND)
    plain = word.replace(" ", "_")
    return plain if plain in FIELD_NAMES else _FIELD_OF.get(word)


def pack_reading(reading: Reading) -> dict[str, Any]:
    """Return what is said of a list as plain JSON values."""
    return {
        "columns": dict(reading.columns),
        "values": {name: dict(words) for name, words in reading.values.items()},
        "otherwise": dict(reading.otherwise),
    }


def unpack_reading(values: Mapping[str, Any]) -> Reading:
    """Return what `pack_reading` packed."""
    return Reading(values["columns"], values["values"], values["otherwise"])


def first_reading(headings: Sequence[str], language: str | None, organisation_id: str) -> Reading:
    """Return what is supposed of a list until somebody says otherwise."""
    return Reading(
        guess_columns(headings),
        {},
        {
            "language": language if language in LANGUAGES else "en",
            "organisation": organisation_id,
            "roles": "trainee",
        },
    )
