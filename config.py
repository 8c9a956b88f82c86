"""Settings, read once from the environment. docs/operations.md lists every one; this file is its source."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """What the program needs to know before it starts.

    `data_dir` holds the SQLite file, uploads, keys and compiled translations. `base_url` is what the
    codes on certificates point to, so it must be the address the public reaches. `city` stands before
    a department's name on paper: 珠海 and 市市场监管局. For `old_version_days` after a newer version of a
    form was published, drafts begun on the old one may still be submitted.
    """

    database_url: str
    data_dir: Path
    base_url: str
    host: str
    port: int
    secret_key: str
    demo: bool
    trusted_hosts: tuple[str, ...]
    behind_proxy: bool
    max_upload_mb: int
    web_processes: int
    city: str
    seal_keys: Path
    seal_password: str = field(default="", repr=False)
    old_version_days: int = 90

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Every setting with its default; raises SettingsError naming the first one that cannot be used."""
    demo = _switch(environ, "YIZHAO_DEMO", default=False)
    data_dir = Path(environ.get("YIZHAO_DATA", "var")).absolute()
    port = _number(environ, "YIZHAO_PORT", default=8000, low=1, high=65535)
    host = environ.get("YIZHAO_HOST", "127.0.0.1")
    base_url = environ.get("YIZHAO_BASE_URL", f"http://localhost:{port}").rstrip("/")
    settings = Settings(
        database_url=_database(environ, data_dir),
        data_dir=data_dir,
        base_url=_address(base_url),
        host=host,
        port=port,
        secret_key=_secret(environ, demo=demo),
        demo=demo,
        trusted_hosts=_hosts(environ, base_url, host),
        behind_proxy=_switch(environ, "YIZHAO_BEHIND_PROXY", default=False),
        max_upload_mb=_number(environ, "YIZHAO_MAX_UPLOAD_MB", default=20, low=1, high=40),
        web_processes=_number(environ, "YIZHAO_WEB_PROCESSES", default=2, low=1, high=64),
        city=environ.get("YIZHAO_CITY", "珠海").strip()[:20],
        seal_keys=Path(environ.get("YIZHAO_SEAL_KEYS") or data_dir / "keys").absolute(),
        seal_password=environ.get("YIZHAO_SEAL_PASSWORD", ""),
        old_version_days=_number(environ, "YIZHAO_OLD_VERSION_DAYS", default=90, low=0, high=3650),
    )
    if not demo and not settings.https and not _is_loopback(host):
        raise SettingsError(
            "YIZHAO_BASE_URL: outside demo mode the address must begin with https://, "
            "or the program must listen on 127.0.0.1 only."
        )
    return settings


def _database(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("DATABASE_URL", f"sqlite:///{data_dir / 'yizhao.db'}")
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingsError(
        "DATABASE_URL: write sqlite:////path/to/file.db or postgresql://user@host/name."
    )


def _secret(environ: Mapping[str, str], *, demo: bool) -> str:
    secret = environ.get("YIZHAO_SECRET", "")
    if demo and not secret:
        return "demo-secret-for-a-machine-that-nobody-else-reaches"
    if len(secret) < 32 or len(set(secret)) < 10:
        raise SettingsError(
            "YIZHAO_SECRET: set a random text of at least 32 characters, for example the output of "
            "`openssl rand -base64 33`."
        )
    return secret


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise SettingsError(
            "YIZHAO_BASE_URL: write an address such as https://permits.example.gov.cn."
        )
    return url


def _hosts(environ: Mapping[str, str], base_url: str, host: str) -> tuple[str, ...]:
    named = [h.strip() for h in environ.get("YIZHAO_TRUSTED_HOSTS", "").split(",") if h.strip()]
    always = [urlsplit(base_url).hostname or host, "localhost", "127.0.0.1"]
    return tuple(dict.fromkeys([*named, *always]))


def _number(environ: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name}: write a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name, "").strip().lower()
    if text in ("", "1", "0", "true", "false", "yes", "no"):
        return default if not text else text in ("1", "true", "yes")
    raise SettingsError(f"{name}: write 1 or 0, not {text!r}.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
