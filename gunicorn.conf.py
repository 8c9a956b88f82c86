"""What gunicorn does before it forks: the program is read once, not by every process again."""


def on_starting(_server: object) -> None:
    """A new or restarted process answers at once; the store is opened by each for itself."""
    import app  # noqa: F401
