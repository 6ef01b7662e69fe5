"""The project's own files, as the house tests read them."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lms.kit.paths import project_root

ROOT = project_root()


@lru_cache
def python_files() -> tuple[Path, ...]:
    """Every module of the program but the migrations."""
    return tuple(
        path
        for path in sorted((ROOT / "lms").rglob("*.py"))
        if "versions" not in path.parts and "node_modules" not in path.parts
    )


@lru_cache
def tree_of(path: Path) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(path.read_text("utf-8"))


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with the place where it stands."""
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", node


def template_files() -> list[Path]:
    """Every template."""
    return sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})
