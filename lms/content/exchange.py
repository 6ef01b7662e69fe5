"""What becomes of each text of a translator's file: taken, unchanged, or refused, and why.

Pure. Reading the database and keeping what is taken is in `services.translating`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from lms.content.problems import Problem
from lms.content.rules import CourseInvalid
from lms.kit.i18n import N_, Text
from lms.units import checks, po, xliff
from lms.units.align import align
from lms.units.checks import Fault
from lms.units.unit import Key, Unit

Outcome = Literal["taken", "unchanged", "refused"]
Form = Literal["po", "xliff"]
Value = tuple[str, po.Status]
MISSING: Value = ("", "missing")
MOST_BYTES = 32 * 1024 * 1024
# A translation that is many times its source is a mistake, or somebody's attempt to fill the disk.
LONGEST = 4_000
TIMES = 10


@dataclass(frozen=True, slots=True)
class Saved:
    """A translation as the database has it; `seq` grows with each one that is written."""

    text: str
    status: po.Status
    person_id: str | None
    seq: int

    @property
    def value(self) -> Value:
        """Return text and status."""
        return self.text, self.status


@dataclass(frozen=True)
class Incoming:
    """A translator's file as it was read; `faults` are those of single entries, by place."""

    file: str
    form: Form
    catalogue: po.Catalogue
    faults: Mapping[int, tuple[Fault, ...]]

    @property
    def course(self) -> str:
        """Return the slug of the course that the file says it translates."""
        return self.catalogue.fields.get(po.COURSE, "")

    @property
    def revision(self) -> str:
        """Return the id of the revision that the file was exported from."""
        return self.catalogue.fields.get(po.REVISION, "")

    @property
    def stamp(self) -> int | None:
        """Return how far the translations were when the file was exported, where it says so."""
        said = self.catalogue.fields.get(po.STAMP, "")
        return int(said) if said.isdecimal() and said.isascii() and len(said) < _DIGITS else None

    @property
    def language(self) -> str:
        """Return the language, without the country that some tools add."""
        return self.catalogue.language.replace("_", "-").split("-")[0].lower()


_DIGITS = 19


