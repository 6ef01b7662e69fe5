"""What becomes of a question when it gets another type, told before it is done."""

from dataclasses import dataclass, replace

from lms.workshop.comparison.fields import Field
from lms.workshop.comparison.telling import Told, tell
from lms.workshop.editing.retyping import bank_before, retyped_bank
from lms.workshop.queries.copies import Copy
from lms.workshop.queries.outline import language_of
from lms.workshop.queries.questions import bank_file, get_bank


@dataclass(frozen=True, slots=True)
class Retyping:
    """All that differs between a question and what it is with another type; and what is lost."""

    changes: tuple[Told, ...]
    lost: tuple[Told, ...]


def tell_retyping(copy: Copy, bank_at: str, question_id: str, kind: str) -> Retyping:
    """Return what another type makes of a question.

    Raises `BankUnknown`, `QuestionUnknown`, `FileUnreadable`.
    """
    bank, file = get_bank(copy, bank_at), bank_file(bank_at)
    new = retyped_bank(bank, question_id, kind, language_of(copy))
    told = tell(file, bank_before(bank, question_id, kind), new) or ()
    lost = (replace(entry, fields=_lost(entry.fields)) for entry in told)
    return Retyping(tell(file, bank.text, new) or (), tuple(e for e in lost if e.fields))


def _lost(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields of which something goes that comes nowhere else."""
    come = {said for field in fields for said in _come(field)}
    return tuple(field for field in fields if _gone(field) - come)


def _come(field: Field) -> set[str]:
    words = "".join(part.text for part in field.words if part.kind != "removed")
    return {words, *(str(text) for text in field.come)} - {""}


def _gone(field: Field) -> set[str]:
    words = "".join(part.text for part in field.words if part.kind == "removed")
    return {words, *(str(text) for text in field.gone)} - {""}
