"""The commands that make, start and fill an installation: init, run, demo.

What the demo holds is in `lms.admin.demo`.
"""

import contextlib
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click

from lms.admin.running import current_program, operation
from lms.kit.paths import project_root
from lms.kit.settings import Settings, load_settings, make_secret

LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
WORKER_PAUSE_SECONDS = 2
PATIENCE_SECONDS = 20


@click.command()
def init() -> None:
    """Make what is missing: data folder, secret, tables; harmless on what is there."""
    settings = load_settings()
    make_secret(settings.data_dir, secrets.token_urlsafe(48))
    upgrade(settings)
    from lms.organisations.services import ensure_installation  # noqa: PLC0415

    with operation() as task:
        ensure_installation(task.now)
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
    click.echo(f"Article 60 is at http://{settings.host}:{settings.port}/ (stop with Ctrl-C)")
    _supervise(settings, server_command(settings, workers), [*_lms(), "worker"])


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


def _lms() -> list[str]:
    return [sys.executable, "-c", "from lms.app import main; main()"]


def server_command(settings: Settings, workers: int) -> list[str]:
    """Return the command of the web server; a worker process that dies is replaced."""
    return [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "wsgi:app",
        "--host", settings.host, "--port", str(settings.port),
        "--workers", str(workers), "--blocking-threads", "2", "--backpressure", "64",
        "--respawn-failed-workers", "--workers-kill-timeout", "10", "--workers-max-rss", "400",
        "--log-level", "warning", "--working-dir", str(project_root()),
    ]  # fmt: skip


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)  # noqa: S603 - our own programs, with our own arguments


def _wait_until_served(settings: Settings, web: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE_SECONDS * 10):
        with (
            contextlib.suppress(OSError),
            socket.create_connection((settings.host, settings.port), timeout=1),
        ):
            return
        if web.poll() is not None:
            return
        time.sleep(0.1)


def _supervise(settings: Settings, server: list[str], worker: list[str]) -> None:
    """Keep both running: a worker that dies is started anew, and without the server we end."""
    running = True

    def stop(_signal: int, _frame: object) -> None:
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    web = _spawn(server)
    # The first page comes first: both load the whole program.
    _wait_until_served(settings, web)
    job = _spawn(worker)
    while running and web.poll() is None:
        if job.poll() is not None:
            time.sleep(WORKER_PAUSE_SECONDS)
            job = _spawn(worker)
        time.sleep(0.2)
    _end(web, job)
    if running:
        raise click.ClickException("the web server ended; its message stands above")


def _end(*children: subprocess.Popen[bytes]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


@click.command()
@click.option("--public-demo", is_flag=True, help="Allow it though the site is public.")
def demo(public_demo: bool) -> None:
    """Load the shipped library and one account per role; refused where other people live."""
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
