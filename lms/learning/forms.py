"""The shape of what readers send: a search, a language, an enrolment.

What is allowed is decided in `services`; an unknown filter leaves nothing, and a page says so.
"""

from typing import ClassVar

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from lms.kit.i18n import N_
from lms.learning.rules import ResultWish, Wish
from lms.learning.rules.results import LEARNER_SORTS, SORTS
from lms.web.forms import Depends, Form, stripped
from lms.web.listing import ROWS_PER_PAGE, page_number

# So many rows are all that an institution's course has, on one page.
MOST_ROWS = 500
LONGEST = Length(max=200, message=N_("Please search for fewer than 200 characters."))


class CatalogueForm(Form):
    q = StringField(N_("Search courses"), [LONGEST], filters=[stripped], default="")
    chapter = StringField(default="")
    article = StringField(default="")
    topic = StringField(default="")
    level = StringField(default="")
    language = StringField(default="")

    @property
    def wish(self) -> Wish:
        """Return what the reader looks for."""
        return Wish(
            words=self.q.data or "",
            chapter=self.chapter.data or "",
            article=self.article.data or "",
            topic=self.topic.data or "",
            level=self.level.data or "",
            language=self.language.data or "",
        )


class LanguageForm(Form):
    # Which languages a course is offered in, only its version knows.
    language = StringField(default="")
    activity = StringField(default="")


class EnrolForm(LanguageForm):
    again = BooleanField()


class AskForm(LanguageForm):
    message = TextAreaField(
        N_("A message to the trainers"),
        [Optional(), Length(max=1000, message=N_("Please write at most 1,000 characters."))],
        filters=[stripped],
        description=N_("What you do, and why you want to take part."),
        render_kw={"rows": 3, "maxlength": 1000},
    )


class DecisionForm(Form):
    # Which requests wait, the page knows: any other is left out.
    request = SelectMultipleField(choices=[], validate_choice=False)
    act = StringField(default="")
    reason = TextAreaField(
        N_("Reason for declining"),
        [Depends(), Length(max=1000, message=N_("Please write at most 1,000 characters."))],
        filters=[stripped],
        description=N_("Only needed when you decline. Each of those declined reads it."),
        render_kw={"rows": 3, "maxlength": 1000},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason where people are declined."""
        if self.act.data == "decline" and not field.data:
            raise ValidationError(N_("Please say why."))


class OfferForm(Form):
    # Which versions there are, the page knows: an unknown one reaches nobody.
    version = SelectMultipleField(choices=[], validate_choice=False)
    note = TextAreaField(
        N_("A note to the people"),
        [Optional(), Length(max=1000, message=N_("Please write at most 1,000 characters."))],
        filters=[stripped],
        description=N_("What is new, and for whom it matters. They read it beside the changes."),
    )


class VersionForm(Form):
    version = StringField(default="")


class ResultsForm(Form):
    sorts: ClassVar[tuple[str, ...]] = SORTS
    q = StringField(N_("Search people"), [LONGEST], filters=[stripped], default="")
    status = StringField(default="")
    version = StringField(default="")
    organisation = StringField(default="")
    course = StringField(default="")
    language = StringField(default="")
    sort = StringField(default="name")
    page = StringField(default="1")
    per_page = StringField(default="")

    @property
    def wish(self) -> ResultWish:
        """Return what is looked for, in a known order."""
        sort = self.sort.data or ""
        return ResultWish(
            words=self.q.data or "",
            status=self.status.data or "",
            version=self.version.data or "",
            organisation=self.organisation.data or "",
            course=self.course.data or "",
            language=self.language.data or "",
            sort=sort if sort.removeprefix("-") in self.sorts else "name",
        )

    @property
    def paging(self) -> slice:
        """Return which rows of all stand on the page asked for."""
        start = (self.page_number - 1) * self.page_size
        return slice(start, start + self.page_size)

    @property
    def page_number(self) -> int:
        """Return the page asked for."""
        return page_number(self.page.data)

    @property
    def page_size(self) -> int:
        """Return how many rows a page has."""
        asked = self.per_page.data
        return min(page_number(asked), MOST_ROWS) if asked else ROWS_PER_PAGE


class LearnersForm(ResultsForm):
    sorts = LEARNER_SORTS
