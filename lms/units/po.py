"""Translations as gettext files: read, change single entries, follow a changed source, write.

What is not changed keeps its bytes: header, order and wrapping. Which units there are is told by
the caller; whether a translation fits its source is checked in `lms.units.checks`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polib

from lms.kit.i18n import N_, Text
from lms.units.align import align
from lms.units.unit import Key, Unit

Status = Literal["missing", "draft", "translated", "reviewed", "stale"]

_STATUS = re.compile(r"^\s*status:\s*(\S+)\s*$")
_LINE = re.compile(r"\(line (\d+)\)")
_HEADER = re.compile(r'(?:\s*#.*\n)*\s*msgid\s+""\s*\n\s*msgstr')
# Every line that is no comment: polib itself does not mind a quotation mark that is missing.
_WELL_FORMED = re.compile(
    r"\s*(?:#(?!~).*|(?:#~\s*)?(?:\|?\s*(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"
    r'(?:\|?\s*"(?:[^"\\]|\\.)*")?\s*)'
)
_BREAKS_LINES = re.compile("[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_MARKED: tuple[Status, ...] = ("draft", "reviewed")
WIDTH = 78
COURSE = "X-Course"
REVISION = "X-Revision"
# Which translations there were when a file went out: what is newer is nobody's mistake in it.
STAMP = "X-Translations"


class CatalogueBroken(Exception):
    """A PO file cannot be read; `line` says where, `text` what is wrong and `advice` what to do."""

    def __init__(self, line: int, text: Text, advice: Text) -> None:
        super().__init__(str(text))
        self.line = line
        self.text = text
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit's translation as a file holds it.

    `previous` is the source that a stale translation was made from. `line` is where the
    translation stands in the file; `raw` are the entry's own bytes, as text.
    """

    context: str
    text: str
    translation: str
    status: Status
    previous: Key | None
    line: int
    is_obsolete: bool
    raw: str

    @property
    def key(self) -> Key:
        """Return the unit's name."""
        return Key(self.context, self.text)


@dataclass(frozen=True)
class Catalogue:
    """A PO file: its header and its entries, in order."""

    header: str
    fields: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def language(self) -> str:
        """Return the language that the header names."""
        return self.fields.get("Language", "")

    def living(self) -> dict[Key, Entry]:
        """Return the entries in use, by the name of their unit."""
        return {entry.key: entry for entry in self.entries if not entry.is_obsolete}


def read(content: bytes) -> Catalogue:
    """Read a PO file; raise `CatalogueBroken` with a line and advice where it cannot be read."""
    text = _decode(content)
    _check_lines(text)
    try:
        parsed = _parse(text.removeprefix("\ufeff"))
    except (OSError, ValueError, IndexError) as error:
        found = _LINE.search(str(error))
        raise _not_po(int(found.group(1)) if found else 1) from error
    blocks = list(_blocks(text))
    header = "" if len(blocks) == len(parsed) else blocks.pop(0)[1]
    if len(blocks) != len(parsed):
        raise CatalogueBroken(
            1,
            Text(N_("The entries of the file cannot be told apart.")),
            Text(N_("Put an empty line between the entries.")),
        )
    entries = (_entry(entry, *block) for entry, block in zip(parsed, blocks, strict=True))
    return Catalogue(header, dict(parsed.metadata), tuple(entries))


def write(catalogue: Catalogue) -> bytes:
    """Return the file's bytes; for a catalogue as it was read, the same that were read."""
    return "".join(_texts(catalogue)).encode()


def settle(catalogue: Catalogue) -> Catalogue:
    """Return a changed catalogue as it would be read from its bytes, without reading it again.

    To read ten thousand entries takes a second. Raises `CatalogueBroken` as `read` does, for a
    character that no file may hold.
    """
    header, *texts = _texts(catalogue)
    _check_characters(header + "".join(texts))
    entries = []
    start = 1 + header.count("\n")
    for entry, raw in zip(catalogue.entries, texts, strict=True):
        entries.append(replace(entry, line=start + _offset(raw), raw=raw))
        start += raw.count("\n")
    return replace(catalogue, header=header, entries=tuple(entries))


def _texts(catalogue: Catalogue) -> list[str]:
    """Return the header and each entry's text; what follows another begins on a line of its own."""
    texts = [catalogue.header, *(entry.raw for entry in catalogue.entries)]
    return [
        text if text.endswith("\n") or not text or place == len(texts) else f"{text}\n\n"
        for place, text in enumerate(texts, 1)
    ]


def blank(language: str, course: str) -> Catalogue:
    """Return a catalogue without entries for a course's translation into `language`."""
    file = polib.POFile(wrapwidth=WIDTH)
    fields = {
        "Project-Id-Version": course,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        COURSE: course,
    }
    file.metadata = fields
    return Catalogue(f"{file.metadata_as_entry()}\n", fields, ())


