"""What those who mark send: a mark, who marks, and how.

Whether a mark is one is decided in `rules`.
"""

from collections.abc import Mapping

from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.assessment.rules import ROLES, Plan, Role, Sheet, place_remark, read_levels
from lms.assessment.rules.plans import ROLE_NAMES
from lms.assessment.rules.remarks import LONGEST_REMARK, MOST_REMARKS
from lms.kit.i18n import N_
from lms.questions.rubrics import Rubric
from lms.web.forms import Form, PartsField, choices, stripped


class PlanForm(Form):
    second_percent = IntegerField(
        N_("Answers marked twice, in percent"),
        [InputRequired(), NumberRange(0, 100, N_("Please write a number from 0 to 100."))],
        description=N_("A second person marks them without seeing the first mark."),
        render_kw={"min": 0, "max": 100},
    )
    threshold_percent = IntegerField(
        N_("Difference from which on a moderator decides, in percent of the points"),
        [InputRequired(), NumberRange(0, 100, N_("Please write a number from 0 to 100."))],
        render_kw={"min": 0, "max": 100},
    )
    may_authors_decide = BooleanField(
        N_("Who wrote the course may mark alone"),
        description=N_("Otherwise their marks are always checked by somebody who did not."),
    )
    appeal_days = IntegerField(
        N_("Days to appeal in"),
        [InputRequired(), NumberRange(0, 365, N_("Please write a number from 0 to 365."))],
        description=N_(
            "Counted from the release of a result, also of one that was released before; 0: no "
            "appeal is taken. Somebody who had no part in the result decides."
        ),
        render_kw={"min": 0, "max": 365},
    )
    standard = TextAreaField(
        N_("How the pass mark was set"),
        [Optional(), Length(max=2000, message=N_("Please write at most 2000 characters."))],
        filters=[stripped],
        description=N_("The method, who took part, and when."),
        render_kw={"rows": 3, "dir": "auto"},
    )

    @classmethod
    def of(cls, plan: Plan) -> "PlanForm":
        """Return the form of a plan."""
        return cls(data={name: getattr(plan, name) for name in Plan.__slots__})

    @property
    def plan(self) -> Plan:
        """Return what was set."""
        return Plan(
            second_percent=int(self.second_percent.data or 0),
            threshold_percent=int(self.threshold_percent.data or 0),
            may_authors_decide=bool(self.may_authors_decide.data),
            standard=self.standard.data or "",
            appeal_days=int(self.appeal_days.data or 0),
        )


class DutyForm(Form):
    email = EmailField(
        N_("E-mail address of a trainer"),
        [InputRequired(N_("Please enter an e-mail address.")), Length(max=254)],
        filters=[stripped],
    )
    role = SelectField(N_("Does what"), [InputRequired()], choices=choices(ROLE_NAMES.items()))

    @property
    def duty(self) -> Role:
        """Return what the person is asked to do."""
        return next(role for role in ROLES if role == self.role.data)


LONGEST_COMMENT = 4000
LONGEST_PLACE = 6


class MarkForm(Form):
    level = PartsField()
    quote = PartsField()
    start = PartsField()
    remark = PartsField()
    comment = TextAreaField(
        N_("Comment for the candidate"),
        [Optional(), Length(max=LONGEST_COMMENT)],
        filters=[stripped],
        render_kw={"rows": 4, "dir": "auto"},
    )
    phrase = SelectMultipleField(choices=[], validate_choice=False)
    is_kept = BooleanField(N_("Keep this comment at hand for this question"))
    reason = StringField(
        N_("Why the mark is changed"), [Optional(), Length(max=500)], filters=[stripped]
    )
    act = StringField(default="")

    @property
    def why(self) -> str:
        """Return why the mark is changed."""
        return self.reason.data or ""

    def sheet(self, rubric: Rubric, written: str, phrases: Mapping[str, str]) -> Sheet:
        """Return what was said of an answer; raise `LevelUnknown`.

        `written` is the answer, `phrases` the comments that are at hand, by their ids.
        """
        ticked = [phrases[name] for name in self.phrase.data or () if name in phrases]
        parts = sorted(self.remark.data, key=lambda part: (len(part), part))[:MOST_REMARKS]
        remarks = [
            place_remark(
                written,
                _first(self.remark, part),
                _first(self.quote, part),
                _place(_first(self.start, part)),
            )
            for part in parts
        ]
        return Sheet(
            levels=read_levels(rubric, self.level.data),
            comment="\n\n".join([*filter(None, [self.comment.data]), *ticked]),
            remarks=tuple(remark for remark in remarks if remark),
        )


def _place(written: str) -> int | None:
    is_number = written.isascii() and written.isdecimal() and len(written) <= LONGEST_PLACE
    return int(written) if is_number else None


def _first(field: PartsField, part: str) -> str:
    values = field.data.get(part, ())
    return str(values[0])[:LONGEST_REMARK].strip() if values else ""
