"""Alembic's configuration, made in code so that no second file of settings is needed."""

from pathlib import Path

from alembic.config import Config


def configuration(database_url: str) -> Config:
    """Return what Alembic needs to know for the database at `database_url`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database_url"] = database_url
    return config
