"""How a command runs: application, actor, one transaction; one clear line when it fails.

The commands themselves stand beside this file.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.exceptions import NoArgsIsHelpError

from lms.kit.actor import OPERATOR, Actor
from lms.kit.clock import clock
from lms.kit.errors import DomainError
from lms.kit.program import Program

if TYPE_CHECKING:
    from flask import Flask

AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])


class LazyGroup(click.Group):
    """A group that imports a command's module when it is called for: `--help` stays quick."""

    def __init__(self, *args: Any, places: dict[str, str] | None = None, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **more)
        self._places = places or {}

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the group's own arguments; a wrong one is told in one line."""
        with _in_one_line():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command returns
        """Read the command's arguments and run it; a wrong one is told in one line."""
        with _in_one_line():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, importing its module."""
        place = self._places.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Say what is wrong with a command line in one line, without the usage before it."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        if error.ctx is None:
            raise
        message = " ".join(error.format_message().split())
        raise click.UsageError(f"{message} (See: {error.ctx.command_path} --help)") from error


def current_program() -> Program:
    """Return the program that called the command."""
    program: Program = click.get_current_context().find_root().obj
    return program


@dataclass(frozen=True, slots=True)
class Operation:
    """What a command acts with."""

    app: "Flask"
    actor: Actor
    now: datetime


@contextmanager
def operation(*, email: str | None = None, is_write: bool = True) -> Iterator[Operation]:
    """Run the block as the operator, or as the person of `email`, in one transaction.

    A broken rule ends the command with its sentence on standard error and exit code 1.
    """
    # Only commands that need the database pay for its import.
    from lms.kit.db import reading, writing  # noqa: PLC0415

    app = current_program().create_app()
    with app.app_context(), plain_errors(), writing() if is_write else reading():
        yield Operation(app, _actor(email), clock.now())


def _actor(email: str | None) -> Actor:
    if email is None:
        return OPERATOR
    from lms.accounts.queries import get_actor_by_email  # noqa: PLC0415

    return get_actor_by_email(email, clock.now())


@contextmanager
def plain_errors() -> Iterator[None]:
    """End the command with the sentence of a broken rule, where the block breaks one."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.text.in_language("en")) from error


def as_option(command: AnyCommand) -> AnyCommand:
    """Give a command `--as EMAIL`: act as this person, with this person's rights."""
    return click.option("--as", "email", metavar="EMAIL", help="Act as this person.")(command)


def print_json(value: object) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
