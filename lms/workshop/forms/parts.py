"""What the questions' editor sends of lists of parts: prompts and targets, items, rows, gaps."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from lms.kit.i18n import LANGUAGES, N_
from lms.web.forms import Form, Wanted
from lms.web.forms import choices as options
from lms.workshop.editing.parts import LISTS, SCORINGS, PartList, arrange, entries_of, gap_choices

LONGEST = 5000
LONGEST_WORD = 300
MOST_PARTS = 50
TOO_LONG = N_("Please write at most 5000 characters.")


def clean(value: str | None) -> str:
    """Return a text with Unix line ends and no space around it."""
    return (value or "").replace("\r\n", "\n").strip()


def prose(
    label: str, description: str = "", rows: int = 3, *, is_wanted: bool = False
) -> TextAreaField:
    """Return a field for a text of the course."""
    return TextAreaField(
        label, description=description, filters=[clean],
        # A draft may lack a text; that it needs one is said by the validator.
        validators=[*([Wanted()] if is_wanted else []), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": rows, "dir": "auto"},
    )  # fmt: skip


def as_text(value: object) -> str:
    """Return what a file says at a key as a field shows it."""
    return "" if value is None else str(value).strip()


def lines(text: str | None) -> list[str]:
    """Return the lines of a field that have something on them."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class AnswersForm(Form):
    """The accepted answers of each language, one a line; the languages are its fields."""

    @staticmethod
    def of(accept: object) -> dict[str, str]:
        """Return what the fields show of accepted answers as the file has them."""
        found = accept if isinstance(accept, Mapping) else {}
        return {
            language: "\n".join(map(as_text, found[language]))
            for language in LANGUAGES
            if isinstance(found.get(language), list)
        }

    @property
    def value(self) -> dict[str, list[str]]:
        """Return the answers of each language that has any."""
        answers = {name: lines(self[name].data) for name in LANGUAGES}
        return {name: found for name, found in answers.items() if found}


for _language in LANGUAGES:
    setattr(AnswersForm, _language, TextAreaField(render_kw={"rows": 3, "dir": "auto"}))


class PartForm(Form):
    id = HiddenField()
    text = prose(N_("Words"), rows=2, is_wanted=True)
    # The id of what is right for it, in lists that point to another.
    right = StringField(filters=[clean], validators=[Length(max=LONGEST_WORD)])


class GapForm(Form):
    id = HiddenField()
    way = RadioField(
        N_("How it is filled in"),
        choices=options([("typed", N_("By typing")), ("chosen", N_("By choosing from a list"))]),
        validate_choice=False,
        validators=[Wanted()],
    )
    accept = FormField(AnswersForm)
    right = StringField(
        N_("Right choice"), filters=[clean], validators=[Optional(), Length(max=LONGEST_WORD)]
    )
    wrong = prose(N_("Wrong choices"), N_("One a line."))

    @classmethod
    def of(cls, gap: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show of a gap as the file has it."""
        found = entries_of(gap, "choices")
        right = [as_text(choice.get("text")) for choice in found if choice.get("correct") is True]
        wrong = [
            as_text(choice.get("text")) for choice in found if choice.get("correct") is not True
        ]
        return {
            "id": as_text(gap.get("id")),
            "way": "chosen" if found else "typed",
            "accept": AnswersForm.of(gap.get("accept")),
            "right": right[0] if right else "",
            "wrong": "\n".join([*wrong, *right[1:]]),
        }

    def value(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """Return the gap as its file is to say it; what is not filled in either way goes."""
        value: dict[str, Any] = {"id": self.id.data, "accept": None, "choices": None}
        if self.way.data == "chosen":
            found = entries_of(old, "choices")
            value["choices"] = gap_choices(found, self.right.data or "", lines(self.wrong.data))
        else:
            value["accept"] = self.accept.form.value
        return value


class PartsForm(Form):
    """The lists of all types that have some; a question's form has those of its own type."""

    prompts = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    targets = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    items = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    steps = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    rows = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    columns = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    gaps = FieldList(FormField(GapForm), max_entries=MOST_PARTS)
    is_reused = BooleanField(N_("A target may belong to several prompts"))
    scoring = SelectField(
        N_("Points"),
        choices=options(SCORINGS.items()),
        validate_choice=False,
        validators=[Wanted()],
    )

    @staticmethod
    def fill(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show of a question as its file has it."""
        parts = LISTS.get(as_text(data.get("type")), ())
        shown: dict[str, Any] = {
            part.key: [_shown(part, entry) for entry in entries_of(data, part.key)]
            for part in parts
        }
        return {
            **shown,
            "is_reused": data.get("reuse") is True,
            "scoring": as_text(data.get("scoring")) or "pairs",
        }

    def parts(self, kind: str, old: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Return the lists of a type as its file is to say them, after a button was pressed."""
        value: dict[str, Any] = {
            part.key: arrange(part, self._entries(part, old), act) for part in LISTS[kind]
        }
        if kind == "matching":
            value["reuse"] = bool(self.is_reused.data)
        elif kind == "ordering":
            value["scoring"] = self.scoring.data or "pairs"
        return value

    def _entries(self, part: PartList, old: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = {as_text(entry.get("id")): entry for entry in entries_of(old, part.key)}
        fields: FieldList[Any] = getattr(self, part.key)
        forms = [entry.form for entry in fields]
        if part.key == "gaps":
            return [form.value(before.get(form.id.data, {})) for form in forms]
        pointer = part.pointer
        return [
            {"id": form.id.data, "text": form.text.data,
             **({pointer: form.right.data or None} if pointer else {})}
            for form in forms
        ]  # fmt: skip


def _shown(part: PartList, entry: Mapping[str, Any]) -> dict[str, Any]:
    if part.key == "gaps":
        return GapForm.of(entry)
    right = as_text(entry.get(part.pointer)) if part.pointer else ""
    return {"id": as_text(entry.get("id")), "text": as_text(entry.get("text")), "right": right}
