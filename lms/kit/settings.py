"""The installation's settings: read from the environment once, refused at start when wrong.

What an administrator changes in the browser (name, emblem, sender) stands in the database.
"""

import os
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from lms.kit.paths import project_root

SECRET_FILE = "secret"  # noqa: S105 - the name of a file
SHORTEST_SECRET = 32


class SettingsRefused(Exception):
    """A setting is wrong; the message names it and says what it must be."""


def _has_scheme(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if urlsplit(value).scheme.split("+")[0] not in schemes:
            raise ValueError(f"must begin with one of: {', '.join(f'{s}:' for s in schemes)}")
        return value

    return AfterValidator(check)


class Settings(BaseSettings):
    """Every setting of an installation; each is an environment variable `LMS_…`."""

    model_config = SettingsConfigDict(env_prefix="LMS_", extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: project_root() / "data",
        description="The folder of the database, the files, the mail and the secret.",
    )
    database_url: Annotated[str, _has_scheme("sqlite", "postgresql")] = Field(
        default="", validate_default=False, description="SQLite in the data folder by default."
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="At least 32 characters; by default read from the file `secret`.",
    )
    key_passphrase: SecretStr = Field(
        default=SecretStr(""),
        description="Opens the keys by which certificates are signed; by default it is derived "
        "from the secret.",
    )
    timestamp_url: Annotated[str, _has_scheme("http", "https")] = Field(
        default="", validate_default=False,
        description="A time-stamp service (RFC 3161), which then vouches for the time of each "
        "signature. Without one, signatures state their time themselves.",
    )  # fmt: skip
    mail_url: Annotated[str, _has_scheme("file", "smtp", "smtps")] = Field(
        default="file:mail",
        description="`file:FOLDER` (in the data folder) or `smtp://user:password@host:587`.",
    )
    mail_resend: bool = Field(
        default=False,
        description="`true` sends again what a crash left in the act of being sent, and whose fate "
        "the mail server did not tell; otherwise it waits for you, and nobody gets a mail twice.",
    )
    base_url: Annotated[str, _has_scheme("http", "https")] = Field(
        default="http://127.0.0.1:8060",
        description="The address people use; it stands in mails and QR codes.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(default=8060, ge=1, le=65535, description="The port to listen on.")
    proxies: int = Field(
        default=0, ge=0, le=9,
        description="How many proxies of your own stand before the site; each must add the address "
        "it saw to `X-Forwarded-For`, the last also set `X-Forwarded-Proto`. 0 ignores both.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.database_url:
            self.database_url = f"sqlite:///{self.data_dir.resolve() / 'article60.sqlite3'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme == "postgresql":
            self.database_url = f"postgresql+psycopg://{rest}"
        self.base_url = self.base_url.rstrip("/")
        return self

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def secret(self) -> str:
        """Return the secret that signs sessions.

        Raises `SettingsRefused` where there is none yet or it is too short.
        """
        secret = self.secret_key.get_secret_value() or _read_secret(self.data_dir)
        if len(secret) < SHORTEST_SECRET:
            raise SettingsRefused(
                "LMS_SECRET_KEY: at least 32 characters are needed; `lms init` makes one."
            )
        return secret


def _read_secret(data_dir: Path) -> str:
    path = data_dir / SECRET_FILE
    return path.read_text("ascii").strip() if path.exists() else ""


def load_settings() -> Settings:
    """Read the settings from the environment; raise `SettingsRefused` naming each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"LMS_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise SettingsRefused("\n".join(lines)) from error


def make_secret(data_dir: Path, secret: str) -> None:
    """Write the secret file with mode 600, unless there is one already."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / SECRET_FILE
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secret)
