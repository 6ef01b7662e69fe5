"""What follows for awards when facts change: no award goes by itself, none is given twice."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.reviews import Held, ReviewRow, follow, list_changes

AT = datetime(2027, 1, 1, tzinfo=UTC)
FIGURES = st.integers(0, 3).map(lambda share: {"share": share})


@dataclass
class Record:
    """One kind of award of one participant, with what was done, as the services keep it."""

    is_given: bool = False
    is_withdrawn: bool = False
    reviews: list[ReviewRow] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def held(self) -> Held | None:
        last = self.reviews[-1] if self.reviews else None
        return Held(self.is_withdrawn, last) if self.is_given else None

    @property
    def is_open(self) -> bool:
        return bool(self.reviews) and self.reviews[-1].is_open

    def evaluate(self, figures: dict[str, int], *, is_due: bool) -> str:
        step = follow(is_due=is_due, held=self.held, figures=figures)
        if step in {"give", "restore"}:
            self.is_given, self.is_withdrawn = True, False
        elif step == "open":
            self.reviews.append(review(figures))
        elif step == "refresh":
            self.reviews[-1] = review(figures)
        elif step == "settle":
            self.reviews[-1] = review(self.reviews[-1].figures, "settled")
        self.done.append(step)
        return step

    def decide(self, decision: str) -> None:
        if self.is_open:
            self.reviews[-1] = review(self.reviews[-1].figures, decision)
            self.is_withdrawn = decision == "withdrawn"


def review(figures, decision="") -> ReviewRow:
    return ReviewRow("r", "a", figures, AT, decision, "", None, AT if decision else None)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("evaluate"), FIGURES, st.booleans()),
        st.tuples(st.just("decide"), st.sampled_from(["kept", "withdrawn"])),
    ),
    max_size=20,
)


@given(ACTS)
def test_no_award_goes_by_itself_and_none_that_is_not_borne_out_stays_unseen(acts):
    record = Record()
    for act in acts:
        if act[0] == "decide":
            record.decide(act[1])
            continue
        had = record.is_given and not record.is_withdrawn
        record.evaluate(act[1], is_due=act[2])
        has = record.is_given and not record.is_withdrawn
        assert has or not had
        if act[2]:
            assert has
            assert not record.is_open
        elif has:
            last = record.reviews[-1]
            assert last.is_open or last.decision == "kept"
            assert last.figures == act[1]
        # The job may run again at any time.
        assert record.evaluate(act[1], is_due=act[2]) == "nothing"


@given(FIGURES)
def test_what_was_kept_comes_up_again_only_with_other_figures(figures):
    record = Record()
    record.evaluate({"share": 9}, is_due=True)
    record.evaluate(figures, is_due=False)
    record.decide("kept")
    assert record.evaluate(figures, is_due=False) == "nothing"
    assert record.evaluate({"share": 7}, is_due=False) == "open"


def test_changes_are_told_by_requirement():
    before = {"requirements": [{"id": "a", "points": "80"}, {"id": "b", "points": None}]}
    after = {"requirements": [{"id": "a", "points": "20"}, {"id": "b", "points": None}]}
    (change,) = list_changes(before, after)
    assert (change.part_id, change.before["points"], change.after["points"]) == ("a", "80", "20")
    assert list_changes(before, before) == []
    assert [one.before for one in list_changes({}, after)] == [{}, {}]
