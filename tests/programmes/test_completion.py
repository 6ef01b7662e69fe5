"""What somebody has reached: each kind of requirement, the figures; more facts only add."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules.completion import NOWHERE, CourseDone, Facts, Reached, freeze, reckon
from lms.programmes.rules.definition import Definition, read_definition
from lms.programmes.rules.presence import Attended
from tests.programmes.test_definition import changed, part, with_parts

SLUG = "uncac-foundations"
EXAM = (SLUG, "posttest")
MARKS = st.integers(0, 100).map(Decimal)
IDS = ("course", "exam", "attendance", "product", "teaching", "programme", "choice")
CHOICE = [part("exam", "first", points=50), part("product", "second", points=40)]


def one(which: str, **values: object) -> Definition:
    """Return a definition with one requirement, and one more that nothing here meets."""
    other = part("teaching", "other", counts_for="achievement")
    return read_definition(with_parts(part(which) | {"when": "during"} | values, other))


def stand(definition: Definition, facts: Facts) -> tuple[str, str | None]:
    """Return where the first requirement stands, and what is said of it."""
    first = reckon(definition, facts).standings[0]
    return first.status, first.so_far and first.so_far.in_language("en")


def test_a_course_is_completed_in_a_version_or_a_later_one_and_with_its_examination():
    course = one("course", from_version=2, kind="achievement")
    for done, status, words in (
        ((), "open", None),
        ((CourseDone(1, is_achievement=True),), "open", "version 2 or a later one"),
        ((CourseDone(2, is_achievement=False),), "open", "not passed yet"),
        ((CourseDone(3, is_achievement=True),), "met", None),
    ):
        found = stand(course, Facts(courses={SLUG: done}))
        assert found[0] == status
        assert (words or "") in (found[1] or "")
    taking_part = one("course", from_version=2, kind="participation")
    facts = Facts(courses={SLUG: (CourseDone(2, is_achievement=False),)})
    assert stand(taking_part, facts)[0] == "met"
    assert stand(taking_part, Facts(courses={"other": facts.courses[SLUG]}))[0] == "open"


def test_an_exam_and_a_piece_of_work_need_their_points():
    exam, product = one("exam", points=70), one("product", points=70)
    for points, status in (("69.99", "open"), ("70", "met"), ("100", "met")):
        marks = Decimal(points)
        assert stand(exam, Facts(exams={EXAM: marks}))[0] == status
        assert stand(product, Facts(grades={"one": marks}))[0] == status
    assert stand(exam, Facts(exams={EXAM: Decimal("69.99")}))[1] == "Best result so far: 69%."
    assert stand(exam, Facts(exams={(SLUG, "pretest"): Decimal(90)})) == ("open", None)


def test_presence_is_lost_when_too_few_sessions_are_left():
    attendance = one("attendance", sessions=3)
    for there, status in (
        (NOWHERE, "open"),
        (Attended(present=0, held=0, coming=2), "open"),
        (Attended(present=1, held=2, coming=2), "open"),
        (Attended(present=1, held=3, coming=1), "lost"),
        (Attended(present=3, held=3, coming=0), "met"),
    ):
        assert stand(attendance, Facts(attended=there))[0] == status
    assert stand(attendance, Facts())[1] is None
    over = Facts(attended=Attended(present=1, held=3, coming=0))
    assert stand(attendance, over)[1] == "Present at 1 of 3 sessions held."


def test_a_programme_is_met_by_a_valid_award_of_it():
    definition = one("programme")
    assert stand(definition, Facts())[0] == "open"
    assert stand(definition, Facts(programmes=frozenset({"another"})))[0] == "met"


def test_of_electives_so_many_are_met_or_cannot_be_any_more():
    missed = Attended(present=0, held=5, coming=0)
    of = [part("attendance", "a", sessions=1), part("attendance", "b", sessions=2),
          part("product", "c")]  # fmt: skip
    choice = one("choice", at_least=2, of=of)
    assert stand(choice, Facts())[0] == "open"
    assert stand(choice, Facts(attended=missed)) == ("lost", "0 of 2 met.")
    present = Attended(present=1, held=1, coming=0)
    assert stand(choice, Facts(attended=present))[0] == "open"
    facts = Facts(attended=present, grades={"c": Decimal(80)})
    assert stand(choice, facts) == ("met", "2 of 2 met.")


def test_what_was_recognised_is_met_and_counts_with_the_least_that_is_asked():
    product = one("product", points=60, counts_for="achievement")
    recognised = frozenset({"one"})
    first = reckon(product, Facts(recognised=recognised)).standings[0]
    assert (first.status, first.is_recognised, first.points) == ("met", True, 60)
    better = Facts(recognised=recognised, grades={"one": Decimal(90)})
    assert reckon(product, better).standings[0].points == 90
    lost = Attended(present=0, held=9, coming=0)
    attendance = one("attendance", sessions=3)
    assert stand(attendance, Facts(recognised=recognised, attended=lost))[0] == "met"


def test_participation_and_achievement_have_thresholds_of_their_own():
    parts = [part("attendance", f"p{number}", sessions=number) for number in (1, 2, 3, 4)]
    marked = [part("product", name, counts_for="achievement", points=50) for name in ("x", "y")]
    thresholds = {"participation": 75, "achievement": 70}
    definition = read_definition(
        changed(requirements=parts + marked, recertification=None, thresholds=thresholds)
    )

    def reach(present: int, *grades: int) -> Reached:
        marks = dict(zip("xy", map(Decimal, grades), strict=False))
        return reckon(definition, Facts(attended=Attended(present, 4, 0), grades=marks))

    assert reach(2).kinds == ()
    assert (reach(3).share, reach(3).kinds) == (75, ("participation",))
    # Each has its own minimum, and the mean of both has one besides; what is missing counts as 0.
    assert reach(3, 50, 89).kinds == ("participation",)
    assert reach(3, 100).kinds == ("participation",)
    assert reach(3, 49, 100).kinds == ("participation",)
    assert reach(3, 50, 90).kinds == ("participation", "achievement")
    assert reach(2, 100, 100).kinds == ()


def test_a_threshold_of_nothing_gives_no_award_for_nothing():
    free = changed(
        requirements=[part("attendance", sessions=3)],
        recertification=None,
        thresholds={"participation": 0},
    )
    definition = read_definition(free)
    assert reckon(definition, Facts()).kinds == ()
    assert reckon(definition, Facts(attended=Attended(3, 3, 0))).kinds == ("participation",)


def test_the_frozen_figures_are_plain_values():
    definition = one("product", points=60, counts_for="achievement")
    figures = freeze(reckon(definition, Facts(grades={"one": Decimal("66.66")})))
    assert figures["mean"] == "33.33"
    assert figures["requirements"][0] == {
        "id": "one", "status": "met", "recognised": False, "points": "66.66",
    }  # fmt: skip


@st.composite
def definitions(draw) -> Definition:
    """Return a definition of some requirements, counted as the draw says."""
    chosen = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    counting = st.sampled_from(["participation", "achievement"])
    parts = []
    for kind in chosen:
        values = {"when": "during", "counts_for": draw(counting)}
        if kind == "choice":
            values |= {"of": CHOICE, "at_least": draw(st.integers(1, 2))}
        parts.append(part(kind, kind, **values))
    thresholds = {"participation": draw(st.integers(0, 100))}
    if any(one["counts_for"] == "achievement" for one in parts):
        thresholds["achievement"] = draw(st.integers(0, 100))
    return read_definition(changed(requirements=parts, recertification=None, thresholds=thresholds))


@st.composite
def facts(draw) -> Facts:
    """Return facts of somebody, about what the definitions above ask."""
    done = st.builds(CourseDone, st.integers(1, 4), st.booleans())
    held = draw(st.integers(0, 6))
    return Facts(
        courses={SLUG: tuple(draw(st.lists(done, max_size=2)))},
        exams=draw(st.dictionaries(st.just(EXAM), MARKS)),
        attended=Attended(draw(st.integers(0, held)), held, draw(st.integers(0, 3))),
        grades=draw(st.dictionaries(st.sampled_from(["product", "teaching", "second"]), MARKS)),
        recognised=draw(st.frozensets(st.sampled_from([*IDS, "first", "second"]))),
        programmes=draw(st.frozensets(st.just("another"))),
    )


def add(before: Facts, more: Facts) -> Facts:
    """Return both together: of two results the better one, of two times present the more."""

    def best(some: dict, others: dict) -> dict:
        keys = some.keys() | others.keys()
        return {key: max(some.get(key, Decimal(0)), others.get(key, Decimal(0))) for key in keys}

    attended = replace(
        before.attended,
        present=before.attended.present + more.attended.present,
        held=before.attended.held + more.attended.present,
    )
    return Facts(
        {SLUG: (*before.courses[SLUG], *more.courses[SLUG])},
        best(before.exams, more.exams),
        attended,
        best(before.grades, more.grades),
        before.recognised | more.recognised,
        before.programmes | more.programmes,
    )


@given(definitions(), facts(), facts())
def test_more_facts_never_take_away(definition, before, more):
    was, now = reckon(definition, before), reckon(definition, add(before, more))
    for old, new in zip(was.standings, now.standings, strict=True):
        assert old.status != "met" or new.status == "met"
        assert old.points is None or new.points >= old.points
    assert now.share >= was.share
    assert was.mean is None or now.mean >= was.mean
    assert set(was.kinds) <= set(now.kinds)


@given(definitions(), facts())
def test_an_award_means_that_its_requirements_are_met(definition, known):
    reached = reckon(definition, known)
    achieving = [one for one in reached.standings if one.part.counts_for == "achievement"]
    if reached.is_achievement:
        assert all(one.status == "met" for one in achieving)
    if reached.is_participation:
        assert reached.share >= definition.thresholds.participation
    if reached.met == 0:
        assert reached.kinds == ()
