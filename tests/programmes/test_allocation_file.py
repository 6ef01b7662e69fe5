"""`lms programmes allocate`: a file in, three lists out with reasons, or each mistake in place."""

import json
import subprocess
from contextlib import suppress

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.admin.commands import lms
from lms.programmes.allocation import reading
from lms.programmes.allocation.reading import FileRefused, read_request
from tests.browser.server import LMS

WHOLE = {
    "places": 3,
    "quotas": [
        {"name": "Kenya", "where": {"state": "KE"}, "max": 1},
        {"name": "Women", "where": {"sex": "female"}, "min": 1, "max": None},
        {"name": "Elsewhere", "where": {"state": ["XX", "YY"], "sex": "female"}, "max": 0},
    ],
    "nominations": [
        {"id": "a", "score": 90, "rank": 1, "state": "KE", "sex": "male"},
        {"id": "b", "score": 80.5, "rank": 2, "state": "KE", "sex": "male"},
        {"id": "c", "score": 70, "rank": 1, "state": "UG", "sex": "male", "more": {"x": None}},
        {"id": "d", "score": 60, "state": "TZ", "sex": "male"},
        {"id": 5, "score": 50, "rank": None, "state": "TZ", "sex": "female"},
        {"id": "x", "score": 99, "rank": 1, "state": "YY", "sex": "female"},
    ],
}


def run(*words):
    return CliRunner().invoke(lms, ["programmes", "allocate", *map(str, words)])


@pytest.fixture
def write(tmp_path):
    def write(value, name="places.json"):
        file = tmp_path / name
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        file.write_bytes(text.encode("utf-8"))
        return file

    return write


def test_the_json_has_the_shape_that_was_promised(write):
    done = run(write(WHOLE), "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == ["in", "waiting", "out", "why", "unmet"]
    assert (found["in"], found["waiting"], found["out"]) == (["a", "c", 5], ["b", "d"], ["x"])
    assert found["unmet"] == []
    assert found["why"].keys() == {"a", "b", "c", "d", "5", "x"}
    assert "“Kenya” is full: 1 of 1; the lowest score admitted there is 90." in found["why"]["b"]
    assert "A score above 70 would be enough." in found["why"]["d"]


def test_without_json_each_stands_under_its_list_with_the_reason(write):
    done = run(write(WHOLE))
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["in: 3", "waiting: 2", "out: 1"]
    assert "  a: Admitted with a score of 90. The best of those who wait" in done.stdout


def test_minima_that_cannot_be_met_are_named_and_nobody_is_in(write):
    asked = WHOLE | {"quotas": [{"name": "Women", "where": {"sex": "female"}, "min": 3}]}
    found = json.loads(run(write(asked), "--json").stdout)
    assert (found["in"], found["unmet"]) == ([], ["Women"])
    assert run(write(asked)).stdout.startswith("unmet: Women\nin: 0\n")


def test_those_placed_already_stay_and_numbers_remain_numbers(write):
    found = json.loads(run(write(WHOLE | {"held": ["b", 5]}), "--json").stdout)
    assert found["in"] == ["b", "c", 5]
    assert found["why"]["b"] == "Placed already; the place is kept."


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Place"), ("ar", "مقعد"), ("zh", "名额"), ("ru", "Место")]
)
def test_the_reasons_are_told_in_the_language_that_is_asked_for(write, language, word):
    found = json.loads(run(write(WHOLE | {"held": ["b"]}), "--json", "--language", language).stdout)
    assert word in found["why"]["b"]
    assert "Placed" not in found["why"]["b"]


def test_the_program_itself_prints_the_result_alone(write):
    done = subprocess.run(
        [LMS, "programmes", "allocate", write(WHOLE), "--json"], capture_output=True, check=True
    )
    assert (json.loads(done.stdout)["in"], done.stderr) == (["a", "c", 5], b"")


def nominations(**changes):
    return WHOLE | {"nominations": [{"id": "a", "score": 1} | changes]}


def quotas(**changes):
    return WHOLE | {"quotas": [{"name": "Q", "where": {}} | changes]}


