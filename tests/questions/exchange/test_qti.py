"""QTI: what each interaction becomes, how points are read, packages that are whole or hostile."""

import io
import random
import time
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.exchange import packed
from lms.questions.exchange.found import FileRefused
from lms.questions.exchange.reading import read_questions
from lms.questions.rules import Presented
from lms.questions.types import get_type, parse_question
from tests.questions.exchange import qti_files
from tests.questions.exchange.qti_files import pack

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
MATCH = f'<qti-response-processing template="{TEMPLATES}/match_correct.xml"/>'
MAP = f'<qti-response-processing template="{TEMPLATES}/map_response.xml"/>'
MANIFEST = """<manifest><resources>
<resource type="imsqti_item_xmlv3p0" href="item.xml"/></resources></manifest>"""


def whole():
    return read_questions(qti_files.package(), "qti3", "en")


def taken():
    return {item.name: item for item in whole().taken}


def data(name):
    return taken()[name].built.data


def losses(name):
    return [str(loss) for loss in taken()[name].built.losses]


def item(body, declared="", processing=MATCH, attributes=""):
    """Return one item; `declared` are the right answers of the response, or its whole element."""
    if not declared.startswith("<"):
        declared = response(declared.split(), "single", "identifier")
    return (
        f'<qti-assessment-item xmlns="{NAMESPACE}" identifier="i" title="Q" {attributes}>'
        f"{declared}<qti-item-body>{body}</qti-item-body>{processing}</qti-assessment-item>"
    ).encode()


def response(correct, cardinality, base_type, more=""):
    values = "".join(f"<qti-value>{escape(value)}</qti-value>" for value in correct)
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" '
        f'base-type="{base_type}"><qti-correct-response>{values}</qti-correct-response>{more}'
        "</qti-response-declaration>"
    )


def interaction(name, inside, attributes=""):
    return (
        f'<qti-{name}-interaction response-identifier="RESPONSE" {attributes}>{inside}'
        f"</qti-{name}-interaction>"
    )


def choices(words, tag="simple-choice"):
    return "".join(
        f'<qti-{tag} identifier="c{place}">{escape(text)}</qti-{tag}>'
        for place, text in enumerate(words)
    )


def read(content, language="en"):
    """Return what becomes of a file with one item."""
    found = read_questions(content, "qti3", language)
    (one,) = (*found.taken, *found.left)
    return one


def reason(content):
    return str(read(content).reason)


def refused(content):
    with pytest.raises(FileRefused) as caught:
        read_questions(content, "qti3", "en")
    return str(caught.value.text)


# --- A whole package ----------------------------------------------------------------------------


def test_nothing_of_a_package_disappears():
    listed = qti_files.files()["imsmanifest.xml"].count(b'type="imsqti_item')
    found = whole()
    assert len(found.taken) + len(found.left) == listed
    lines = [one.line for one in (*found.taken, *found.left)]
    assert len(set(lines)) == listed, "each is told with its line of the manifest"


def test_choices_with_their_picture_and_what_is_said():
    found = data("A gift to an official")
    assert found["text"].startswith("An official of Valdoria is offered a **watch**. ![A pair of")
    assert found["text"].endswith("What does she do first?")
    (name,) = taken()["A gift to an official"].pictures
    assert f"(media/{name})" in found["text"]
    assert name.startswith("scales-of-justice-")
    assert [one.get("correct", False) for one in found["choices"]] == [True, False, False]
    assert [one.get("feedback") for one in found["choices"]] == [
        "The rule is there to be asked about.", "Silence is no report.", None
    ]  # fmt: skip
    assert found["feedback"] == "Article 8 asks for codes of conduct."
    assert losses("A gift to an official") == ["What was said to single answers is not kept."]


def test_how_choices_are_scored_and_mixed():
    crimes = data("Which acts are offences")
    assert (crimes["type"], crimes["shuffle"]) == ("multiple", False)
    assert losses("Which acts are offences") == [
        "Each right part has its share here; in the file only the whole answer counted."
    ]
    assert "shares of the single answers" in losses("Measures of unlike worth")[0]
    assert "shuffle" not in data("Measures of unlike worth")
    odd = "Points by rules of its own"
    assert data(odd)["shuffle"] is False, "one of its choices keeps its place"
    assert "rules of its own for the points" in losses(odd)[0]
    assert "“fr”" in losses(odd)[1]


