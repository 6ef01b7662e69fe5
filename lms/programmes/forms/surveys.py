"""What is sent about surveys: answers by question.

What they may be is decided in `rules.surveys`.
"""

from lms.web.forms import Form, PartsField


class AnswerForm(Form):
    answer = PartsField()
