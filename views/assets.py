"""Static files under addresses that change with their content, so browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

YEAR = 31_536_000


def serve_assets(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.jinja_env.globals["asset"] = lambda name: _address(str(app.static_folder), name)


def _address(folder: str, name: str) -> str:
    return url_for("static", filename=name, v=_version(folder, name))


@cache
def _version(folder: str, name: str) -> str:
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:10]