def test_pairs_a_table_and_an_order():
    chapters = data("What stands in which chapter")
    words = {part["id"]: part["text"] for part in chapters["targets"]}
    assert [(part["text"], words[part["match"]]) for part in chapters["prompts"]] == [
        ("Bribery", "Chapter III"), ("Accounting and audit", "Chapter II"),
        ("Return of assets", "Chapter V"),
    ]  # fmt: skip
    assert "Chapter I" in words.values()
    table = data("How strong each wording is")
    assert [row["correct"] for row in table["rows"]] == ["column-1", "column-2", "column-2"]
    assert losses("How strong each wording is") == []
    assert taken()["How strong each wording is"].tags == ("strength",)
    assert [part["text"] for part in data("What goes together")["targets"]] == [
        "examines the books", "is protected", "sings"
    ]  # fmt: skip
    treaty = data("How a treaty comes to be")
    assert [part["text"] for part in treaty["items"]] == [
        "It is signed.", "It is ratified.", "It is applied."
    ]  # fmt: skip
    assert treaty["scoring"] == "all"
    assert losses("How a treaty comes to be") == []


def test_words_and_numbers():
    place = data("Where it was signed")
    assert place["text"] == r"The Convention was opened for signature in \_\_\_\_\_."
    assert place["accept"] == {"en": ["Mérida", "Merida de Yucatan"]}
    assert data("When it was adopted") == {
        "type": "numeric", "text": "In which year was the Convention adopted?", "answer": "2003"
    }  # fmt: skip
    assert data("How much is lost")["tolerance"] == "0.5"
    gaps = data("Words that are missing")
    assert gaps["text"] == (
        "A code (of conduct) is about {gap-1} and is adopted by {gap-2} (article {gap-3})."
    )
    assert gaps["gaps"][0] == {"id": "gap-1", "accept": {"en": ["gifts"]}}
    assert gaps["gaps"][1]["choices"][1] == {
        "id": "choice-2", "text": "the State", "correct": True
    }  # fmt: skip
    bank = data("Words to put into gaps")
    assert bank["text"].endswith("{gap-1} bribery is giving, {gap-2} bribery is taking.")
    assert [len(gap["choices"]) for gap in bank["gaps"]] == [3, 3]


def test_what_people_mark():
    code = data("Draft a code")
    assert code["text"] == "Write at most one page. Draft a code of conduct."
    assert code["rubric"]["criteria"][0]["text"] == "Names aim, reach and sanctions."
    assert "write your own" in losses("Draft a code")[0]
    assert "Notes that are not for the candidate are not kept." in losses("Draft a code")
    assert data("Hand in your plan")["type"] == "file_upload"
    assert "Which kinds of file" in losses("Hand in your plan")[1]


def test_an_older_version_and_a_text_that_is_referred_to():
    older = data("Of an older version")
    assert (older["weight"], older["choices"][1]["feedback"]) == (3, "So it is.")
    assert losses("Of an older version") == []
    assert data("About a text")["text"].startswith("A clerk finds two invoices for *one* delivery.")


def test_what_is_not_taken_says_why():
    assert {one.name: str(one.reason) for one in whole().left} == {
        "How strong a duty is": "The interaction “slider” has no equal here.",
        "Read this": "It asks nothing: it is a description without an answer.",
        "Two at once": "It asks several things at once. Make each a question of its own.",
        "No key": "It does not say which answer is right.",
        "Numbers drawn anew": ("Its values are drawn anew for each candidate by rules of its own."),
        "items/gone.xml": "The file “items/gone.xml” is not in the package.",
        "items/cut.xml": (
            "The file is no whole XML: line 5 cannot be read. Is it cut off? Export it again."
        ),
        "texts/story.xml": "The file “texts/story.xml” is no item of QTI.",
    }


# --- One item -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "inside", "name", "attributes", "said"),
    [
        (("c0",), choices("AB"), "hottext", "", "“hottext” has no equal"),
        (("c0 c1",), "<qti-simple-match-set/>", "match", "", "which answer is right"),
        (
            ("c0 c0", "c0 c1"),
            (f"<qti-simple-match-set>{choices('A', 'simple-associable-choice')}"
            "</qti-simple-match-set><qti-simple-match-set>"
            f"{choices('BC', 'simple-associable-choice')}</qti-simple-match-set>"),
            "match", "", "goes with several others",
        ),
        (
            ("c0 c0",),
            (f"<qti-simple-match-set>{choices('AB', 'simple-associable-choice')}"
            "</qti-simple-match-set><qti-simple-match-set>"
            f"{choices('CD', 'simple-associable-choice')}</qti-simple-match-set>"),
            "match", "", "goes with nothing",
        ),
        (
            ("c0 c1", "c1 c2"), choices("ABC", "simple-associable-choice"), "associate", "",
            "goes with several others",
        ),
        (("c0", "c1"), choices("ABC"), "order", "", "Only some of its items"),
        (("c0", "c1"), choices("ABC"), "choice", 'max-choices="1"', "2 are right"),
        (("c0",), choices("AA"), "choice", 'max-choices="1"', "Another choice says the same"),
        (("c0 g",), '<qti-gap-img identifier="c0"/><p><qti-gap identifier="g"/></p>', "gap-match",
         "", "Pictures are put into its gaps"),
        (("c0 x",), choices("AB", "gap-text") + '<p>Say <qti-gap identifier="g"/></p>',
         "gap-match", "", "which answer is right"),
    ],
)  # fmt: skip
def test_one_that_has_no_equal_says_why(declared, inside, name, attributes, said):
    body = "<p>What?</p>" + interaction(name, inside, attributes)
    assert said in reason(item(body, response(declared, "multiple", "identifier")))


