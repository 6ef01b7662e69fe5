"""Figures of the register: how many were issued in which month, for what, and how they stand.

What may be told of few is decided as for the awards that end: no number below `FEWEST`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.certificates.rules.register import Cell
from lms.kit.i18n import N_
from lms.programmes.rules.expiry import OTHERS, hide_few
from lms.programmes.rules.unlinkable import FEWEST

By = str
BY_NAMES: Mapping[By, str] = {
    "month": N_("By month of issue"),
    "subject": N_("By course or programme"),
    "kind": N_("By kind"),
    "language": N_("By language of study"),
    "status": N_("By status"),
}
# The names of an export's columns and its groups stay, whatever the reader's language.
COLUMNS = ("by", "group", "name", "certificates")


@dataclass(frozen=True, slots=True)
class Line:
    """A group and how many are in it; nothing where they are too few to be told of.

    What is left together may hold one group that is large enough by itself: `larger`.
    """

    group: str
    count: int | None
    larger: str = ""


def to_lines(counts: Mapping[str, int], sort: Callable[[str], object] | None = None) -> list[Line]:
    """Return the groups that may be told of, the larger first or as `sort` says, the rest last.

    What is left is told as one, of at least as many as any other, so that no sum or difference of
    what is told is of fewer.
    """
    told = dict(hide_few({group: count for group, count in counts.items() if count}))
    hidden = [group for group, count in counts.items() if count >= FEWEST and group not in told]
    rest = [Line(OTHERS, told.pop(OTHERS), "".join(hidden))] if OTHERS in told else []
    shown = [Line(group, count) for group, count in told.items()]
    if sort is not None:
        shown.sort(key=lambda line: sort(line.group))  # type: ignore[arg-type,return-value]
    return shown + rest


def to_table(
    tables: Mapping[By, Sequence[Line]], names: Mapping[str, str], codes: Mapping[str, str]
) -> list[Sequence[Cell]]:
    """Return the figures as a table for other programs; an empty number is of too few.

    Groups are told by the codes that the register's own table has, `codes` those of courses and
    programmes by their ids; beside them, their `names` as the reader calls them.
    """
    return [
        (
            by,
            codes.get(line.group, line.group),
            names.get(f"{by}:{line.group}", line.group),
            line.count,
        )
        for by, lines in tables.items()
        for line in lines
    ]


def longest(lines: Iterable[Line]) -> int:
    """Return the greatest number told of, at least one."""
    return max([line.count or 0 for line in lines] + [1])
