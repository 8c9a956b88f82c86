"""Languages: written in simplified Chinese, read in four; .po files are compiled at the start."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, Response, g, has_request_context, redirect, request
from flask_babel import Babel, gettext, ngettext, npgettext, pgettext, refresh
from markupsafe import Markup, escape
from werkzeug.exceptions import NotFound

from config import Settings
from views.hx import local_path
from views.policy import policy
from views.session import set_cookie

SOURCE = Path(__file__).parent.parent / "locales"
NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English", "pt": "Português"}
SHORT = {"zh-Hans": "简", "zh-Hant": "繁", "en": "EN", "pt": "PT"}
COOKIE = "yizhao-language"
SIZE_COOKIE = "yizhao-size"
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")

room = Blueprint("languages", __name__)


def speak(app: Flask, settings: Settings) -> None:
    """Compile the translations into the data folder and choose one for each request."""
    folder = compile_all(SOURCE, settings.data_dir / "locales")
    Babel(
        app,
        default_locale="zh_Hans",
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(folder),
        locale_selector=lambda: language().replace("-", "_"),
    )
    app.register_blueprint(room)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        phrase, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    app.jinja_env.globals.update(
        language=language,
        languages=NAMES,
        language_marks=SHORT,
        large_text=large_text,
        counted=_counted_safely,
    )
    app.jinja_env.filters.update(tongue=tongue, tongue_mark=tongue_mark)


def speak_in(code: str) -> None:
    """The rest of this request speaks `code`, whatever the cookie says."""
    g.language = code
    refresh()


def language() -> str:
    """The language of this request, as in `<html lang>`: the cookie's choice, else simplified Chinese."""
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in NAMES else "zh-Hans"
    found: str = g.language
    return found


def phrase(text: str, **values: Any) -> str:
    """`gettext`, which takes ten times as long to find out anew which language it speaks."""
    said = _looked_up(language(), text) if has_request_context() else gettext(text)
    return said % values if values else said


# Whatever is asked in a request has the request's language; translations do not change while we run.
@lru_cache(maxsize=8_000)
def _looked_up(_language: str, text: str) -> str:
    said: str = gettext(text)
    return said


def counted(text: str, n: int, /, **more: object) -> str:
    """`text` about `n` things, its %(n)s filled in, singular or plural as the reader's language has it."""
    said: str = ngettext(text, text, n, **{"n": n, **more})
    return said


def _counted_safely(text: str, n: int, /, **more: object) -> Markup:
    """`counted` for templates: what is filled in may be marked up, and is escaped when it is not."""
    return Markup(counted(text, n, **{k: escape(v) for k, v in more.items()}))  # noqa: S704 our own text


def tongue(words: object) -> Markup:
    """Words a department or a person wrote: where the page speaks another language, marked as Chinese
    (WCAG 3.1.2), so that they are read out and drawn as Chinese."""
    if not tongue_mark(words):
        return escape(words)
    return Markup('<span lang="zh-Hans">%s</span>') % words


def tongue_mark(words: object) -> Markup:
    """The same as an attribute, for elements that hold nothing else."""
    foreign = not language().startswith("zh") and _CHINESE.search(str(words))
    return Markup(' lang="zh-Hans"') if foreign else Markup("")


@room.route("/language/<code>", methods=["GET", "POST"])
@policy("portal.read")
def choose(code: str) -> Response:
    if code not in NAMES:
        raise NotFound
    return _back_with(COOKIE, code)


def large_text() -> bool:
    """Did the reader ask for larger letters?"""
    return request.cookies.get(SIZE_COOKIE) == "large"


@room.get("/size/<any(normal, large):size>")
@policy("portal.read")
def size(size: str) -> Response:
    return _back_with(SIZE_COOKIE, size)


def compile_all(source: Path, target: Path) -> Path:
    """Every messages.po under `source` that is newer than its compiled copy; several processes may do it at once."""
    for po in sorted(source.glob("*/LC_MESSAGES/messages.po")):
        mo = target / po.parent.relative_to(source) / "messages.mo"
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            _compile(po, mo)
    return target


def _compile(po: Path, mo: Path) -> None:
    mo.parent.mkdir(parents=True, exist_ok=True)
    spare = mo.with_suffix(f".{os.getpid()}")
    with po.open("rb") as text, spare.open("wb") as compiled:
        write_mo(compiled, read_po(text, locale=po.parent.parent.name))
    spare.replace(mo)


def _back_with(cookie: str, value: str) -> Response:
    back = local_path(request.args.get("next")) or "/"
    response: Response = redirect(back, 303)  # type: ignore[assignment]
    set_cookie(response, cookie, value, days=365)
    return response
