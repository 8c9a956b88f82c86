"""What storage refuses, in sentences a person can be shown."""


class StorageError(Exception):
    """Something about what is kept stood in the way."""


class NotFound(StorageError):
    """Nothing is kept under this name."""


class ChangedMeanwhile(StorageError):
    """Someone else saved this while you were working on it. `current` is what is kept now:
    a catalogue's revision, a draft's revision or a part's version."""

    def __init__(self, current: int | None = None) -> None:
        super().__init__("Someone else saved this while you were working on it.")
        self.current = current


class Taken(StorageError):
    """This name, number or login belongs to something else already."""


class Unreadable(StorageError):
    """A sealed value does not open: the key is missing, or the value was moved or altered."""
