"""What changed in a file of entries, told for people: a course's settings, outline, bank, quiz.

The entries are found by their ids and compared field by field; `fields` knows how these are called.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lms.content.format import COURSE_FILE
from lms.kit.i18n import N_, Text
from lms.units import markdown
from lms.workshop.comparison.blocks import in_order
from lms.workshop.comparison.fields import Field, compare_fields
from lms.workshop.comparison.names import (
    ACTIVITY,
    COURSE,
    LONGEST_NAME,
    MODULE,
    NOTE,
    QUIZ,
    names_of,
)
from lms.workshop.editing.edits import FileUnreadable, load

Entry = Mapping[str, Any]
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that differs: its name, where it went, and what of it changed."""

    kind: Kind
    name: Text
    places: tuple[Text, ...] = ()
    fields: tuple[Field, ...] = ()


def tell(path: str, old: str, new: str) -> tuple[Told, ...] | None:
    """Return what differs between two states of a file, entry by entry.

    Neither need be fit to be published. Nothing (`None`) is told of a file that has no entries, or
    is no YAML, or differs where no entry does, as one with the same id twice may.
    """
    folder = path.partition("/")[0]
    teller = _TELLERS.get(folder)
    if teller is None or not path.endswith(".yaml"):
        return None
    try:
        before, after = load(old), load(new)
    except FileUnreadable:
        return None
    told = tuple(teller(before, after))
    return told if told or before == after else None


def _tell_bank(old: object, new: object) -> Iterator[Told]:
    before, after = _by_id(old), _by_id(new)
    moved = _moves(list(before), list(after))
    for name, question in after.items():
        places = []
        if name in moved:
            before_it = moved[name]
            places = [_after(_question_name(after[before_it]) if before_it else None)]
        fields = compare_fields(names_of(question), before.get(name, {}), question)
        yield from _entry(name in before, _question_name(question), places, fields)
    for name in before:
        if name not in after:
            yield Told("removed", _question_name(before[name]))


def _question_name(question: Entry) -> Text:
    words = markdown.words(" ".join(str(question.get("text") or question.get("id")).split()))
    short = words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}…"
    return Text(N_("Question: %(name)s"), name=_isolated(short))


def _tell_quiz(old: object, new: object) -> Iterator[Told]:
    before, after = _mapping(old), _mapping(new)
    fields = compare_fields(QUIZ, before, after)
    title = str((after or before).get("title") or "")
    yield from _entry(bool(before), Text(N_("Quiz: %(name)s"), name=_isolated(title)), (), fields)


def _tell_note(old: object, new: object) -> Iterator[Told]:
    fields = compare_fields(NOTE, _mapping(old), _mapping(new))
    yield from _entry(bool(_mapping(old)), Text(N_("To be known of it")), (), fields)


def _tell_course(old: object, new: object) -> Iterator[Told]:
    before, after = _mapping(old), _mapping(new)
    fields = compare_fields(COURSE, _without_outline(before), _without_outline(after))
    yield from _entry(bool(before), Text(N_("Settings")), (), fields)
    yield from _tell_outline(_Outline(before), _Outline(after))


def _without_outline(course: Entry) -> Entry:
    return {key: value for key, value in course.items() if key != "modules"}


class _Outline:
    """The modules of a `course.yaml` by id, and its activities with the module of each."""

    def __init__(self, course: Entry) -> None:
        self.modules = _by_id(course.get("modules"))
        self.inside = {name: _by_id(m.get("activities")) for name, m in self.modules.items()}
        self.activities = {
            name: (module, activity)
            for module, found in self.inside.items()
            for name, activity in found.items()
        }

    def title(self, module: str) -> str:
        """Return what a module is called, in the middle of a sentence."""
        return _isolated(str(self.modules.get(module, {}).get("title") or module))


