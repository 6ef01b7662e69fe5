"""Rules on the file as a whole: its outside, its catalogue, what it may do, what travels with it.

Metadata, fonts, content and tags have files of their own.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf

from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Opened

_HEADER = re.compile(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}")
_TAIL = re.compile(rb"%%EOF(\r\n|\r|\n)?$")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_INTENT_VERSION = 4
_RELATIONS = frozenset({"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"})
_ACTIONS = frozenset(
    {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
)  # fmt: skip
_NAMED = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_FILTERS = frozenset(
    {"/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode",
     "/JBIG2Decode", "/DCTDecode", "/JPXDecode"}
)  # fmt: skip
_LONGEST_NAME, _LONGEST_STRING = 127, 32_767


@rule(f"{A3} 6.1.2", "The file begins with %PDF-1.n and a comment of four bytes above 127")
def header(file: Opened) -> Iterator[str]:
    """Look at the first two lines."""
    if not _HEADER.match(file.content[:32]):
        yield repr(file.content[:16])


@rule(f"{A3} 6.1.3", "Nothing follows the last end-of-file mark")
def end_of_file(file: Opened) -> Iterator[str]:
    """Look at the last bytes."""
    if not _TAIL.search(file.content[-16:]):
        yield repr(file.content[-16:])


@rule(f"{A3} 6.1.3", "The trailer has both identifiers of the file")
def identifiers(file: Opened) -> Iterator[str]:
    """Look for the two identifiers."""
    found = file.pdf.trailer.get("/ID", pikepdf.Array())
    if (
        not isinstance(found, pikepdf.Array)
        or len(found) != len(("first", "this"))
        or not all(map(bytes, found))
    ):
        yield "no identifiers" if not len(found) else f"{len(found)} identifiers"


@rule(f"{A3} 6.1.3", "The file is not encrypted")
def no_encryption(file: Opened) -> Iterator[str]:
    """Look at the trailer."""
    if file.pdf.is_encrypted:
        yield "encrypted"


@rule(f"{A3} 6.1.7", "Streams are inside the file and use no forbidden filter")
def filters(file: Opened) -> Iterator[str]:
    """Look at each stream's dictionary."""
    for number, stream in _streams(file):
        if {"/F", "/FFilter", "/FDecodeParms"} & set(stream.keys()):
            yield f"object {number} has its data in another file"
        used = stream.get("/Filter", pikepdf.Array())
        for one in used if isinstance(used, pikepdf.Array) else [used]:
            if str(one) not in _FILTERS:
                yield f"object {number} uses {one}"


@rule(f"{A3} 6.1.13", "Names and strings keep to the limits of the format")
def limits(file: Opened) -> Iterator[str]:
    """Look at the names and strings of every object."""
    for thing in file.objects:
        values = (
            thing.values()
            if isinstance(thing, pikepdf.Dictionary)
            else thing
            if isinstance(thing, pikepdf.Array)
            else ()
        )
        for value in values:
            if isinstance(value, pikepdf.Name) and len(str(value).encode()) > _LONGEST_NAME + 1:
                yield f"a name of {len(str(value))} bytes"
            # The bytes of a signature are longer than this, and are meant to be.
            if (
                isinstance(value, pikepdf.String)
                and len(bytes(value)) > _LONGEST_STRING
                and not _is_signature(thing)
            ):
                yield f"a string of {len(bytes(value))} bytes"


@rule(f"{A3} 6.2.3", "One output intent with an embedded profile says what the colours mean")
def output_intent(file: Opened) -> Iterator[str]:
    """Look at the output intents and at the head of their profile (ICC.1:2010, 7.2)."""
    intents = [
        one
        for one in file.root.get("/OutputIntents", pikepdf.Array())
        if one.get("/S") == "/GTS_PDFA1"
    ]
    if not intents:
        yield "there is none"
        return
    profiles = {one["/DestOutputProfile"].objgen for one in intents if "/DestOutputProfile" in one}
    if len(profiles) != 1:
        yield f"{len(profiles)} profiles"
        return
    profile = intents[0]["/DestOutputProfile"]
    head = profile.read_bytes()[:128]
    space, channels = head[16:20], {b"RGB ": 3, b"CMYK": 4, b"GRAY": 1}
    if head[36:40] != b"acsp" or head[8] > _INTENT_VERSION or head[12:16] not in {b"mntr", b"prtr"}:
        yield "the profile is none that the standard allows"
    elif channels.get(space) != profile.get("/N"):
        named = space.decode("latin-1").strip()
        yield f"the profile is for {named}, and says {profile.get('/N')} channels"


