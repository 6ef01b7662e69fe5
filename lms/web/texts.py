"""Fields of texts by language: one input for each of the six, sent as `name-en`, `name-ar`.

Which forms have such a field is each room's own.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.kit.i18n import LANGUAGES, N_, Text
from lms.web.forms import SentField

TOO_LONG = N_("Please write at most %(most)s characters in each language.")
MISSING = N_("Please write this in at least one language.")


class TextsField(SentField):
    """Texts by language, without space at their ends; a language without one is not in its data.

    `most` is how many characters each may have; one that is `needed` is refused without any.
    """

    def __init__(
        self,
        label: str,
        most: int,
        *,
        needed: bool = False,
        rows: int = 0,
        **options: Any,  # noqa: ANN401 - WTForms' own
    ) -> None:
        super().__init__(label, **options)
        self.most, self.needed, self.rows = most, needed, rows
        self.data: dict[str, str] = {}
        if needed:
            self.flags.required = True

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Take the text of each language."""
        given = {code: sent.get(f"{self.name}-{code}", "").strip() for code in LANGUAGES}
        self.data = {code: text for code, text in given.items() if text}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Show these texts."""
        self.data = dict(texts)

    def validate(self, _form: Any, _extra_validators: Any = ()) -> bool:  # noqa: ANN401 - WTForms' own
        """Refuse texts that are too long, and none at all where one is needed."""
        self.errors: list[Any] = []
        if self.needed and not self.data:
            self.errors = [MISSING]
        elif any(len(text) > self.most for text in self.data.values()):
            self.errors = [Text(TOO_LONG, most=self.most)]
        return not self.errors
