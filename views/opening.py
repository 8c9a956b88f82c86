"""Opening the house: the store and its keys, as the settings say; for the web, the worker and the terminal."""

from datetime import UTC, datetime

from config import Settings, SettingsError
from documents.sealing.demo import demo_seal
from storage.keys import keep_first_seal, load_or_make_keys
from storage.store import Store, open_store
from views import seals


def open_house(settings: Settings) -> Store:
    """The migrated store; SettingsError when the data folder or a seal's key cannot be used."""
    try:
        settings.files_dir.mkdir(parents=True, exist_ok=True)
        keys = load_or_make_keys(settings.keys_dir, settings.seal_keys)
        if settings.demo and not keys.seals:
            keep_first_seal(settings.seal_keys, demo_seal(datetime.now(UTC)))
            keys = load_or_make_keys(settings.keys_dir, settings.seal_keys)
    except OSError as problem:
        raise SettingsError(
            f"YIZHAO_DATA: the folder {settings.data_dir} cannot be written to ({problem.strerror})."
        ) from problem
    seals.opened(keys.seals, settings.seal_password)
    seals.sm2_keys(keys, settings)
    return open_store(settings.database_url, settings.files_dir, keys)
