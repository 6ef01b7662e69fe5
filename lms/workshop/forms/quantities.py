"""What the questions' editor sends of a question answered by a number: formula, tolerance, unit."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted
from lms.workshop.editing.quantities import (
    RANGE_KEYS,
    as_number,
    begin_range,
    mapping_of,
    variables_in,
)
from lms.workshop.forms.parts import LONGEST, LONGEST_WORD, as_text, clean, lines


def _word(label: str, description: str = "", *, is_wanted: bool = False) -> StringField:
    return StringField(
        label, description=description, filters=[clean],
        validators=[*([Wanted()] if is_wanted else []), Length(max=LONGEST_WORD)],
        render_kw={"dir": "ltr"},
    )  # fmt: skip


class RangeForm(Form):
    id = HiddenField()
    # The names of the file are words of Python.
    first = _word(N_("From"), is_wanted=True)
    last = _word(N_("To"), is_wanted=True)
    step = _word(N_("In steps of"))


class QuantityForm(Form):
    """A part of the form of a question answered by a number."""

    variables = FieldList(FormField(RangeForm), max_entries=20)
    answer = _word(N_("Right number"), is_wanted=True)
    formula = _word(
        N_("How the right number is reckoned"),
        N_("With the names of the numbers, + - * / ** and brackets, round(), min(), max(), abs()."),
        is_wanted=True,
    )
    tolerance = _word(
        N_("Tolerance"),
        N_("By how much an answer may differ: a number, or a share in percent. Empty: not at all."),
    )
    units = TextAreaField(
        N_("Unit"),
        description=N_("As it may be written, in all languages, one a line. Empty: no unit."),
        filters=[clean],
        validators=[Length(max=LONGEST)],
        render_kw={"rows": 3, "dir": "auto"},
    )
    is_unit_needed = BooleanField(
        N_("Without its unit the right number gets half of the points, as it does with a wrong one")
    )

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form's fields of a question as its file has it."""
        unit = mapping_of(data, "unit")
        units = unit.get("accept")
        return {
            "variables": [_shown(name, found) for name, found in _variables(data).items()],
            "answer": as_text(data.get("answer")),
            "formula": as_text(data.get("answer")),
            "tolerance": as_text(data.get("tolerance")),
            "units": "\n".join(map(as_text, units)) if isinstance(units, list) else "",
            "is_unit_needed": unit.get("required") is True,
        }

    def value(self, kind: str, text: str, old: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a question's file is to say; its numbers are those that `text` names."""
        units, known = lines(self.units.data), mapping_of(old, "unit").get("accept")
        before = known if isinstance(known, list) else []
        written = {str(unit): unit for unit in before}
        value: dict[str, Any] = {
            "tolerance": as_number(old.get("tolerance"), self.tolerance.data or ""),
            "unit": {
                "accept": [written.get(unit, unit) for unit in units],
                "required": bool(self.is_unit_needed.data),
            }
            if units
            else None,
        }
        if kind == "numeric":
            return {**value, "answer": as_number(old.get("answer"), self.answer.data or "")}
        return {**value, "answer": self.formula.data, "variables": self._variables(text, old)}

    def _variables(self, text: str, old: Mapping[str, Any]) -> dict[str, Any]:
        sent = {entry.form.id.data: entry.form for entry in self.variables}
        before = mapping_of(old, "variables")
        return {
            name: _numbers(sent[name], mapping_of(before, name)) if name in sent else begin_range()
            for name in variables_in(text)
        }


def _variables(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the numbers of a question, and those that only its text names."""
    return {
        **dict.fromkeys(variables_in(as_text(data.get("text")))),
        **mapping_of(data, "variables"),
    }


def _shown(name: str, found: object) -> dict[str, str]:
    numbers = found if isinstance(found, Mapping) else begin_range()
    first, last, step = (as_text(numbers.get(key)) for key in RANGE_KEYS)
    return {"id": name, "first": first, "last": last, "step": step}


def _numbers(form: RangeForm, old: Mapping[str, Any]) -> dict[str, object]:
    fields = dict(zip(RANGE_KEYS, (form.first, form.last, form.step), strict=True))
    return {key: as_number(old.get(key), each.data or "") for key, each in fields.items()}
