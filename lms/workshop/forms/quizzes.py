"""What the quizzes' editor sends: a new quiz, a quiz with its sections."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
)

from lms.kit.i18n import N_
from lms.web.forms import Depends, Form, Wanted, stripped
from lms.web.forms import choices as options
from lms.workshop.editing.blueprints import Spot, is_by_blueprint
from lms.workshop.editing.quizzes import (
    BALANCES,
    BY_BLUEPRINT,
    FEEDBACKS,
    LAYOUTS,
    NAVIGATIONS,
    ORDERS,
    WHOLES,
    arrange,
    sections_of,
)
from lms.workshop.forms.blueprints import MOST_CELLS, CellForm, fill_cells

LONGEST_TITLE = 200
MOST_SECTIONS = 50
_NUMBER = N_("Please write a number from 1 to 1000.")
_PERCENT = N_("Please write a number from 0 to 100.")
_FORMS = N_("Please write a number from 2 to 20.")
_SHARE = N_("Please write a number from 1 to 100.")
LONGEST_ARTICLE = 40


class NewQuizForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give it a title.")), Length(max=LONGEST_TITLE)],
    )


class NumberOrBlueprint(Wanted):
    """Wants a number where a section is not drawn by a blueprint, which has numbers of its own."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Stop at an empty field, and say so where a number is needed."""
        if field.raw_data and field.raw_data[0]:
            return
        field.errors[:] = []
        is_by_cells = form.of.data == BY_BLUEPRINT or len(form.cells) > 0
        raise StopValidation("" if is_by_cells else _NUMBER)


class SectionForm(Form):
    # Where the section stood when the page was made.
    place = HiddenField()
    count = IntegerField(
        N_("Number of questions"),
        description=N_("Where whole cases are drawn: the number of cases."),
        validators=[NumberOrBlueprint(), NumberRange(1, 1000, _NUMBER)],
    )
    cells = FieldList(FormField(CellForm), max_entries=MOST_CELLS)
    article = StringField(
        N_("One more line, for an article"),
        description=N_("Such as 16, 16(2) or 60(1)(c). It begins with one question of any level."),
        filters=[stripped],
        validators=[Length(max=LONGEST_ARTICLE)],
    )
    bank = SelectField(
        N_("From the bank"), choices=[], validate_choice=False, validators=[Wanted()]
    )
    of = SelectField(
        N_("What is drawn"),
        choices=options(WHOLES.items()),
        validate_choice=False,
        validators=[Depends()],
    )
    # Where a section is drawn by a blueprint, nothing else divides it.
    by = SelectField(
        N_("Balanced"),
        choices=options(BALANCES.items()),
        validate_choice=False,
        validators=[Wanted()],
    )
    without = SelectField(
        N_("Without the questions of"), choices=[], validate_choice=False, validators=[Optional()]
    )

    def value(self) -> dict[str, Any]:
        """Return the section as its file is to say it.

        A blueprint comes as its `cells`, or as the number with which it is to `begin`.
        """
        value = {
            "from": self.bank.data or "",
            "without": self.without.data or None,
            "draw": None,
            "of": None,
            "by": None,
            "blueprint": None,
        }
        cells = [(cell.form.spot, cell.form.draw.data or 0) for cell in self.cells]
        count = self.count.data or sum(number for _spot, number in cells) or 1
        if self.of.data != BY_BLUEPRINT:
            return {
                **value,
                "draw": count,
                "of": self.of.data or None,
                "by": self.by.data or None,
            }
        if not cells:
            return {**value, "begin": count}
        if self.article.data:
            cells.append((Spot(article=self.article.data), 1))
        return {**value, "cells": cells}


class QuizForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give it a title.")), Length(max=LONGEST_TITLE)],
    )
    minutes = IntegerField(
        N_("Minutes"),
        description=N_("Left empty, there is no time limit."),
        validators=[Optional(), NumberRange(1, 1000, _NUMBER)],
    )
    grace_minutes = IntegerField(
        N_("Grace, in minutes"),
        description=N_(
            "So long after the end answers are taken that were made in time and held up by a "
            "broken line. Left empty, none."
        ),
        validators=[Optional(), NumberRange(1, 1000, _NUMBER)],
    )
    attempts = IntegerField(
        N_("Attempts"),
        description=N_(
            "Left empty, it may be taken as often as one likes; the best result counts."
        ),
        validators=[Optional(), NumberRange(1, 1000, _NUMBER)],
    )
    wait_hours = IntegerField(
        N_("Hours between two attempts"),
        description=N_("Left empty, the next one may be started at once."),
        validators=[Optional(), NumberRange(1, 1000, _NUMBER)],
    )
    pass_points = IntegerField(
        N_("Points to pass, in percent"),
        description=N_("0: nobody passes or fails, as in a pre-test."),
        validators=[InputRequired(_PERCENT), NumberRange(0, 100, _PERCENT)],
    )
    forms = IntegerField(
        N_("Number of parallel forms"),
        description=N_(
            "So many papers are put together when the course is published, all of one blueprint, "
            "and each attempt gets one of them. Left empty, each attempt is drawn by itself."
        ),
        validators=[Optional(), NumberRange(2, 20, _FORMS)],
        render_kw={"min": 2, "max": 20},
    )
    exposure = IntegerField(
        N_("Limit of exposure, in percent"),
        description=N_(
            "No question is to stand on a larger share of the papers. Left empty, none is set."
        ),
        validators=[Optional(), NumberRange(1, 100, _SHARE)],
        render_kw={"min": 1, "max": 100},
    )
    order = RadioField(
        N_("Order of the questions"),
        choices=options(ORDERS.items()),
        validate_choice=False,
        validators=[Wanted()],
    )
    feedback = RadioField(
        N_("Right answers and feedback"),
        choices=options(FEEDBACKS.items()),
        validate_choice=False,
        validators=[Wanted()],
    )
    navigation = RadioField(
        N_("Way through the questions"),
        choices=options(NAVIGATIONS.items()),
        validate_choice=False,
        validators=[Wanted()],
    )
    layout = RadioField(
        N_("Questions on the page"),
        choices=options(LAYOUTS.items()),
        description=N_("All on one page is for quizzes that go back and forth."),
        validate_choice=False,
        validators=[Wanted()],
    )
    honour_statement = BooleanField(
        N_("The statement of honour has to be confirmed before the start"),
        description=N_("“I answer by myself, without the help of others, …”; it is recorded."),
    )
    language_switch = BooleanField(
        N_("The language of the questions may be changed on the way"),
        description=N_("Each answer keeps the language in which it was given."),
    )
    sections = FieldList(FormField(SectionForm), max_entries=MOST_SECTIONS)
    act = HiddenField()

    @classmethod
    def of(cls, data: Mapping[str, Any], objectives: Sequence[str]) -> "QuizForm":
        """Return the form of a quiz as its file has it, with the ids of the course's objectives."""
        return cls(data={
            **{name: data.get(name) for name in (
                "title", "minutes", "grace_minutes", "attempts", "wait_hours", "forms", "exposure",
            )},
            "pass_points": data.get("pass_points", 0),
            "order": data.get("order", "shuffled"),
            "feedback": data.get("feedback", "after_finish"),
            "navigation": data.get("navigation", "free"),
            "layout": data.get("layout", "one"),
            "honour_statement": data.get("honour_statement") is True,
            "language_switch": data.get("language_switch") is True,
            "sections": [
                {"place": str(place), "count": part.get("draw"), "bank": part.get("from"),
                 "of": BY_BLUEPRINT if is_by_blueprint(part) else part.get("of") or "",
                 "by": part.get("by") or "", "without": part.get("without") or "",
                 "cells": fill_cells(part, objectives) if is_by_blueprint(part) else []}
                for place, part in enumerate(sections_of(data))
            ],
        })  # fmt: skip

    def value(self) -> dict[str, Any]:
        """Return the quiz, but for its sections, as its file is to say it."""
        fixed, hidden = self.order.data == "fixed", self.feedback.data == "never"
        return {
            "title": self.title.data,
            "minutes": self.minutes.data,
            "grace_minutes": self.grace_minutes.data,
            "attempts": self.attempts.data,
            "wait_hours": self.wait_hours.data,
            "forms": self.forms.data,
            "exposure": self.exposure.data,
            "pass_points": self.pass_points.data,
            "order": "fixed" if fixed else "shuffled",
            "feedback": "never" if hidden else "after_finish",
            "navigation": "forward" if self.navigation.data == "forward" else "free",
            "layout": "all" if self.layout.data == "all" else "one",
            "honour_statement": bool(self.honour_statement.data),
            "language_switch": bool(self.language_switch.data),
        }

    def arranged(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the sections by their places in the file, after the button that was pressed."""
        sections = [
            (str(section.form.place.data), section.form.value()) for section in self.sections
        ]
        return arrange(sections, self.act.data or "")
