"""What was found: rows of a table, printed for people and written as JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its target, which may be none; `note` says what stands behind it."""

    what: str
    measured: float
    unit: str
    target: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Say whether the target is met, or nothing where there is none."""
        return None if self.target is None else self.measured <= self.target


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows."""
    print(f"{'What':<46} {'Measured':>12} {'Target':>12}")
    for row in rows:
        target = "" if row.target is None else f"≤ {row.target:g} {row.unit}"
        word = {True: "ok", False: "MISSED", None: ""}[row.is_met]
        print(
            f"{row.what:<46} {row.measured:>8.1f} {row.unit:<3} {target:>12}  {word:<6} {row.note}",
            flush=True,
        )


def write_json(rows: Sequence[Row], path: Path) -> None:
    """Write the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = [asdict(row) | {"ok": row.is_met} for row in rows]
    path.write_text(json.dumps({"rows": found}, ensure_ascii=False, indent=2) + "\n", "utf-8")
