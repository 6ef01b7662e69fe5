"""Small allocations drawn at random, and what the best is when every choice is tried."""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

from lms.programmes.allocation.allocate import allocate
from lms.programmes.allocation.values import Nominee, Quota

STATES, SEXES = ("KE", "UG", "TZ"), ("female", "male")


@dataclass(frozen=True)
class Case:
    """What goes into one allocation."""

    places: int
    quotas: tuple[Quota, ...]
    nominees: tuple[Nominee, ...]
    held: frozenset[str] = frozenset()

    def allocate(self):
        return allocate(self.places, self.quotas, self.nominees, self.held)

    def pick(self, ids):
        return [one for one in self.nominees if one.id in set(ids)]

    def without(self, *ids):
        """The same after these have withdrawn."""
        left = tuple(one for one in self.nominees if one.id not in ids)
        return replace(self, nominees=left, held=self.held - set(ids))

    def with_score(self, nomination_id, score):
        return replace(
            self,
            nominees=tuple(
                replace(one, score=score) if one.id == nomination_id else one
                for one in self.nominees
            ),
        )

    def without_minima(self, names=None):
        """The same without the minima of these quotas, or of all."""
        return replace(
            self,
            quotas=tuple(
                replace(one, minimum=0) if names is None or one.name in names else one
                for one in self.quotas
            ),
        )


SCORES = st.one_of(
    st.integers(-1, 6).map(Decimal),
    st.integers(0, 9999).map(lambda cents: Decimal(cents) / 100),
)
WHERE = st.dictionaries(
    st.sampled_from(("state", "sex", "ldc")), st.none(), min_size=0, max_size=2
).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: {
                "state": st.lists(st.sampled_from(STATES), min_size=1, max_size=2, unique=True),
                "sex": st.sampled_from(SEXES).map(lambda sex: [sex]),
                "ldc": st.just([True]),
            }[name].map(tuple)
            for name in names
        }
    )
)


@st.composite
def cases(draw, most=8, with_held=True):
    count = draw(st.integers(0, most))
    nominees = tuple(
        Nominee(
            f"n{number}",
            draw(SCORES),
            draw(st.none() | st.integers(1, 3)),
            draw(
                st.fixed_dictionaries(
                    {"sex": st.sampled_from(SEXES)},
                    optional={"state": st.sampled_from(STATES), "ldc": st.booleans()},
                )
            ),
        )
        for number in range(count)
    )
    quotas = tuple(
        Quota(
            f"q{number}",
            draw(WHERE),
            draw(st.sampled_from((0, 0, 0, 1, 2))),
            draw(st.sampled_from((None, None, 0, 1, 2, 3))),
        )
        for number in range(draw(st.integers(0, 4)))
    )
    ids = [one.id for one in nominees]
    held = draw(st.sets(st.sampled_from(ids), max_size=2)) if ids and with_held else set()
    return Case(draw(st.integers(0, 5)), quotas, nominees, frozenset(held))


def is_allowed(case, ids):
    """Whether these keep to every limit; what the held exceed already lets in nobody else."""
    inside, held = case.pick(ids), case.pick(case.held)
    return len(inside) <= max(case.places, len(held)) and all(
        quota.minimum
        <= sum(map(quota.counts, inside))
        <= max(
            case.places if quota.maximum is None else quota.maximum, sum(map(quota.counts, held))
        )
        for quota in case.quotas
        if quota.maximum is not None or quota.minimum
    )


def worth(case, ids):
    """What makes one choice better than another: score, ranks, places in the list of ids."""
    last = 1 + max((one.rank for one in case.nominees if one.rank), default=0)
    order = sorted(one.id for one in case.nominees)
    inside = case.pick(ids)
    return (
        sum(one.score for one in inside),
        -sum(one.rank or last for one in inside),
        -sum(order.index(one.id) for one in inside),
    )


def every_choice(case):
    """Every set of nominees that the limits allow and that has the held in it."""
    ids = [one.id for one in case.nominees]
    for count in range(len(ids) + 1):
        for chosen in combinations(ids, count):
            if case.held <= set(chosen) and is_allowed(case, chosen):
                yield frozenset(chosen)
