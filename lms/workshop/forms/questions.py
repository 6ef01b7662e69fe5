"""What the questions' editor sends: a new question, a question of any type, an answer to try."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from lms.kit.i18n import N_
from lms.questions.cases import CASE_FILE
from lms.questions.levels import COGNITIVE_LEVELS
from lms.questions.rules import Raw
from lms.web.forms import Form, PartsField, Wanted, stripped
from lms.web.forms import choices as options
from lms.workshop.editing.parts import CHOICES, LISTS, arrange, entries_of, with_new_gap
from lms.workshop.editing.quantities import WITH_QUANTITY
from lms.workshop.editing.questions import SHUFFLED, TYPES, WITH_CHOICES
from lms.workshop.editing.rubrics import WITH_RUBRIC
from lms.workshop.editing.scenarios import SCENARIO
from lms.workshop.editing.uploads import UPLOAD
from lms.workshop.forms.cases import CaseForm
from lms.workshop.forms.parts import (
    LONGEST,
    LONGEST_WORD,
    MOST_PARTS,
    TOO_LONG,
    AnswersForm,
    PartsForm,
    as_text,
    clean,
    prose,
)
from lms.workshop.forms.quantities import QuantityForm
from lms.workshop.forms.rubrics import RubricForm
from lms.workshop.forms.scenarios import ScenarioForm
from lms.workshop.forms.uploads import FilesForm


class NewQuestionForm(Form):
    type = SelectField(N_("Type"), choices=options(TYPES.items()), validators=[Wanted()])
    bank = SelectField(N_("Bank"), choices=[], validate_choice=False, validators=[Wanted()])
    text = TextAreaField(
        N_("What is asked?"),
        filters=[clean],
        validators=[
            DataRequired(N_("Please write what is asked.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        render_kw={"rows": 3, "dir": "auto"},
    )


class NewBankForm(Form):
    title = StringField(
        N_("Name of the bank"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give it a name.")), Length(max=60)],
    )


class ChoiceForm(Form):
    id = HiddenField()
    text = prose(N_("Choice"), rows=2, is_wanted=True)
    feedback = prose(N_("What is said to those who choose it"), rows=2)
    source = StringField(N_("Source"), filters=[clean], validators=[Length(max=LONGEST_WORD)])


class QuestionForm(PartsForm):
    type = SelectField(
        N_("Type"),
        choices=options((name, TYPES[name]) for name in TYPES if name in WITH_CHOICES),
        validate_choice=False,
        validators=[Wanted()],
    )
    text = prose(N_("What is asked?"), is_wanted=True)
    choices = FieldList(FormField(ChoiceForm), max_entries=MOST_PARTS)
    right = SelectMultipleField(N_("Right"), choices=[], validate_choice=False)
    is_shuffled = BooleanField(
        N_("Mix the choices on each paper"),
        description=N_("Leave it unmarked where the order matters, as with numbers."),
    )
    is_true = RadioField(
        N_("The statement is"),
        choices=options([("yes", N_("True")), ("no", N_("False"))]),
        validate_choice=False,
        validators=[Wanted()],
    )
    accept = FormField(AnswersForm)
    quantity = FormField(QuantityForm)
    scenario = FormField(ScenarioForm)
    stimulus = FormField(CaseForm)
    case = SelectField(
        N_("Case file"),
        description=N_("The documents of a case in this bank stand beside the question."),
        choices=[],
        validate_choice=False,
        validators=[Optional()],
    )
    rubric = FormField(RubricForm)
    upload = FormField(FilesForm)
    objective = SelectField(
        N_("Objective"), choices=[], validate_choice=False, validators=[Optional()]
    )
    article = StringField(
        N_("Article of the Convention"),
        description=N_("Such as 16, 16(2) or 60(1)(c)."),
        filters=[clean],
        validators=[Length(max=LONGEST_WORD)],
    )
    level = SelectField(
        N_("Cognitive level"),
        description=N_("What has to be done with what is known; blueprints of quizzes ask for it."),
        choices=options([("", N_("Not said")), *COGNITIVE_LEVELS.items()]),
        validate_choice=False,
        validators=[Optional()],
    )
    feedback = prose(
        N_("What is said to everybody afterwards"), N_("The reason for the right answer.")
    )
    source = StringField(
        N_("Source"),
        description=N_("Where the answer can be read up, if it is not the article."),
        filters=[clean],
        validators=[Length(max=LONGEST_WORD)],
    )
    act = HiddenField()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "QuestionForm":
        """Return the form of a question as its file has it."""
        found = entries_of(data, "choices")
        return cls(data={
            **{name: as_text(data.get(name))
               for name in ("type", "text", "objective", "article", "level", "feedback", "source",
                            "case")},
            "choices": [
                {name: as_text(choice.get(name)) for name in ("id", "text", "feedback", "source")}
                for choice in found
            ],
            "right": [str(choice.get("id")) for choice in found if choice.get("correct") is True],
            "is_shuffled": data.get("shuffle") is not False,
            "is_true": "yes" if data.get("correct") is True else "no",
            "accept": AnswersForm.of(data.get("accept")),
            "quantity": QuantityForm.read(data),
            "scenario": ScenarioForm.read(data),
            "stimulus": CaseForm.read(data),
            "rubric": RubricForm.read(data),
            "upload": FilesForm.read(data),
            **cls.fill(data),
        })  # fmt: skip

    def fit(self, kind: str, cases: Sequence[tuple[str, str]], files: Sequence[str]) -> None:
        """Ask for what the type needs, whose name is `kind`.

        Let the cases of the bank and the files of the library be chosen; what is gone stays.
        """
        if kind == CASE_FILE:
            self.text.label.text = N_("What the case is about")
        self.case.choices = _offered(cases, self.case.data)
        for document in self.stimulus.form.documents:
            field = document.form.media
            field.choices = _offered([(path, path) for path in files], field.data)

    def value(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """Return the question as its file is to say it, after the button that was pressed."""
        kind, act = as_text(old.get("type")), self.act.data or ""
        value: dict[str, Any] = {
            "text": self.text.data,
            "objective": self.objective.data or None,
            "article": self.article.data or None,
            "level": self.level.data or None,
            "feedback": self.feedback.data or None,
            "source": self.source.data or None,
            "case": self.case.data or None,
        }
        if kind in WITH_CHOICES:
            is_known = self.type.data in WITH_CHOICES
            value["type"] = self.type.data if is_known else kind
            value["choices"] = arrange(CHOICES, self._choices(), act)
        elif kind == "true_false":
            value["correct"] = self.is_true.data == "yes"
        elif kind == "short_text":
            value["accept"] = self.accept.form.value
        elif kind in LISTS:
            value |= self.parts(kind, old, act)
            value["text"] = with_new_gap(value, act)
        else:
            value |= self._of_its_own(kind, old, act)
        if kind in SHUFFLED:
            value["shuffle"] = bool(self.is_shuffled.data)
        return value

    def _of_its_own(self, kind: str, old: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Return what a type says whose form is a part of its own."""
        value: dict[str, Any] = {}
        if kind in WITH_QUANTITY:
            value = self.quantity.form.value(kind, self.text.data or "", old)
        elif kind == SCENARIO:
            value = self.scenario.form.value(act)
        elif kind == CASE_FILE:
            value = self.stimulus.form.value(act)
        elif kind in WITH_RUBRIC:
            value = self.rubric.form.value(kind, act)
        if kind == UPLOAD:
            value |= self.upload.form.value(old)
        return value

    def _choices(self) -> list[dict[str, Any]]:
        right = set(self.right.data or ())
        return [
            {
                "id": choice.form.id.data,
                "text": choice.form.text.data,
                "correct": choice.form.id.data in right,
                "feedback": choice.form.feedback.data or None,
                "source": choice.form.source.data or None,
            }
            for choice in self.choices
        ]


def _offered(known: Sequence[tuple[str, str]], chosen: str | None) -> list[tuple[str, str]]:
    lost = [(chosen, chosen)] if chosen and chosen not in dict(known) else []
    return options([("", "–"), *known, *lost])


class RetypeForm(Form):
    to = SelectField(N_("Type"), choices=options(TYPES.items()), validators=[Wanted()])


class TryForm(Form):
    answer = PartsField()
    file = FileField()

    @property
    def answers(self) -> Raw:
        """Return what was chosen or typed."""
        return dict(self.answer.data)

    @property
    def sent(self) -> tuple[str, BinaryIO] | None:
        """Return the name and the content of the file that came along, if one did."""
        name = getattr(self.file.data, "filename", "")
        return (name, self.file.data.stream) if name else None


class StepForm(Form):
    go = HiddenField()

    @property
    def step(self) -> int:
        """Return by how many places something moves."""
        return -1 if self.go.data == "up" else 1
