"""The documents that the program writes of itself: permissions, settings, commands.

`python -m tests.house.generated` writes them anew; a test compares them.
"""

import tempfile
from pathlib import Path

import click

from lms.kit.settings import Settings
from tests.house.sources import ROOT

DOCS = ROOT / "docs"
NOTE = "<!-- Written by `make docs`; a test compares it with the program. -->\n"


def permissions() -> str:
    """Return the table of all routes and who may use each."""
    lines = [
        "# Permissions",
        NOTE,
        "Who may come to an address at all. What of it a person then sees is decided row by row by",
        "the loaders in each room's `policy.py`: who may not know of a thing is answered 404.",
        "",
        "Questions of all courses, `/teach/questions`: trainers see every question of the",
        "courses that they may open in the workshop, drafts and figures included. Of courses",
        "that others offer for deriving they see what is published, without figures, keys and",
        "feedback; a copy has the keys, as a derived course has. An exam's questions are secret:",
        "a question of a bank from which the quiz draws that completes its course, or of a quiz",
        "that is taken in sittings, is shown to, and copied by, those alone who may open its",
        "course; for everybody else it is not there (404).",
        "",
        "Results of the quizzes, `/teach/<slug>/results`: trainers of the organisation that owns",
        "the course read everybody's, protected people without their names; administrators those",
        "of the people whom they administer. Who has a part in the marking of a quiz learns no",
        "name, and opens no record, before the result is released, and who decides on appeals",
        "never; nobody opens the own record; who takes the course without teaching it sees no",
        "keys in the records of others. What was granted in a sitting is shown to those who",
        "teach alone. Each reading of a record is in the audit log.",
        "",
        "| Address | Method | Policy |",
        "|---|---|---|",
    ]
    app = make_app()
    for rule in sorted(
        app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods))
    ):
        policy = app.view_functions[rule.endpoint].policy
        method = "POST" if "POST" in rule.methods else "GET"
        lines.append(f"| `{rule.rule}` | {method} | {policy.__name__.replace('_', ' ')} |")
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Return the table of all settings."""
    lines = ["# Settings", NOTE, "| Variable | Default | Meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.is_required() or field.default_factory else str(field.default)
        default = "" if "*" in default else default
        lines.append(
            f"| `LMS_{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |"
        )
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Return the help of every command."""
    from lms.admin.commands import lms

    lines = ["# Commands", NOTE]

    def describe(command: click.Command, context: click.Context) -> None:
        if not isinstance(command, click.Group) or command is lms:
            lines.extend(
                [f"## {context.command_path}", "```", command.get_help(context), "```", ""]
            )
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                describe(child, click.Context(child, parent=context, info_name=name))

    describe(lms, click.Context(lms, info_name="lms", terminal_width=100, max_content_width=100))
    return "\n".join(lines)


def make_app():
    """Return an application that needs no database."""
    from lms.app import create_app

    folder = Path(tempfile.mkdtemp())
    return create_app(Settings(data_dir=folder, secret_key="x" * 40))


DOCUMENTS = {"permissions.md": permissions, "settings.md": settings, "commands.md": commands}

if __name__ == "__main__":
    for name, write in DOCUMENTS.items():
        (DOCS / name).write_text(write(), "utf-8")