def _tell_outline(old: _Outline, new: _Outline) -> Iterator[Told]:
    moved = _moves(list(old.modules), list(new.modules))
    for name in new.modules:
        places = []
        if name in moved:
            before_it = moved[name]
            places = [_after(_module_name(new, before_it) if before_it else None)]
        was, now = (_module_fields(outline, name) for outline in (old, new))
        fields = compare_fields(MODULE, was, now)
        yield from _entry(name in old.modules, _module_name(new, name), places, fields)
        yield from _tell_activities(old, new, name)
    for name in old.modules:
        if name not in new.modules:
            yield Told("removed", _module_name(old, name))
    for name, (_module, activity) in old.activities.items():
        if name not in new.activities:
            yield Told("removed", _activity_name(activity))


def _module_fields(outline: _Outline, name: str) -> Entry:
    """Return what a module says beside its activities, the modules it requires by their titles."""
    module = outline.modules.get(name, {})
    said = {key: value for key, value in module.items() if key != "activities"}
    required = said.get("requires")
    if isinstance(required, list):
        said["requires"] = [outline.title(str(one)) for one in required]
    return said


def _tell_activities(old: _Outline, new: _Outline, module: str) -> Iterator[Told]:
    here = new.inside[module]
    moved = _moves(list(old.inside.get(module, {})), list(here))
    for name, activity in here.items():
        was = old.activities.get(name)
        places = []
        if was is None:
            places = [Text(N_("In “%(module)s”."), module=new.title(module))]
        elif was[0] != module:
            places = [Text(N_("Moved from “%(old)s” to “%(new)s”."), old=old.title(was[0]),
                           new=new.title(module))]  # fmt: skip
        elif name in moved:
            before_it = moved[name]
            places = [_after(_activity_name(here[before_it]) if before_it else None)]
        fields = compare_fields(ACTIVITY, was[1] if was else {}, activity)
        yield from _entry(was is not None, _activity_name(activity), places, fields)


def _module_name(outline: _Outline, name: str) -> Text:
    return Text(N_("Module: %(name)s"), name=outline.title(name))


def _activity_name(activity: Entry) -> Text:
    file = str(activity.get("page") or activity.get("quiz") or activity.get("id"))
    name = _isolated(str(activity.get("title") or file.rpartition("/")[2].partition(".")[0]))
    if "quiz" in activity:
        return Text(N_("Quiz: %(name)s"), name=name)
    return Text(N_("Page: %(name)s"), name=name)


def _entry(
    was_there: bool, name: Text, places: Sequence[Text], fields: Sequence[Field]
) -> Iterator[Told]:
    """Tell of an entry, unless it is as it was."""
    if not was_there:
        yield Told("added", name, tuple(places), tuple(fields))
    elif places or fields:
        yield Told("changed", name, tuple(places), tuple(fields))


def _after(name: Text | None) -> Text:
    if name is None:
        return Text(N_("It stands first now."))
    return Text(N_("It stands after “%(name)s” now."), name=name)


def _moves(old: Sequence[str], new: Sequence[str]) -> dict[str, str | None]:
    """Return what was moved among its neighbours, with what it stands after now."""
    places = {name: place for place, name in enumerate(old)}
    kept = [name for name in new if name in places]
    unmoved = in_order([places[name] for name in kept])
    return {
        name: new[place - 1] if place else None
        for place, name in enumerate(new)
        if name in places and places[name] not in unmoved
    }


def _mapping(value: object) -> Entry:
    return value if isinstance(value, Mapping) else {}


def _by_id(value: object) -> dict[str, Entry]:
    entries = value if isinstance(value, list) else []
    return {str(entry.get("id", "")): entry for entry in entries if isinstance(entry, Mapping)}


def _isolated(name: str) -> str:
    """Return a name that keeps its own direction within a sentence."""
    return f"\u2068{name}\u2069"


_TELLERS: Mapping[str, Callable[[object, object], Iterator[Told]]] = {
    COURSE_FILE: _tell_course,
    "questions": _tell_bank,
    "quizzes": _tell_quiz,
    "media": _tell_note,
}