def with_field(catalogue: Catalogue, name: str, value: str) -> Catalogue:
    """Return the catalogue with one field of its header set."""
    fields = {**catalogue.fields, name: value}
    file = polib.POFile(wrapwidth=WIDTH)
    file.metadata = dict(fields)
    return replace(catalogue, fields=fields, header=f"{file.metadata_as_entry()}\n")


def change(catalogue: Catalogue, changes: Mapping[Key, tuple[str, Status]]) -> Catalogue:
    """Return the catalogue with new translations; an entry that says the same stays as it is."""
    entries = []
    for entry in catalogue.entries:
        wanted = changes.get(entry.key)
        if entry.is_obsolete or wanted is None or wanted == (entry.translation, entry.status):
            entries.append(entry)
        else:
            entries.append(_changed(entry, *wanted))
    return replace(catalogue, entries=tuple(entries))


def outdate(catalogue: Catalogue, former: Mapping[Key, tuple[Key, str, Status]]) -> Catalogue:
    """Return the catalogue with untranslated entries that inherit a former text's translation.

    `former` gives for an entry the former text, its translation and its status. Where the words
    changed the entry becomes stale; where only the place did, it keeps the status.
    """
    entries = [
        _outdated(entry, *former[entry.key])
        if entry.key in former and entry.status == "missing" and not entry.is_obsolete
        else entry
        for entry in catalogue.entries
    ]
    return replace(catalogue, entries=tuple(entries))


def _outdated(entry: Entry, former: Key, translation: str, status: Status) -> Entry:
    if former.text == entry.text:
        return _changed(entry, translation, status)
    parsed = _parsed(entry)
    parsed.msgstr = translation
    _set_status(parsed, "stale")
    parsed.flags = [*parsed.flags, "fuzzy"]
    parsed.previous_msgid = former.text
    parsed.previous_msgctxt = former.context if former.context != entry.context else None
    return _written(parsed, entry.line)


def follow(catalogue: Catalogue, units: Sequence[Unit], status: Status = "translated") -> Catalogue:
    """Return the catalogue brought up to date with its source.

    What is the same keeps its translation, what changed becomes fuzzy with the previous source,
    what is new is empty, what is gone is kept as obsolete where it was translated. New entries are
    marked with `status` beforehand, so that drafts are born as drafts.
    """
    old = [entry for entry in catalogue.entries if not entry.is_obsolete]
    alignment = align(old, units)
    retired = {entry.key: entry for entry in catalogue.entries if entry.is_obsolete}
    entries = []
    for place, unit in enumerate(units):
        was = alignment.kept.get(place, alignment.stale.get(place))
        entry = retired.pop(unit.key, None) if was is None else old[was]
        entries.append(_placed(entry, unit, status))
    gone = [_retire(old[was]) for was in alignment.removed if old[was].translation]
    return replace(catalogue, entries=(*entries, *gone, *retired.values()))


