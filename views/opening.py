"""Opening the house: the store and its keys, as the settings say; for the web, the worker and the terminal."""

from config import Settings, SettingsError
from storage.engine import migrate
from storage.keys import Keys, load_or_make_keys
from storage.store import Store, open_store


def open_house(settings: Settings) -> tuple[Store, Keys]:
    """The migrated store and the keys; SettingsError when the data folder cannot be used."""
    try:
        settings.files_dir.mkdir(parents=True, exist_ok=True)
        keys = load_or_make_keys(settings.keys_dir)
    except OSError as problem:
        raise SettingsError(
            f"YIZHAO_DATA: the folder {settings.data_dir} cannot be written to ({problem.strerror})."
        ) from problem
    migrate(settings.database_url)
    return open_store(settings.database_url, settings.files_dir, keys), keys
