"""Opening the house: the store and its keys, as the settings say; for the web, the worker and the terminal."""

from config import Settings, SettingsError
from storage.keys import load_or_make_keys
from storage.store import Store, open_store


def open_house(settings: Settings) -> Store:
    """The migrated store; SettingsError when the data folder cannot be used."""
    try:
        settings.files_dir.mkdir(parents=True, exist_ok=True)
        keys = load_or_make_keys(settings.keys_dir)
    except OSError as problem:
        raise SettingsError(
            f"YIZHAO_DATA: the folder {settings.data_dir} cannot be written to ({problem.strerror})."
        ) from problem
    return open_store(settings.database_url, settings.files_dir, keys)
