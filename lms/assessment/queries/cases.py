"""Reads of the cases that questions of a paper belong to, with their documents.

Of a question without a case nothing is read.
"""

from collections.abc import Sequence
from dataclasses import replace

from lms.assessment.rules import AttemptRow, PaperRow, PlaceRow
from lms.content import queries as content
from lms.content.editions import media_address
from lms.questions.case_file import CaseFileQuestion, show_case
from lms.questions.showing import ShownCase, ShownQuestion

OnPaper = PaperRow | PlaceRow


def in_case(shown: ShownQuestion, attempt: AttemptRow, paper: Sequence[OnPaper]) -> ShownQuestion:
    """Return a question of a paper with its case, if it has one."""
    found = find_case(attempt, paper, paper[shown.position - 1].item_id)
    return replace(shown, case=found) if found else shown


def find_case(attempt: AttemptRow, paper: Sequence[OnPaper], item_id: str) -> ShownCase | None:
    """Return the case of a question on a paper, and which of the case's questions it is."""
    name = content.get_items(attempt.version_id, [item_id])[item_id].case
    if name is None:
        return None
    items = content.get_items(attempt.version_id, [name, *(row.item_id for row in paper)])
    mates = [row.item_id for row in paper if items[row.item_id].case == name]
    texts = content.get_item_texts(attempt.edition_id, [name])
    file = items.get(name)
    if not isinstance(file, CaseFileQuestion):
        return None
    media = media_address(attempt.version_id)
    return show_case(file, texts[name], media, mates.index(item_id) + 1, len(mates))
