"""What a question that is answered with files says of them: how many, how large, of which kinds.

Its rubric is in `rubrics`.
"""

from collections.abc import Mapping
from typing import Any

from lms.kit.i18n import N_
from lms.questions.file_upload import USUAL_KINDS, USUAL_MEGABYTES

Data = Mapping[str, Any]
UPLOAD = "file_upload"
KIND_NAMES: Mapping[str, str] = {
    "pdf": N_("PDF document (.pdf)"),
    "docx": N_("Word document (.docx)"),
    "xlsx": N_("Excel workbook (.xlsx)"),
    "pptx": N_("PowerPoint presentation (.pptx)"),
    "odt": N_("OpenDocument text (.odt)"),
    "ods": N_("OpenDocument spreadsheet (.ods)"),
    "odp": N_("OpenDocument presentation (.odp)"),
    "txt": N_("Plain text (.txt)"),
    "csv": N_("Comma-separated values (.csv)"),
    "png": N_("PNG picture (.png)"),
    "jpeg": N_("JPEG photograph (.jpg)"),
}
# What a file need not say.
USUAL: Data = {"files": 1, "megabytes": USUAL_MEGABYTES, "kinds": list(USUAL_KINDS)}


def kinds_of(data: Data) -> list[str]:
    """Return the kinds that a question's file names, or the usual ones where it names none."""
    kinds = data.get("kinds")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else USUAL["kinds"])]


def arranged_kinds(data: Data, chosen: list[str]) -> list[str]:
    """Return the kinds chosen, in the order in which the file had them; new ones come last."""
    before = [kind for kind in kinds_of(data) if kind in chosen]
    return before + [kind for kind in chosen if kind not in before]