def test_one_that_is_no_usual_item_says_why():
    body = "<p>What?</p>" + interaction("choice", choices("AB"), 'max-choices="1"')
    assert "adaptive" in reason(item(body, "c0", attributes='adaptive="true"'))
    assert "not in the package" in reason(
        item(body, response(["c0"], "single", "identifier")
             + '<qti-assessment-stimulus-ref identifier="s" href="gone.xml"/>')
    )  # fmt: skip
    bare = interaction("choice", choices("AB"), 'max-choices="1"')
    assert reason(item(bare, "c0")) == "It has no text."
    entry = "<p>How many? " + interaction("text-entry", "") + "</p>"
    many = response(["many"], "single", "integer")
    assert "“many” is not a number" in reason(item(entry, many))


TOLERANT = """<qti-response-processing><qti-response-condition><qti-response-if>
<qti-equal tolerance-mode="{mode}" tolerance="{sizes}"><qti-variable identifier="RESPONSE"/>
<qti-correct identifier="RESPONSE"/></qti-equal><qti-set-outcome-value identifier="SCORE">
<qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>
</qti-response-if></qti-response-condition></qti-response-processing>"""


@pytest.mark.parametrize(
    ("mode", "sizes", "right", "wrong"),
    [
        ("exact", "9", ["200"], ["200.1", "199"]),
        ("absolute", "5", ["195", "205"], ["194.9", "205.1"]),
        ("absolute", "5 1", ["195", "201"], ["194.9", "201.1"]),
        ("relative", "10 10", ["180", "220"], ["179", "221"]),
    ],
)
def test_a_tolerance_is_kept(mode, sizes, right, wrong):
    body = "<p>How many? " + interaction("text-entry", "") + "</p>"
    processing = TOLERANT.format(mode=mode, sizes=sizes)
    found = read(item(body, response(["200"], "single", "float"), processing))
    assert found.built.losses == ()
    question = parse_question({"id": "q", **found.built.data})
    worth = {
        text: get_type("numeric").score(question, Presented(), {"text": text}, "en")
        for text in (*right, *wrong)
    }
    assert worth == {**dict.fromkeys(right, 1), **dict.fromkeys(wrong, 0)}


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
)
many_words = st.lists(words, min_size=3, max_size=6, unique_by=str.casefold)


@given(many_words, st.data())
def test_choices_are_the_same_here(texts, drawn):
    """What is written as an item is read with the same right choices in the same words."""
    is_single = drawn.draw(st.booleans())
    right = {0} if is_single else drawn.draw(st.sets(st.integers(0, len(texts) - 2), min_size=1))
    limit = 'max-choices="1"' if is_single else 'max-choices="0"'
    body = "<p>Which?</p>" + interaction("choice", choices(texts), f'{limit} shuffle="true"')
    declared = response([f"c{place}" for place in sorted(right)], "multiple", "identifier")
    found = read(item(body, declared))
    plain = read(item(body, declared)).built.data["choices"]
    assert found.built.data["type"] == ("single" if is_single else "multiple")
    assert {place for place, one in enumerate(plain) if one.get("correct")} == right
    assert len(plain) == len(texts)


@given(many_words, st.randoms(use_true_random=False))
def test_an_order_is_the_same_here(texts, chance: random.Random):
    order = list(range(len(texts)))
    chance.shuffle(order)
    body = "<p>In which order?</p>" + interaction("order", choices(texts))
    declared = response([f"c{place}" for place in order], "ordered", "identifier")
    written = read(item(body, declared)).built.data["items"]
    as_listed = read(
        item(body, response([f"c{place}" for place in range(len(texts))], "ordered", "identifier"))
    ).built.data["items"]
    assert [one["text"] for one in written] == [as_listed[place]["text"] for place in order]


