"""Drawing a paper from a bank: by a seed, balanced, without what another paper has used.

Which bank and how many is the quiz's business; what a drawn paper is, `lms.assessment`'s.
"""

import hashlib
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.filling import Need

By: TypeAlias = Literal["objective", "article"]


class Drawable(Protocol):
    """What drawing needs to know of a question."""

    @property
    def id(self) -> str:
        """Return the question's id, unique in the course."""

    @property
    def objective(self) -> str | None:
        """Return the id of the objective that it tests."""

    @property
    def article(self) -> str | None:
        """Return the place in the Convention that it is about."""

    @property
    def level(self) -> str | None:
        """Return the cognitive level that it asks for."""

    @property
    def type(self) -> str:
        """Return the name of its type."""

    @property
    def case(self) -> str | None:
        """Return the id of the case file that it belongs to."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another draw whose questions must not come again; by a blueprint, what that needs."""

    items: Sequence[Drawable]
    count: int
    by: By | None
    needs: Sequence[Need] = ()


class BankTooSmall(DomainError):
    """The bank has fewer questions left than are to be drawn."""

    message = N_(
        "The bank has too few questions to draw from: %(available)s of the %(needed)s needed. "
        "Write more, or draw fewer."
    )


class ObjectiveHasTooFewQuestions(BankTooSmall):
    """An objective has fewer questions left than its even share."""

    message = N_(
        "The objective “%(group)s” has too few questions to draw from: %(available)s of the "
        "%(needed)s needed. Write more for it, or draw fewer."
    )


class ArticleHasTooFewQuestions(BankTooSmall):
    """An article has fewer questions left than its even share."""

    message = N_(
        "Article %(group)s has too few questions to draw from: %(available)s of the "
        "%(needed)s needed. Write more on it, or draw fewer."
    )


class QuestionHasNoObjective(DomainError):
    """A draw by objective meets a question that names none."""

    message = N_(
        "The question “%(id)s” names no objective, so the bank cannot be drawn by objective. "
        "Add its objective, or remove “by”."
    )


class QuestionHasNoArticle(DomainError):
    """A draw by article meets a question that names none."""

    message = N_(
        "The question “%(id)s” names no article, so the bank cannot be drawn by article. "
        "Add its article, or remove “by”."
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """An even division: each group gives `least`, and `extras` of them give one more."""

    least: int
    extras: int

    @property
    def most(self) -> int:
        return self.least + (self.extras > 0)


def draw(
    items: Iterable[Drawable], count: int, by: By | None, without: Collection[str], seed: str
) -> tuple[str, ...]:
    """Return the ids of `count` questions, in the order in which the bank has them.

    The same arguments give the same paper. With `by`, the groups' shares differ by at most one.
    Raises BankTooSmall, or a subclass that names the group, when there are not enough.
    """
    bank = list(items)
    groups = {
        name: [item for item in ids if item not in without]
        for name, ids in group_by(bank, by).items()
    }
    sizes = {name: len(ids) for name, ids in groups.items()}
    shares = _check_shares(sizes, count, by)
    rich = [name for name, size in sizes.items() if size > shares.least]
    extra = set(shuffled(rich, seed, "group")[: shares.extras])
    drawn: set[str] = set()
    for name, ids in groups.items():
        drawn.update(shuffled(ids, seed, "draw")[: shares.least + (name in extra)])
    return tuple(dict.fromkeys(item.id for item in bank if item.id in drawn))


def check_draw(
    items: Sequence[Drawable], count: int, by: By | None, earlier: Sequence[Earlier] = ()
) -> None:
    """Raise as `draw` would, if for some seed the bank could run short after `earlier` draws.

    A publisher's check, so that no trainee ever meets BankTooSmall. It reckons with the most
    that the earlier draws can take of each group: a bank that fits to the last question may be
    refused, one that can fail is never let through.
    """
    sizes = {}
    for name, ids in group_by(items, by).items():
        lost = sum(most_taken(frozenset(ids), other) for other in earlier)
        sizes[name] = max(0, len(ids) - lost)
    _check_shares(sizes, count, by)


def shuffled(ids: Iterable[str], seed: str, purpose: str = "order") -> tuple[str, ...]:
    """Return `ids` mixed by `seed`, whatever order they came in; `purpose` sets mixings apart."""

    def rank(name: str) -> bytes:
        return hashlib.sha256("\0".join((seed, purpose, name)).encode()).digest()

    return tuple(sorted(ids, key=rank))


def randomness(seed: str, item_id: str) -> random.Random:
    """Return the source of chance for one question of a paper, given to `QuestionType.present`."""
    digest = hashlib.sha256("\0".join((seed, "choices", item_id)).encode()).digest()
    # The seed is the secret; nothing here is a key or a token.
    return random.Random(digest)  # noqa: S311 - must be repeatable, not secret


def group_by(items: Iterable[Drawable], by: By | None) -> dict[str, list[str]]:
    """Return the ids of questions by their objective or article; raise as `draw` does."""
    groups: dict[str, list[str]] = {}
    for item_id, item in {item.id: item for item in items}.items():
        groups.setdefault(_group_name(item, by), []).append(item_id)
    return groups


def _group_name(item: Drawable, by: By | None) -> str:
    if by is None:
        return ""
    if by == "objective":
        if item.objective is None:
            raise QuestionHasNoObjective(id=item.id)
        return item.objective
    if item.article is None:
        raise QuestionHasNoArticle(id=item.id)
    # Paragraphs of one article are one group: 16(1) and 16(2) are both article 16.
    return item.article.partition("(")[0]


def _share(groups: int, count: int) -> _Shares:
    return _Shares(*divmod(count, groups)) if groups else _Shares(0, 0)


def _check_shares(sizes: Mapping[str, int], count: int, by: By | None) -> _Shares:
    """Return the groups' even shares of `count`; raise when one has fewer questions than that."""
    available = sum(sizes.values())
    if by is None or not sizes:
        if available < count:
            raise BankTooSmall(available=available, needed=count)
        return _share(len(sizes), count)
    shares = _share(len(sizes), count)
    poorest = min(sizes, key=lambda name: (sizes[name], name))
    rich = sum(size > shares.least for size in sizes.values())
    is_short = sizes[poorest] < shares.least
    if is_short or rich < shares.extras:
        error = ObjectiveHasTooFewQuestions if by == "objective" else ArticleHasTooFewQuestions
        needed = shares.least if is_short else shares.most
        raise error(group=poorest, available=sizes[poorest], needed=needed)
    return shares


def most_taken(ids: frozenset[str], other: Earlier) -> int:
    """Return how many of `ids` the other draw can take at most."""
    if other.needs:
        return min(len(ids), sum(min(need.count, len(ids & need.ids)) for need in other.needs))
    groups = group_by(other.items, other.by)
    most = _share(len(groups), other.count).most
    return min(other.count, sum(min(most, len(ids.intersection(g))) for g in groups.values()))
