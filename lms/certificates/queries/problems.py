"""What the pre-flight finds in a design now: its words at once, its drawings as far as tried.

What is wrong with words is decided in `rules.preflight`, with a drawing in `trying`.
"""

from lms.certificates.drawing.glyphs import find_complaint, find_complaints
from lms.certificates.drawing.pictures import is_readable
from lms.certificates.queries.signatories import get_signatories
from lms.certificates.rules.design_rows import DesignRow
from lms.certificates.rules.preflight import Problem, check_design, leave_out_told
from lms.kit import storage
from lms.kit.i18n import Text


def find_problems(design: DesignRow) -> tuple[Problem, ...]:
    """Return what stands against a draft, and what is worth saying of it."""
    there = {one.id: one.as_checked for one in get_signatories(design.draft.signatories).values()}
    at_once = check_design(design.draft, there, tell_all=tell_complaints, is_readable=_is_readable)
    drawn = design.drawn_problems if design.languages_tried else ()
    return tuple(dict.fromkeys((*at_once, *leave_out_told(drawn, at_once))))


def tell_complaint(texts: tuple[str, ...]) -> Text | None:
    """Return in words what of some texts cannot be printed, or nothing; the gravest of reasons."""
    complaint = find_complaint(*texts)
    return complaint.text if complaint else None


def tell_complaints(*texts: str) -> list[Text]:
    """Return in words what of some texts cannot be printed, a text for each reason."""
    return [complaint.text for complaint in find_complaints(*texts)]


def _is_readable(content_hash: str) -> bool:
    return storage.exists(content_hash) and is_readable(storage.get(content_hash))
