"""Whether all papers are worth as much, whatever chance draws for them.

How drawing goes is in `drawing` and `blueprints`; whole cases see to it themselves, in `cases`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.drawing import By, Drawable, group_by


class PapersDiffer(DomainError):
    """Chance decides which of two questions is drawn that are not worth the same."""

    message = N_(
        "Papers would not all be worth the same: chance decides between “%(one)s”, worth "
        "%(points)s points, and “%(other)s”, worth %(other_points)s. Give what is drawn together "
        "the same weight, draw all of it, or put what counts otherwise into a bank of its own."
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """So many questions are drawn of these, and of which chance decides."""

    count: int
    ids: Collection[str]


def pools_of(items: Sequence[Drawable], count: int, by: By | None) -> list[Pool]:
    """Return the pools of a draw of `count` questions, even by group; raise as `draw` does.

    Where some groups give one more than others, these together are a pool too: chance decides
    which.
    """
    groups = group_by(items, by)
    least, extras = divmod(count, len(groups)) if groups else (0, 0)
    rich = [ids for ids in groups.values() if len(ids) > least]
    is_by_chance = 0 < extras < len(rich)
    pools = [Pool(least + (extras >= len(rich) and ids in rich), ids) for ids in groups.values()]
    more = [Pool(extras, [name for ids in rich for name in ids])] if is_by_chance else []
    return pools + more


def check_worth(worths: Mapping[str, int], pools: Sequence[Pool]) -> None:
    """See that each pool is drawn whole, or of questions that are worth the same.

    Raises `PapersDiffer`.
    """
    for pool in pools:
        ids = sorted(pool.ids)
        other = next((name for name in ids if worths[name] != worths[ids[0]]), None)
        if other is not None and len(ids) > pool.count:
            raise PapersDiffer(
                one=ids[0], points=worths[ids[0]], other=other, other_points=worths[other]
            )