@dataclass(frozen=True)
class Standing:
    """What the draft says in the file's language now, and said when the file was exported."""

    units: Sequence[Unit]
    now: Mapping[Key, Saved]
    then: Mapping[Key, Saved]
    person_id: str | None
    is_known_revision: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What becomes of one text of the file; `is_changed`: it is another than the draft has.

    `notes` say of a text that is taken what to look at again; they hold nothing up.
    """

    outcome: Outcome
    key: Key
    value: Value
    line: int
    problems: tuple[Problem, ...] = ()
    is_unknown: bool = False
    is_changed: bool = False
    notes: tuple[Text, ...] = ()

    @property
    def stays_draft(self) -> bool:
        """Say whether the text is taken and new, and the file still calls it a draft."""
        return self.outcome == "taken" and self.is_changed and self.value[1] == "draft"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, in English."""
        return {
            "outcome": self.outcome, "context": self.key.context, "source": self.key.text,
            "text": self.value[0], "status": self.value[1], "line": self.line,
            "problems": [problem.as_json() for problem in self.problems],
            "notes": [str(note) for note in self.notes],
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What becomes of a file: text by text, and what is wrong with it as a whole.

    `state` is what it was made from; `is_saved`: what is taken has been kept.
    """

    slug: str
    language: str
    file: str
    units: tuple[UnitReport, ...]
    of_file: tuple[Problem, ...] = ()
    state: str = ""
    is_saved: bool = False

    def of(self, outcome: Outcome) -> list[UnitReport]:
        """Return the texts with this outcome, in the file's order."""
        return [unit for unit in self.units if unit.outcome == outcome]

    @cached_property
    def counts(self) -> Counter[str]:
        """Return how many texts there are of each outcome."""
        return Counter(unit.outcome for unit in self.units)

    @property
    def changed(self) -> int:
        """Return how many texts are taken."""
        return self.counts["taken"]

    @property
    def drafts(self) -> int:
        """Return how many texts are changed and stay drafts by the file's mark."""
        return sum(unit.stays_draft for unit in self.units)

    @cached_property
    def noted(self) -> list[UnitReport]:
        """Return the texts that are taken and should be looked at again."""
        return [unit for unit in self.units if unit.notes]

    @property
    def unchanged(self) -> int:
        """Return how many texts say nothing new."""
        return self.counts["unchanged"]

    @property
    def unknown(self) -> int:
        """Return how many translate a text that the draft does not have."""
        return sum(unit.is_unknown for unit in self.units)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every reason for which something is refused, the file's own first."""
        return (*self.of_file, *(p for unit in self.of("refused") for p in unit.problems))

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is refused."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values; unchanged texts are only counted."""
        return {
            "slug": self.slug, "language": self.language, "changed": self.changed,
            "drafts": self.drafts, "noted": len(self.noted), "unchanged": self.unchanged,
            "unknown": self.unknown, "refused": self.counts["refused"], "saved": self.is_saved,
            "valid": self.is_whole,
            "units": [unit.as_json() for unit in self.units if unit.outcome != "unchanged"],
            "problems": [problem.as_json() for problem in self.problems],
        }  # fmt: skip


def count_as_translated(report: Report) -> Report:
    """Return a report in which a changed text is translated, whatever the file still calls it.

    An editor of PO files leaves the comment `# status: draft` where it is: a translator who did
    the work says so once for the whole file.
    """
    units = (
        replace(unit, value=(unit.value[0], "translated")) if unit.stays_draft else unit
        for unit in report.units
    )
    return replace(report, units=tuple(units))


class TranslationsRefused(CourseInvalid):
    """A translator's file holds texts that cannot be taken; the report says which, and why."""

    message = N_("Nothing was taken. Problems to correct: %(count)s; the first is %(first)s")

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(report.problems)


def read_file(content: bytes, file: str) -> Incoming:
    """Read a PO or XLIFF file; raise `CourseInvalid` where it is neither."""
    try:
        if len(content) > MOST_BYTES:
            raise _too_big()
        if xliff.is_xml(content):
            received = xliff.read(content)
            return Incoming(file, "xliff", received.catalogue, received.faults)
        return Incoming(file, "po", po.read(content), {})
    except po.CatalogueBroken as error:
        raise CourseInvalid([Problem(file, error.line, "", error.text, error.advice)]) from error


def _too_big() -> po.CatalogueBroken:
    return po.CatalogueBroken(
        1,
        Text(N_("The file is larger than %(size)s MB."), size=MOST_BYTES // 1024**2),
        Text(N_("Export one language of one course, and send that file back.")),
    )


def judge(incoming: Incoming, standing: Standing) -> Report:
    """Say of every text of a file what becomes of it."""
    judge_ = _Judge(incoming, standing)
    units = tuple(
        judge_.unit(place, entry)
        for place, entry in enumerate(incoming.catalogue.entries)
        if not entry.is_obsolete
    )
    of_file = () if standing.is_known_revision else (_other_revision(incoming.file),)
    return Report(
        incoming.course, incoming.language, incoming.file, units, of_file, standing.state
    )  # fmt: skip


def _other_revision(file: str) -> Problem:
    return Problem(
        file, 1, po.REVISION,
        Text(N_("The file was exported from another copy of the course, or from none.")),
        Text(N_("Export the translations here again; or take what fits and leave the rest.")),
    )  # fmt: skip


_TWICE = Fault(
    1,
    Text(N_("The same text is translated twice.")),
    Text(N_("Remove one of the entries with this msgctxt and msgid.")),
)
_TOO_LONG = Fault(
    1,
    Text(N_("The translation is far longer than its source.")),
    Text(N_("Look whether something else was pasted there.")),
)
_OWN = Fault(
    1,
    Text(N_("A translation must be reviewed by somebody other than its translator.")),
    Text(N_("Mark it as translated, and let somebody else review it.")),
)
_GONE = Fault(
    1,
    Text(N_("The course has no such text any more.")),
    Text(N_("Leave it out; what it translated is gone.")),
)


class _Judge:
    """Looks at one text after the other."""

    def __init__(self, incoming: Incoming, standing: Standing) -> None:
        self.incoming = incoming
        self.standing = standing
        self.known = {unit.key for unit in standing.units}
        living = [entry for entry in incoming.catalogue.entries if not entry.is_obsolete]
        self.times = Counter(entry.key for entry in living)

    @cached_property
    def successors(self) -> dict[Key, Unit]:
        """Return the texts that took the place of those which only the file has."""
        old = [e for e in self.incoming.catalogue.entries if not e.is_obsolete]
        found = align(old, self.standing.units)
        return {old[was].key: self.standing.units[at] for at, was in found.stale.items()}

    def unit(self, place: int, entry: po.Entry) -> UnitReport:
        faults = self.incoming.faults.get(place, ())
        key, value = self.meant(entry)
        if faults:
            return self.refused(entry, key, value, faults)
        saved, before = self.standing.now.get(key), self.standing.then.get(key)
        is_untouched = value in {_value(saved), _value(before)}
        if is_untouched or (entry.key not in self.known and not value[0]):
            return UnitReport("unchanged", key, value, entry.line)
        if entry.key not in self.known:
            return self.refused(entry, key, value, [self.unknown(entry)], is_unknown=True)
        found = [*self.faults(entry, key, value), *self.disputes(key, value)]
        if found:
            return self.refused(entry, key, value, found)
        is_changed = value[0] != _value(saved)[0]
        return UnitReport("taken", key, value, entry.line, is_changed=is_changed)

    def meant(self, entry: po.Entry) -> tuple[Key, Value]:
        """Return which text a translation is of.

        A stale one is that of the previous source, unless the translator changed it: a tool that
        leaves the mark where it was has a draft of today's source.
        """
        if entry.previous is None:
            return entry.key, (entry.translation, entry.status)
        value: Value = (entry.translation, "translated")
        for saved in (self.standing.now, self.standing.then):
            former = saved.get(entry.previous)
            if former and former.text == entry.translation:
                return entry.previous, former.value
        is_first = entry.previous not in self.standing.now
        return (entry.previous, value) if is_first else (entry.key, (entry.translation, "draft"))

    def faults(self, entry: po.Entry, key: Key, value: Value) -> Iterable[Fault]:
        """Yield what keeps the text from standing in its source's place."""
        text = value[0]
        if self.times[entry.key] > 1:
            yield _TWICE
        if len(text) > max(LONGEST, TIMES * len(key.text)):
            yield _TOO_LONG
        elif text and text != key.text:
            yield from checks.find_translation_faults(key.text, text)

    def disputes(self, key: Key, value: Value) -> Iterable[Fault]:
        """Yield where the text would go against what somebody else wrote."""
        saved, before = self.standing.now.get(key), self.standing.then.get(key)
        if saved and saved.value != _value(before) and saved.text != value[0]:
            yield Fault(
                1,
                Text(N_("Somebody translated this text meanwhile: “%(text)s”"), text=saved.text),
                Text(N_("Compare the two; to keep yours, enter it there.")),
            )
        if value[1] == "reviewed" and self.is_own(saved, value):
            yield _OWN

    def is_own(self, saved: Saved | None, value: Value) -> bool:
        """Say whether the text is the actor's own: changed in this file, or written before."""
        if self.standing.person_id is None:
            return False
        if saved is None or saved.text != value[0]:
            return True
        return saved.status != "reviewed" and saved.person_id == self.standing.person_id

    def unknown(self, entry: po.Entry) -> Fault:
        """Return why a text of the file is none of the draft's."""
        successor = self.successors.get(entry.key)
        if successor is None:
            return _GONE
        return Fault(
            1,
            Text(N_("The source has changed; it now reads: “%(text)s”"), text=successor.text),
            Text(N_("Export the translations again; this one is shown there as stale.")),
        )

    def refused(
        self,
        entry: po.Entry,
        key: Key,
        value: Value,
        faults: Iterable[Fault],
        *,
        is_unknown: bool = False,
    ) -> UnitReport:
        file = self.incoming.file
        problems = tuple(
            Problem(file, entry.line, entry.context, fault.message, fault.advice)
            for fault in faults
        )
        return UnitReport("refused", key, value, entry.line, problems, is_unknown)


def _value(saved: Saved | None) -> Value:
    return saved.value if saved else MISSING
