from pathlib import Path

import pytest

from config import SettingsError, read_settings

SECRET = "k3Vd9xQ2mZp7LrT8wYb4NcH6sJfA1uEg"


def test_demo_mode_needs_no_setting_at_all():
    settings = read_settings({"YIZHAO_DEMO": "1"})

    assert settings.database_url == f"sqlite:///{Path('var').absolute() / 'yizhao.db'}"
    assert (settings.host, settings.port, settings.base_url) == (
        "127.0.0.1",
        8000,
        "http://localhost:8000",
    )


@pytest.mark.parametrize("secret", ["", "short", "a" * 64])
def test_outside_demo_a_weak_secret_is_refused_by_name(secret):
    with pytest.raises(SettingsError, match="YIZHAO_SECRET"):
        read_settings({"YIZHAO_SECRET": secret})


def test_outside_demo_a_public_address_must_be_https():
    with pytest.raises(SettingsError, match="YIZHAO_BASE_URL"):
        read_settings({"YIZHAO_SECRET": SECRET, "YIZHAO_HOST": "0.0.0.0"})


def test_a_plain_postgres_address_gets_the_driver():
    settings = read_settings({"YIZHAO_DEMO": "1", "DATABASE_URL": "postgresql://yizhao@db/yizhao"})

    assert settings.database_url == "postgresql+psycopg://yizhao@db/yizhao"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YIZHAO_PORT", "70000"),
        ("YIZHAO_PORT", "８０"),
        ("YIZHAO_DEMO", "maybe"),
        ("DATABASE_URL", "mysql://x"),
        ("YIZHAO_BASE_URL", "javascript:alert(1)"),
        ("YIZHAO_MAX_UPLOAD_MB", "0"),
    ],
)
def test_nonsense_is_refused_naming_the_setting(name, value):
    with pytest.raises(SettingsError, match=name):
        read_settings({"YIZHAO_DEMO": "1", name: value})
