"""A wrong setting is refused at start, by its name."""

import stat

import pytest

from lms.kit.settings import Settings, SettingsRefused, load_settings, make_secret


def test_wrong_settings_are_named(monkeypatch):
    monkeypatch.setenv("LMS_PORT", "70000")
    monkeypatch.setenv("LMS_DATABASE_URL", "mysql://x")
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    assert "LMS_PORT" in str(refused.value)
    assert "LMS_DATABASE_URL" in str(refused.value)


def test_a_short_secret_is_refused(tmp_path):
    with pytest.raises(SettingsRefused, match="lms init"):
        _ = Settings(data_dir=tmp_path, secret_key="short").secret


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    make_secret(tmp_path, "a" * 40)
    make_secret(tmp_path, "b" * 40)
    assert Settings(data_dir=tmp_path).secret == "a" * 40
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_postgres_is_reached_by_its_driver(tmp_path):
    settings = Settings(data_dir=tmp_path, database_url="postgresql://u@h/d")
    assert settings.database_url == "postgresql+psycopg://u@h/d"
    assert not settings.is_sqlite
