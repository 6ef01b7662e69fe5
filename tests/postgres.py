"""A PostgreSQL server for one run of the tests: Debian's binaries, a temporary cluster, no root.

`start()` gives the address of the server; `stop()` ends it and deletes its folder.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

USER = "postgres"


class PostgresMissing(Exception):
    """The machine has no PostgreSQL server; the message says what to install."""


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresMissing("no PostgreSQL server here: apt-get install postgresql")


def _as_user(command: list[str]) -> list[str]:
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def _call(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        _as_user(command), cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


class Cluster:
    """A server that listens on a socket in its own folder only."""

    def __init__(self) -> None:
        self._bin = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam(USER)
            except KeyError as error:
                raise PostgresMissing("no user `postgres`: apt-get install postgresql") from error
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._data = self._folder / "data"

    def start(self, *, waits_for_disk: bool = False) -> str:
        """Make and start the cluster; return the URL of its server, without a database.

        What is measured waits for the disk, as a server in use does; what is tested need not.
        """
        _call(
            [str(self._bin / "initdb"), "-D", str(self._data), "-A", "trust", "-U", USER,
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            self._folder,
        )  # fmt: skip
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self._folder} "
            "-c max_connections=60"
        )
        if not waits_for_disk:
            # Statistics that come in the midst of a test would change how its statements are run.
            options += (
                " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
            )
        _call(
            [str(self._bin / "pg_ctl"), "-D", str(self._data), "-w", "-l",
             str(self._folder / "log"), "-o", options, "start"],
            self._folder,
        )  # fmt: skip
        return f"postgresql+psycopg://{USER}@/{{database}}?host={self._folder}"

    def stop(self) -> None:
        """Stop the server and delete all it had."""
        try:
            _call(
                [str(self._bin / "pg_ctl"), "-D", str(self._data), "-m", "immediate", "stop"],
                self._folder,
            )
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
