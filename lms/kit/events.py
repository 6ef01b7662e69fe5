"""Announcing what has happened to whoever above wants to know.

Listeners are named in `lms.wiring`; each only writes a due job row in the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

Event = TypeVar("Event")

_listeners: dict[type[Any], list[Callable[[Any, datetime], None]]] = defaultdict(list)


def listen(kind: type[Event], listener: Callable[[Event, datetime], None]) -> None:
    """Have `listener(event, now)` called for every event of `kind`; naming it twice is harmless."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: object, now: datetime) -> None:
    """Call the listeners of this kind of event, within the transaction at hand."""
    for listener in _listeners[type(event)]:
        listener(event, now)
