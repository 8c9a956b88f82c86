"""The web's door, create_app(), and the command line: `python app.py --help`."""

import gc
import os
import sys

from flask import Flask

from config import read_settings
from views.application import create_app as build
from views.opening import open_house


def create_app() -> Flask:
    """The Flask application as the environment's settings describe it; gunicorn calls this."""
    settings = read_settings(os.environ)
    store = open_house(settings)
    app = build(settings, store, store.keys)
    # What lives as long as the process is not looked through again: it cost an answer 0.15 s now and then.
    gc.freeze()
    return app


if __name__ == "__main__":
    from terminal import main

    sys.exit(main(sys.argv[1:]))