def _decode(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise CatalogueBroken(
            content[: error.start].count(b"\n") + 1,
            Text(N_("The file is not in UTF-8.")),
            Text(N_("Save it again with the encoding UTF-8.")),
        ) from error
    _check_characters(text)
    return text


def _check_characters(text: str) -> None:
    found = _BREAKS_LINES.search(text)
    if found:
        raise CatalogueBroken(
            text[: found.start()].count("\n") + 1,
            Text(
                N_("The file contains the control character %(code)s."), code=ascii(found.group())
            ),
            Text(N_("Remove the character; in a translation, write a space instead.")),
        )


def _check_lines(text: str) -> None:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not _WELL_FORMED.fullmatch(line):
            raise _not_po(number)


def _not_po(line: int) -> CatalogueBroken:
    return CatalogueBroken(
        line,
        Text(N_("The file is not a valid PO file.")),
        Text(N_("Look for a missing quotation mark or keyword on this line or the one above.")),
    )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each entry's first line and its text, the empty lines after it included."""
    lines: list[str] = []
    start, is_complete = 1, False
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+$", text), 1):
        content = line.strip().removeprefix("\ufeff").removeprefix("#~").strip()
        if is_complete and content.startswith(("#", "msgctxt", "msgid", "|")):
            yield start, "".join(lines)
            lines, start, is_complete = [], number, False
        is_complete = is_complete or content.startswith("msgstr")
        lines.append(line)
    if is_complete:
        yield start, "".join(lines)


def _entry(parsed: polib.POEntry, start: int, raw: str) -> Entry:
    previous = None
    if parsed.previous_msgid:
        previous = Key(parsed.previous_msgctxt or parsed.msgctxt or "", parsed.previous_msgid)
    return Entry(
        context=parsed.msgctxt or "",
        text=parsed.msgid,
        translation=parsed.msgstr,
        status=_status(parsed),
        previous=previous,
        line=start + _offset(raw),
        is_obsolete=bool(parsed.obsolete),
        raw=raw,
    )


def _offset(raw: str) -> int:
    """Return on which line of an entry its translation stands, the first being 0."""
    lines = enumerate(raw.split("\n"))
    return next((n for n, line in lines if line.removeprefix("#~ ").startswith("msgstr")), 0)


def _status(parsed: polib.POEntry) -> Status:
    if not parsed.msgstr:
        return "missing"
    if "fuzzy" in parsed.flags:
        return "stale" if parsed.previous_msgid else "draft"
    for line in parsed.tcomment.split("\n"):
        found = _STATUS.match(line)
        for status in _MARKED:
            if found and found.group(1) == status:
                return status
    return "translated"


def _parse(text: str) -> polib.POFile:
    """Parse a text; without a header polib would take the first entry's comment for the file's."""
    has_header = _HEADER.match(text)
    return polib.pofile(text if has_header else f'msgid ""\nmsgstr ""\n\n{text}', wrapwidth=WIDTH)


def _parsed(entry: Entry) -> polib.POEntry:
    return _parse(entry.raw.removeprefix("\ufeff"))[0]


def _written(parsed: polib.POEntry, line: int = 0) -> Entry:
    return _entry(parsed, line, f"{parsed.__unicode__(WIDTH)}\n")


def _set_status(parsed: polib.POEntry, status: Status) -> None:
    """Mark the status as a comment; `translated` has none, `stale` is gettext's own *fuzzy*."""
    others = [line for line in parsed.tcomment.split("\n") if line and not _STATUS.match(line)]
    mark = [f"status: {status}"] if status in _MARKED else []
    parsed.tcomment = "\n".join(others + mark)
    if status != "stale":
        parsed.flags = [flag for flag in parsed.flags if flag != "fuzzy"]
        parsed.previous_msgid = parsed.previous_msgctxt = None


def _changed(entry: Entry, translation: str, status: Status) -> Entry:
    parsed = _parsed(entry)
    parsed.msgstr = translation
    _set_status(parsed, status)
    return _written(parsed, entry.line)


def _retire(entry: Entry) -> Entry:
    parsed = _parsed(entry)
    parsed.obsolete = True
    parsed.occurrences = []
    return _written(parsed)


def _placed(entry: Entry | None, unit: Unit, status: Status) -> Entry:
    """Return the entry of a unit: the one it had, brought to the unit's text and place."""
    if entry is not None and _is_in_place(entry, unit):
        return entry
    if entry is None:
        parsed = polib.POEntry(comment=unit.kind)
        _set_status(parsed, status)
    else:
        parsed = _parsed(entry)
        parsed.obsolete = False
        _follow_source(parsed, entry, unit)
    place = [(unit.file, str(unit.line))]
    if entry and entry.key == unit.key and parsed.occurrences == place and not entry.is_obsolete:
        return entry
    parsed.msgctxt, parsed.msgid, parsed.occurrences = unit.context, unit.text, place
    return _written(parsed)


def _is_in_place(entry: Entry, unit: Unit) -> bool:
    """Say whether an entry names the unit and its place already: most do, and parsing is slow."""
    place = f"#: {unit.file}:{unit.line}\n"
    count = entry.raw.count("\n#:") + entry.raw.startswith("#:")
    return not entry.is_obsolete and entry.key == unit.key and count == 1 and place in entry.raw


def _follow_source(parsed: polib.POEntry, entry: Entry, unit: Unit) -> None:
    """Make a translation stale whose source changed; a source that came back makes it current."""
    if entry.text == unit.text or not entry.translation:
        return
    if entry.previous and entry.previous.text == unit.text:
        parsed.flags = [flag for flag in parsed.flags if flag != "fuzzy"]
        parsed.previous_msgid = parsed.previous_msgctxt = None
        return
    if entry.previous is None:
        parsed.previous_msgid = entry.text
        parsed.previous_msgctxt = entry.context if entry.context != unit.context else None
    if "fuzzy" not in parsed.flags:
        parsed.flags = [*parsed.flags, "fuzzy"]


def counts(entries: Iterable[Entry]) -> dict[Status, int]:
    """Count the entries in use by status."""
    totals: dict[Status, int] = dict.fromkeys(
        ("missing", "draft", "translated", "reviewed", "stale"), 0
    )
    for entry in entries:
        if not entry.is_obsolete:
            totals[entry.status] += 1
    return totals
