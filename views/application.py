"""create_app: the shell every room stands in."""

from pathlib import Path

from flask import Flask, request
from htmx_flask import Htmx
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from storage.keys import Keys
from storage.store import Store
from views import present
from views.assets import serve_assets
from views.csrf import guard
from views.errors import answer_errors
from views.headers import send_headers
from views.languages import speak
from views.logs import keep_log
from views.navigation import show_the_way
from views.policy import enforce
from views.rooms import ROOMS
from views.session import actor, load_session
from views.store import furnish, settings

ROOT = Path(__file__).parent.parent
MEGABYTE = 1 << 20
FILES_AT_ONCE = 5  # of the largest, in one request


def create_app(settings: Settings, store: Store, keys: Keys) -> Flask:
    """The web application over an open store."""
    app = Flask("yizhao", root_path=str(ROOT))
    _configure(app, settings)
    furnish(app, settings, store, keys)
    Htmx(app)
    keep_log(app)
    send_headers(app)
    app.before_request(load_session)
    app.before_request(_let_files_in)
    enforce(app)
    guard(app)
    answer_errors(app)
    speak(app, settings)
    serve_assets(app)
    show_the_way(app)
    present.install(app)
    for room in ROOMS:
        app.register_blueprint(room)
    return app


def _let_files_in() -> None:
    """A question takes several files at once, and says of each in its place which is too large."""
    if request.endpoint == "apply_files.add" and actor():
        request.max_content_length = (FILES_AT_ONCE * settings().max_upload_mb + 1) * MEGABYTE


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = settings.secret_key
    app.config.update(
        MAX_CONTENT_LENGTH=(settings.max_upload_mb + 1) * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        MAX_FORM_PARTS=5_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["demo"] = settings.demo
    # Compiling a page's templates takes longer than drawing it, and every process would do it again.
    compiled = settings.data_dir / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
