"""The commands that make, start and fill an installation: init, run, demo.

What the demo holds is in `lms.admin.demo`.
"""

import secrets
import socket

import click

from lms.admin.running import current_program, operation
from lms.kit.actor import OPERATOR
from lms.kit.settings import Settings, load_settings, make_secret

LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command()
def init() -> None:
    """Make what is missing: data folder, secret, tables, keys; harmless on what is there."""
    settings = load_settings()
    make_secret(settings.data_dir, secrets.token_urlsafe(48))
    upgrade(settings)
    from lms.admin.key_commands import tell_made  # noqa: PLC0415 - it takes the rooms along
    from lms.certificates.services.keys import ensure_key  # noqa: PLC0415 - so do these
    from lms.organisations.services import ensure_installation  # noqa: PLC0415 - so do these

    with operation() as task:
        ensure_installation(task.now)
        key_id = ensure_key(OPERATOR, task.now)
        if key_id is not None:
            tell_made(settings.base_url, key_id)
    click.echo(f"Ready: {settings.data_dir}")


def upgrade(settings: Settings) -> None:
    """Bring the database's tables to this release's."""
    from alembic import command  # noqa: PLC0415 - slow to import, and used here alone

    from lms.kit.migrations.configuration import configuration  # noqa: PLC0415

    command.upgrade(configuration(settings.database_url), "head")


@click.command()
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--public-demo", is_flag=True, help="Serve demo accounts beyond this machine.")
def run(workers: int, public_demo: bool) -> None:
    """Serve the site and run its worker until interrupted."""
    settings = load_settings()
    _refuse_public_demo(settings, public_demo)
    _refuse_taken_port(settings)
    click.echo(f"Article 60 is at http://{settings.host}:{settings.port}/ (stop with Ctrl-C)")
    from lms.admin.serving import supervise  # noqa: PLC0415 - `--help` stays quick

    if not supervise(current_program(), settings, workers):
        raise click.ClickException("the web server ended; its message stands above")


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot serve on {settings.host}, port {settings.port}: {error.strerror}. "
                "Stop what is there, or set LMS_HOST and LMS_PORT to another place."
            ) from error


def _refuse_public_demo(settings: Settings, public_demo: bool) -> None:
    if settings.host in LOCAL_HOSTS or public_demo:
        return
    from lms.accounts.queries import count_demo_people  # noqa: PLC0415

    with operation(is_write=False):
        if count_demo_people():
            raise click.ClickException(
                "This database has demo accounts, whose password is public. "
                "Serve it on 127.0.0.1 only, or say --public-demo."
            )


@click.command()
@click.option("--public-demo", is_flag=True, help="Allow it though the site is public.")
def demo(public_demo: bool) -> None:
    """Load the shipped library, an account per role, and graduates; refused where others live."""
    settings = load_settings()
    if settings.host not in LOCAL_HOSTS and not public_demo:
        raise click.ClickException(
            "Demo accounts have a public password. Serve on 127.0.0.1 only, or say --public-demo."
        )
    from lms.admin.demo import load_demo  # noqa: PLC0415

    program = current_program()
    handlers, _periodic = program.jobs()
    for line in load_demo(program.create_app(), handlers):
        click.echo(line)