@given(st.decimals(-9999, 9999, places=3), st.decimals(0, 50, places=2))
def test_a_number_is_right_here_where_it_was_there(number, off):
    body = "<p>How much? " + interaction("text-entry", "") + "</p>"
    processing = TOLERANT.format(mode="absolute", sizes=f"{off} {off}")
    found = read(item(body, response([str(number)], "single", "float"), processing))
    question = parse_question({"id": "q", **found.built.data})
    for each, worth in ((0, 1), (off, 1), (-off, 1), (off + Decimal(1), 0)):
        said = {"text": str(number + each)}
        assert get_type("numeric").score(question, Presented(), said, "en") == worth


# --- Hostile files ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../item.xml", "/etc/item.xml", "a\\b.xml", "C:/x.xml", "a/../b"])
def test_a_path_that_leads_out_is_refused(name):
    assert "has no place in a package" in refused(pack({"imsmanifest.xml": b"", name: b"x"}))


def test_a_reference_that_leads_out_is_not_in_the_package():
    manifest = MANIFEST.replace("item.xml", "../../../../etc/passwd")
    (left,) = read_questions(pack({"imsmanifest.xml": manifest.encode()}), "qti3", "en").left
    assert "is not in the package" in str(left.reason)
    body = '<p><img src="file:///etc/passwd" alt="x"/><img src="../../x.png" alt="y"/> Which?</p>'
    found = read(item(body + interaction("choice", choices("AB"), 'max-choices="1"'), "c0"))
    assert found.pictures == {}
    assert "A picture is not in the file" in str(found.built.losses[0])


def test_bombs_are_refused():
    assert "unpacks to far more" in refused(pack({"imsmanifest.xml": b" " * 20_000_000}))
    many = {f"{number}.xml": b"" for number in range(packed.MOST_ENTRIES + 1)}
    assert "too large" in refused(pack(many))
    large = pack({f"{n}.bin": random.Random(n).randbytes(10_000) * 1500 for n in range(9)})
    assert "too large" in refused(large)


def test_a_package_that_is_locked_cut_off_or_none_is_refused():
    whole_one = qti_files.package()
    assert "no zip that can be read" in refused(whole_one[: len(whole_one) // 2])
    assert "no “imsmanifest.xml”" in refused(pack({"item.xml": b"<x/>"}))
    assert "There is no question" in refused(pack({"imsmanifest.xml": b"<manifest/>"}))
    stream = io.BytesIO(pack({"imsmanifest.xml": MANIFEST.encode()}))
    locked = bytearray(stream.getvalue())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "locked by a password" in refused(bytes(locked))


def test_a_damaged_file_in_a_package_is_told():
    content = bytearray(pack({"imsmanifest.xml": MANIFEST.encode(), "item.xml": item("", "c0")}))
    content[45] ^= 0xFF
    assert "no zip that can be read" in refused(bytes(content))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><qti-assessment-item>&a;</qti-assessment-item>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><qti-assessment-item/>',
    ],
)
def test_entities_are_refused_in_an_item_and_in_a_package(bomb):
    assert "document type or entities" in refused(bomb.encode())
    files = {"imsmanifest.xml": MANIFEST.encode(), "item.xml": bomb.encode()}
    (left,) = read_questions(pack(files), "qti3", "en").left
    assert "document type or entities" in str(left.reason)
    assert "document type" in refused(pack({"imsmanifest.xml": bomb.encode()}))


def test_another_encoding_is_told_with_its_line():
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<x>é</x>'.encode("latin-1")
    assert refused(latin).startswith("Line 2 is not in UTF-8.")
    assert "begins with “assessment-test”" in refused(b"<qti-assessment-test/>")


def test_deep_and_long_items_take_no_time():
    begun = time.process_time()
    deep = "<div>" * 90 + "What?" + "</div>" * 90
    choice = interaction("choice", choices("AB"), 'max-choices="1"')
    assert read(item(deep + choice, "c0")).built.data["text"] == "What?"
    assert "too deep" in refused(item("<div>" * 101 + "</div>" * 101 + choice, "c0"))
    long = "<p>" + "&lt;" * 200_000 + "\ue0001\ue001</p>"
    assert "\ue000" not in read(item(long + choice, "c0")).built.data["text"]
    many = "".join(f"<p>a {interaction('text-entry', '')}</p>" for _ in range(2000))
    assert "at most" in reason(item(many, response(["x"], "single", "string")))
    assert refused(("<div>" * 100_000).encode())
    assert time.process_time() - begun < 10


@given(st.binary(max_size=300))
def test_any_zip_is_read_or_refused(content):
    for files in ({"imsmanifest.xml": content}, {"imsmanifest.xml": MANIFEST.encode(),
                                                 "item.xml": content}):  # fmt: skip
        try:
            found = read_questions(pack(files), "qti3", "en")
        except FileRefused:
            continue
        assert found.taken or found.left


def test_a_zip_with_the_same_name_twice_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("imsmanifest.xml", MANIFEST)
    assert "has no place" in refused(stream.getvalue())
