"""XLIFF out and in: valid by the official schemas, the same back, opened by a real tool, safe."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.factory import getobject
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from lms.kit.paths import project_root
from lms.units import po, xliff
from lms.units.po import CatalogueBroken
from lms.units.unit import Key, Unit

SCHEMAS = project_root() / "build" / "schemas"
FILES = {"1.2": "xliff-core-1.2-strict.xsd", "2.1": "xliff-core-2.0.xsd"}
HEAD = xliff.Head("small", "rev-1", "en", "ar", "17")
TEXTS = (
    "A State *shall* act.",
    "See [the next page](pages/b.md)[^1] or `x < 1` & more.",
    "Write to %(name)s.  \nSoon.",
    "**Both** words and *one* more, ![a ladder](media/l.svg)",
)
KEYS = [Key("pages/a.md", text) for text in TEXTS]


class Local(etree.Resolver):
    """Hands a schema the one beside it, so that nothing is asked of the network."""

    def resolve(self, url, public_id, context):
        if url.endswith("xml.xsd"):
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context)
        return None


def schema(version):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(SCHEMAS / FILES[version], parser))


def units(texts=TEXTS):
    made = [Unit("pages/a.md", t, "pages/a.md", n, "paragraph") for n, t in enumerate(texts, 1)]
    return [*made, Unit("questions/b.yaml#q.text", "May it?", "questions/b.yaml", 3, "question")]


def entry(key, translation, status="translated", previous=None):
    return po.Entry(*key, translation, status, previous, 1, False, "")


def written(said=(), version="2.1", texts=TEXTS):
    entries = {e.key: e for e in said}
    return xliff.write(HEAD, units(texts), entries, version)


ALL = [
    entry(KEYS[0], "تتصرف *وجوباً* الدولة.", "draft"),
    entry(KEYS[1], "انظر[^1] [الصفحة](pages/b.md) أو `x < 1`.", "reviewed"),
    entry(KEYS[2], "%(name)s", "stale", Key("pages/old.md", "Write to *him*.")),
    entry(KEYS[3], "كلمات ![سلم](media/l.svg)"),
]
both = pytest.mark.parametrize("version", ["1.2", "2.1"])


@both
def test_the_file_is_valid_by_the_official_schema(version):
    content = written(ALL, version)
    schema(version).assertValid(etree.fromstring(content))
    root = etree.fromstring(content)
    assert len(root) == 2  # one file a file of the course
    assert root[0].get("original") == "pages/a.md"


@both
def test_every_status_comes_back_with_its_text_and_previous_source(version):
    received = xliff.read(written(ALL, version))
    assert received.head == HEAD
    assert received.faults == {}
    assert received.catalogue.fields["X-Course"] == "small"
    found = received.catalogue.living()
    for wanted in ALL:
        got = found[wanted.key]
        assert (got.translation, got.status, got.previous) == (
            wanted.translation, wanted.status, wanted.previous,
        )  # fmt: skip
    assert found[Key("questions/b.yaml#q.text", "May it?")].status == "missing"


@both
def test_ids_stay_when_other_texts_come_and_go(version):
    def ids(content):
        return re.findall(r' id="(u[0-9a-f]{20})"', content.decode())

    assert set(ids(written((), version, TEXTS[:2]))) < set(ids(written((), version)))
    assert len(set(ids(written((), version)))) == 5


def test_the_signs_of_markdown_are_codes_that_a_tool_protects():
    old = written(ALL, "1.2").decode()
    assert '<bpt id="1" rid="1" ctype="italic">*</bpt>shall<ept id="1" rid="1">*</ept>' in old
    assert '<ph id="3" ctype="x-code">`x &lt; 1`</ph>' in old
    new = written(ALL, "2.1").decode()
    assert 'canDelete="no"' in new
    assert "*shall*" not in new
    assert 'trgDir="rtl"' in new
    assert 'trgLang="ar"' in new


# What XML and a course can hold, without space around, which a tool may add or take.
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("*_[]()`{}<>\n&"),
    max_size=60,
).map(str.strip)


@both
@settings(max_examples=60)
@given(texts=st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=5, unique_by=lambda t: t[0]))
def test_any_texts_survive_the_round_trip(version, texts):
    said = [entry(Key("pages/a.md", source), text) for source, text in texts]
    content = written(said, version, tuple(source for source, _text in texts))
    received = xliff.read(content)
    assert received.faults == {}
    found = {e.key: e.translation for e in received.catalogue.entries if e.context == "pages/a.md"}
    assert found == {Key("pages/a.md", source): text for source, text in texts}


def test_the_translate_toolkit_changes_a_file_of_1_2(tmp_path):
    path = tmp_path / "ar.xlf"
    path.write_bytes(written((), "1.2"))
    store = getobject(str(path))
    assert isinstance(store, xlifffile)
    assert [unit.source for unit in store.units][:2] == list(TEXTS[:2])
    store.units[0].target = "تتصرف *وجوباً*."
    store.units[1].rich_target = store.units[1].rich_source
    store.units[3].target = "كلا"
    store.save()
    schema("1.2").assertValid(etree.fromstring(path.read_bytes()))
    received = xliff.read(path.read_bytes())
    found = received.catalogue.living()
    assert received.faults == {}
    assert found[KEYS[0]].translation == "تتصرف *وجوباً*."
    assert found[KEYS[1]].translation == TEXTS[1]
    assert found[KEYS[3]].translation == "كلا"


def test_the_translate_toolkit_changes_a_file_of_2_1(tmp_path):
    path = tmp_path / "ar.xlf"
    path.write_bytes(written((), "2.1"))
    with path.open("rb") as stream:
        store = Xliff2File.parsefile(stream)
    store.units[0].target = "تتصرف."
    store.units[4].target = "أيجوز؟"
    path.write_bytes(bytes(store))
    schema("2.1").assertValid(etree.fromstring(path.read_bytes()))
    received = xliff.read(path.read_bytes())
    assert received.faults == {}
    found = received.catalogue.living()
    assert found[KEYS[0]].translation == "تتصرف."
    assert found[Key("questions/b.yaml#q.text", "May it?")].translation == "أيجوز؟"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
THEFT = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@both
@pytest.mark.parametrize("evil", [BOMB, THEFT, '<!DOCTYPE xliff SYSTEM "http://x.org/x.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_unread(version, evil, encoding):
    text = written(ALL, version).decode().replace("?>\n", f"?>\n{evil}\n", 1)
    text = text.replace("UTF-8", encoding.upper())
    with pytest.raises(CatalogueBroken, match="document type"):
        xliff.read(text.encode(encoding))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<xliff", "well-formed"),
        (b"<html/>", "not XLIFF"),
        (b'<?xml version="1.0" encoding="UTF-7"?><xliff>\xff</xliff>', "UTF-8"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "no texts"),
        (b"<a>" * 5000, "well-formed"),
        (b"<x>&unknown;</x>", "well-formed"),
    ],
)
def test_what_is_no_xliff_is_refused_with_a_sentence(content, said):
    assert xliff.is_xml(content)
    with pytest.raises(CatalogueBroken, match=said) as refused:
        xliff.read(content)
    assert str(refused.value.advice)


def test_a_po_file_is_not_taken_for_xml():
    assert not xliff.is_xml(po.write(po.blank("ar", "small")))


TARGET = '<target state="new" xml:lang="ar"/>'


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("<ph id='9'>*</ph>", "not in the source"),
        ("<bpt id='1'>*</bpt>x", "not closed"),
        ("<ept id='1'>*</ept>x<bpt id='1'>*</bpt>", "not closed"),
        ("<bpt id='1'>**</bpt>x<ept id='1'>*</ept>", "changed from"),
        ("<g id='1'>x</g><g id='1'>y</g>", "stands twice"),
    ],
)
def test_broken_codes_are_told_by_unit(target, said):
    content = written((), "1.2").decode().replace(TARGET, f"<target>{target}</target>", 1)
    received = xliff.read(content.encode())
    assert list(received.faults) == [0]
    assert said in str(received.faults[0][0].message)
    assert received.catalogue.entries[1].translation == ""


def test_other_ways_of_writing_the_same_codes_are_understood():
    old = written((), "1.2").decode()
    for target in ("<g id='1'>x</g> y", "<bx id='1'/>x<ex id='1'/><mrk mtype='seg'> y</mrk>"):
        received = xliff.read(old.replace(TARGET, f"<target>{target}</target>", 1).encode())
        assert received.catalogue.entries[0].translation == "*x* y"
    new = written((), "2.1").decode()
    target = "<target><sc id='1'/>x<ec startRef='1'/><mrk id='m'> y<cp hex='41'/></mrk></target>"
    received = xliff.read(new.replace("</source>", f"</source>{target}", 1).encode())
    assert received.catalogue.entries[0].translation == "*x* yA"


def test_segments_that_a_tool_made_are_one_text_again():
    new = written((), "2.1", ("One. Two.",)).decode()
    parts = (
        '<segment id="s1" state="final"><source>One.</source><target order="3">Deux.</target>'
        "</segment><ignorable><source> </source></ignorable>"
        '<segment id="s2" state="translated"><source>Two.</source>'
        '<target order="1">Un.</target></segment>'
    )
    changed = re.sub(r"<segment.*?</segment>", parts, new, count=1, flags=re.DOTALL)
    received = xliff.read(changed.encode())
    assert received.faults == {}
    first = received.catalogue.entries[0]
    assert (first.translation, first.status) == ("Un. Deux.", "translated")


def test_a_source_that_somebody_changed_in_the_file_is_told():
    content = written(ALL, "2.1").decode().replace("shall", "may", 1)
    received = xliff.read(content.encode())
    assert list(received.faults) == [0]
    assert "not as it was exported" in str(received.faults[0][0].message)


@both
def test_a_text_that_xml_cannot_hold_is_named(version):
    with pytest.raises(xliff.CannotBeWritten) as refused:
        written((), version, ("a\x0cb",))
    assert refused.value.context == "pages/a.md"


def tool(name, *words):
    """Run one of the toolkit's commands."""
    done = subprocess.run(
        [Path(sys.executable).with_name(name), "--progress=none", *map(str, words)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_toolkits_commands_read_what_goes_out(tmp_path):
    path = tmp_path / "ar.xlf"
    path.write_bytes(written(ALL, "1.2"))
    tool("xliff2po", path, tmp_path / "ar.po")
    found = {entry.msgid: entry for entry in polib.pofile(str(tmp_path / "ar.po"))}
    assert found[TEXTS[0]].msgstr == "تتصرف *وجوباً* الدولة."
    assert found[TEXTS[1]].msgstr == "انظر[^1] [الصفحة](pages/b.md) أو `x < 1`."
    # And its checks look at our PO: they find the placeholder that a translator lost.
    catalogue = po.follow(po.blank("ar", "small"), units())
    catalogue = po.change(catalogue, {KEYS[2]: ("اكتب.", "translated")})
    (tmp_path / "in.po").write_bytes(po.write(catalogue))
    tool("pofilter", "-t", "printf", tmp_path / "in.po", tmp_path / "out.po")
    assert [e.msgid for e in polib.pofile(str(tmp_path / "out.po"))] == [TEXTS[2]]