@pytest.mark.parametrize(
    ("asked", "pointer", "says"),
    [
        (WHOLE | {"place": 3}, "/place", "not known; there are places, quotas, nominations, held"),
        (WHOLE | {"a/b~": 3}, "/a~1b~0", "not known"),
        ({"places": 3, "quotas": []}, "/nominations", "missing"),
        (WHOLE | {"places": -1}, "/places", "whole number from 0"),
        (WHOLE | {"places": True}, "/places", "whole number from 0"),
        (WHOLE | {"places": 2.5}, "/places", "whole number from 0"),
        (WHOLE | {"quotas": {}}, "/quotas", "must be a list"),
        (WHOLE | {"quotas": [3]}, "/quotas/0", "must be an object"),
        (quotas(name=" "), "/quotas/0/name", "not empty"),
        (quotas(least=3), "/quotas/0/least", "there are name, where, min, max"),
        (quotas(where=[]), "/quotas/0/where", "must be an object"),
        (quotas(where={"a/b": {}}), "/quotas/0/where/a~1b", "true or false"),
        (quotas(where={"a": None}), "/quotas/0/where/a", "true or false"),
        (quotas(where={"a": []}), "/quotas/0/where/a", "true or false"),
        (quotas(min="3"), "/quotas/0/min", "whole number"),
        (quotas(max=-1), "/quotas/0/max", "whole number"),
        (WHOLE | {"quotas": WHOLE["quotas"] * 2}, "/quotas/3/name", "stands at /quotas/0/name"),
        (nominations(id=""), "/nominations/0/id", "a text or a whole number"),
        (nominations(id=None), "/nominations/0/id", "a text or a whole number"),
        (nominations(score="9"), "/nominations/0/score", "must be a number"),
        (nominations(score=True), "/nominations/0/score", "must be a number"),
        (nominations(score=None), "/nominations/0/score", "must be a number"),
        (nominations(rank=0), "/nominations/0/rank", "from 1"),
        (nominations(rank=1.5), "/nominations/0/rank", "from 1"),
        (
            WHOLE | {"nominations": [{"id": "5", "score": 1}, {"id": 5, "score": 1}]},
            "/nominations/1/id", "“5” stands at /nominations/0/id already",
        ),
        (WHOLE | {"held": "a"}, "/held", "list of ids"),
        (WHOLE | {"held": ["a", "nobody"]}, "/held/1", "no nomination has this id"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(write, asked, pointer, says):
    done = run(write(asked))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: places.json, {pointer}: ")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1, column 1"),
        ("[1, 2]", "must be one JSON object"),
        ('{"places": NaN}', "NaN is no number"),
        ('{"places": 1e99999999999999999999}', "too large to be read"),
        ('{"places": ' + "9" * 5000 + "}", "fewer digits"),
        ('{"places": 1, "places": 2}', "the key “places” twice"),
        ("[" * 100_000, "too deep"),
    ],
)
def test_what_is_no_such_file_is_told_in_one_line(write, text, says):
    done = run(write(text))
    assert done.exit_code == 1
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_in_another_encoding_and_one_with_a_mark_in_front(write, tmp_path):
    (tmp_path / "latin.json").write_bytes('{"é": 1}'.encode("latin-1"))
    assert "byte 3 is not UTF-8" in run(tmp_path / "latin.json").stderr
    assert run(write("\ufeff" + json.dumps(WHOLE))).exit_code == 0


def test_a_number_beyond_what_is_added_exactly_is_refused(write):
    done = run(write(nominations(score=1e300)))
    assert done.exit_code == 1
    assert "places.json: The scores are too large" in done.stderr
    many = json.dumps(nominations()).replace('"score": 1', '"score": 1e999999999')
    assert "too large" in run(write(many)).stderr


def test_with_json_the_problems_are_a_list_and_stdout_holds_nothing_else(write):
    done = run(write({"places": -1, "quotas": 3, "nominations": [{}]}), "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert (found["valid"], found["count"]) == (False, 4)
    assert len(done.stderr.splitlines()) == 1


def test_of_very_many_problems_the_first_are_told(write):
    asked = WHOLE | {"nominations": [{}] * 500}
    with pytest.raises(FileRefused) as refused:
        read_request(write(asked))
    assert len(refused.value.problems) == reading.MOST_PROBLEMS
    assert refused.value.count == 1000
    assert "(1000 problems)" in run(write(asked)).stderr


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("id", "score", "rank", "name", "where", "min")), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=100)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*WHOLE, "held"), JSON)))
def test_no_json_makes_the_reader_fall(tmp_path_factory, asked):
    file = tmp_path_factory.mktemp("any") / "any.json"
    file.write_text(json.dumps(asked), "utf-8")
    # A refusal is an answer; anything else that is raised fails the test.
    with suppress(FileRefused):
        read_request(file)