@rule(f"{A3} 6.5, 6.6", "No script, no action that is forbidden, nothing that starts by itself")
def actions(file: Opened) -> Iterator[str]:
    """Look at every action and trigger."""
    for thing in file.objects:
        if isinstance(thing, pikepdf.Dictionary):
            yield from _forbidden(thing)
    if "/JavaScript" in file.root.get("/Names", pikepdf.Dictionary()):
        yield "scripts under the catalogue's names"


@rule(f"{A3} 6.4.1, 6.4.2", "Forms are drawn as they are: no XFA, no appearance left to the reader")
def forms(file: Opened) -> Iterator[str]:
    """Look at the form of the document."""
    form = file.root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False):
        yield "appearances are to be made"
    if "/XFA" in form or "/NeedsRendering" in file.root:
        yield "there is an XFA form"


@rule(f"{A3} 6.7.2.2; {UA} 7.1", "The document is marked as tagged, and nothing in it as doubtful")
def marked(file: Opened) -> Iterator[str]:
    """Look at the mark information."""
    info = file.root.get("/MarkInfo", pikepdf.Dictionary())
    if not info.get("/Marked", False):
        yield "not marked"
    if info.get("/Suspects", False):
        yield "marked as having doubtful tags"
    if "/StructTreeRoot" not in file.root:
        yield "no structure"


@rule(f"{A3} 6.7.4; {UA} 7.2", "The document says its language")
def language(file: Opened) -> Iterator[str]:
    """Look at the catalogue."""
    found = str(file.root.get("/Lang", ""))
    if not is_language(found):
        yield repr(found)


@rule(f"{UA} 7.1", "The title is shown in place of the file's name")
def title_shown(file: Opened) -> Iterator[str]:
    """Look at the viewer's preferences."""
    if not file.root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "it is not"


@rule(
    f"{A3} 6.8; {UA} 7.11", "Each file attached has both its names, a media type, and stands in /AF"
)
def attachments(file: Opened) -> Iterator[str]:
    """Look at what is embedded."""
    associated = {one.objgen for one in file.root.get("/AF", pikepdf.Array())}
    for one in file.attachments:
        name = str(one.get("/UF", one.get("/F", "a file without a name")))
        if not (one.get("/F") and one.get("/UF")):
            yield f"{name}: has not both its names"
        if str(one.get("/AFRelationship", "")) not in _RELATIONS:
            yield f"{name}: its relation is not said"
        if one.objgen not in associated:
            yield f"{name}: is not associated with the document"
        yield from (f"{name}: {what}" for what in _embedded(one))


def is_language(tag: str) -> bool:
    """Say whether a text has the shape of a language tag (RFC 5646, section 2.1)."""
    return _LANGUAGE.fullmatch(tag) is not None


def _embedded(specification: Any) -> Iterator[str]:  # noqa: ANN401 - a dictionary of pikepdf's
    stream = specification["/EF"].get("/F")
    if not isinstance(stream, pikepdf.Stream):
        yield "there is nothing in it"
        return
    if "/" not in str(stream.get("/Subtype", "")).removeprefix("/"):
        yield "its media type is not said"
    parameters = stream.get("/Params", pikepdf.Dictionary())
    if not _is_date(str(parameters.get("/ModDate", ""))):
        yield "its day is not said"
    if "/Size" in parameters and parameters["/Size"] != len(stream.read_bytes()):
        yield "its size is not as it says"


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text[2:10], "%Y%m%d")  # noqa: DTZ007 - a day's shape is asked for, not its moment
    except ValueError:
        return False
    return text.startswith("D:")


def _forbidden(thing: Any) -> Iterator[str]:  # noqa: ANN401 - a value of pikepdf's
    if "/AA" in thing:
        yield "a trigger (/AA)"
    for key in ("/A", "/OpenAction", "/Next"):
        action = thing.get(key)
        if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
            continue
        kind = str(action["/S"])
        if kind not in _ACTIONS or (kind == "/Named" and str(action.get("/N")) not in _NAMED):
            yield f"an action {kind.removeprefix('/')}"


def _is_signature(thing: Any) -> bool:  # noqa: ANN401 - a value of pikepdf's
    return isinstance(thing, pikepdf.Dictionary) and "/ByteRange" in thing


def _streams(file: Opened) -> Iterator[tuple[int, Any]]:
    for thing in file.objects:
        if isinstance(thing, pikepdf.Stream):
            yield thing.objgen[0], thing


RULES: tuple[Rule, ...] = (
    header, end_of_file, identifiers, no_encryption, filters, limits, output_intent, actions, forms,
    marked, language, title_shown, attachments,
)  # fmt: skip
