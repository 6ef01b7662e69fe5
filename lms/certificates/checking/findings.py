"""What a check of a file's structure gives: rules, each with its clause, and what breaks them.

Clauses of ISO 19005-3:2012 (PDF/A-3) and ISO 14289-1:2014 (PDF/UA-1) by their numbers there. The
rules themselves stand in the files beside.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lms.certificates.checking.opened import Opened

A3, UA = "PDF/A-3a", "PDF/UA-1"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: its name, the standard's clause, what it asks for, and what was found."""

    rule: str
    clause: str
    asks: str
    found: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a standard asks for; `look` tells each place where it is not so."""

    name: str
    clause: str
    asks: str
    look: Callable[[Opened], Iterator[str]]

    def check(self, file: Opened) -> Iterator[Finding]:
        """Give a finding for each place that breaks the rule."""
        for found in self.look(file):
            yield Finding(self.name, self.clause, self.asks, found)


def rule(clause: str, asks: str) -> Callable[[Callable[[Opened], Iterator[str]]], Rule]:
    """Make a rule of the function below, which is named after it."""

    def make(look: Callable[[Opened], Iterator[str]]) -> Rule:
        return Rule(look.__name__.replace("_", "-"), clause, asks, look)

    return make
