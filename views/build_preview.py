"""The preview: as applicants fill it in, with other permits, as the empty paper, as the department receives it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoPage

from form_builder.burden import Burden
from schemas.permit import Permit
from storage.errors import NotFound
from views.asking import ask
from views.build_bench import samples
from views.build_cards import shown_when
from views.build_draft import Working, working
from views.build_layout import print_of
from views.clock import now
from views.fragments import fragment, page
from views.headers import in_frame
from views.hx import is_htmx
from views.languages import NAMES, language, speak_in
from views.needs import effort
from views.policy import policy
from views.published import departments
from views.sending import send_file
from views.store import store
from views.trial import answered, trial_form, tried
from views.workbench import as_permit, is_ready
from views.workbench_baskets import Basket, baskets
from views.workbench_facts import neighbours

room = Blueprint("build_preview", __name__)
WIDTHS = ("phone", "desktop")


@dataclass(frozen=True)
class Together:
    """What the draft is looked at with: `chosen` are permits' ids, `others` by department to choose from."""

    chosen: tuple[str, ...]
    others: tuple[tuple[str, tuple[Permit, ...]], ...]
    baskets: tuple[Basket, ...]
    burden: Burden | None


@room.get("/build/<permit>/preview")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    """`as` is "screen", "together", "paper" or "package"; `language` and `width` are of the frame."""
    tabs = {
        "screen": _("申请人看到的"),
        "together": _("和别的事项一起"),
        "paper": _("空白纸表"),
        "package": _("部门案卷"),
    }
    seen = request.args.get("as", "screen")
    if seen not in tabs:
        raise NoPage
    facts: dict[str, Any] = {
        "tabs": tabs,
        "seen": seen,
        "spoken": _spoken(),
        "width": _width(),
        "mode": _show(),
    }
    return page(
        "build/preview.html", draft=draft, ready=is_ready(draft), **facts, **_facts(draft, seen)
    )


@room.get("/build/<permit>/preview/frame")
@policy("permit.build", working)
def look(draft: Working) -> Response:
    return _framed(draft, {})


@room.post("/build/<permit>/preview/frame")
@policy("permit.build", working)
def fill(draft: Working) -> Response:
    """The form again with what was typed, asking what it leads to; nothing is kept."""
    return _framed(draft, None)


@room.get("/build/<permit>/preview/package")
@policy("permit.build", working)
def package(draft: Working) -> Response:
    """A frame with the PDF, or a fragment that asks again until the worker has printed it."""
    return fragment("build/_package_preview.html", draft=draft, **_package(draft))


@room.get("/build/<permit>/preview/package.pdf")
@policy("permit.build", working)
def sheets(draft: Working) -> Response:
    printed = _package(draft)["printed"]
    if printed is None:
        raise NotFound("This is not printed yet.")
    return send_file(store().files.get(printed), "预览.pdf", "application/pdf", shown=True)


def _facts(draft: Working, seen: str) -> dict[str, Any]:
    if seen == "paper" and as_permit(draft):
        return print_of(draft)
    if seen == "package" and is_ready(draft):
        return _package(draft) | {"samples": samples(draft)}
    return {"together": _together(draft)} if seen == "together" and is_ready(draft) else {}


def _together(draft: Working) -> Together:
    chosen = _chosen(draft)
    around = neighbours(draft)
    offices = departments()
    by_office: dict[str, list[Permit]] = {}
    for permit in sorted(around.values(), key=lambda p: p.named(language())):
        by_office.setdefault(offices[permit.department].named(language()), []).append(permit)
    return Together(
        chosen,
        tuple((name, tuple(found)) for name, found in sorted(by_office.items())),
        tuple(b for b in baskets() if set(b.permits) & around.keys()),
        effort(_basket(draft, chosen)) if chosen else None,
    )


def _chosen(draft: Working) -> tuple[str, ...]:
    """The other permits of the address: one by one, or those of a whole basket, by its place."""
    around = neighbours(draft)
    wanted = list(request.args.getlist("with"))
    at = request.args.get("basket", "")
    if at.isascii() and at.isdigit() and len(at) < 4:
        offered = [b for b in baskets() if set(b.permits) & around.keys()]
        wanted += offered[int(at)].permits if int(at) < len(offered) else ()
    return tuple(dict.fromkeys(p for p in wanted if p in around))


def _basket(draft: Working, chosen: Iterable[str]) -> tuple[Permit, ...]:
    own, around = as_permit(draft), neighbours(draft)
    return (*((own,) if own else ()), *(around[p] for p in chosen))


def _framed(draft: Working, answers: dict[str, Any] | None) -> Response:
    speak_in(_spoken())
    chosen = _chosen(draft)
    if _show() == "all" or not is_ready(draft):
        facts: dict[str, Any] = {"plain": _plain(draft), "sections": ()}
    else:
        form = trial_form(_basket(draft, chosen))
        given = answered(form, request.form) if answers is None else answers
        facts = {"plain": (), "sections": tried(form, given)}
    facts |= {"draft": draft, "spoken": _spoken(), "chosen": chosen}
    if is_htmx():
        return fragment("build/_trial.html", **facts)
    return in_frame(page("build/trial.html", **facts))


def _plain(draft: Working) -> tuple[tuple[str, list[tuple[Any, str]]], ...]:
    """The questions as they stand in the draft, each with its condition; of a form that cannot be filled
    in yet there is nothing else to show."""
    form = draft.read
    return tuple(
        (
            s.i18n.get(language(), {}).get("title") or s.title,
            [
                (ask(f, {}, language=language()), shown_when(form, f))
                for f in form.in_section(s.key)
            ],
        )
        for s in form.sections
    )


def _package(draft: Working) -> dict[str, Any]:
    """The print of this draft with a sample's answers, asked for when it is not there: once for equal content."""
    sample = next((s for s in samples(draft) if s.name == request.args.get("sample")), None)
    answers = sample.answers if sample else None
    told = json.dumps([draft.permit, answers], sort_keys=True, ensure_ascii=False)
    key = f"trial:{draft.id}:{hashlib.sha256(told.encode()).hexdigest()[:24]}"
    printed = store().prints.find(key)
    if printed is None:
        payload = {"department": draft.department, "permit": draft.id, "revision": draft.revision}
        with store().transaction():
            store().jobs.enqueue("print_trial", payload | {"answers": answers}, key=key, now=now())
    return {"key": key, "printed": printed, "sample": sample.name if sample else ""}


def _spoken() -> str:
    wanted = request.args.get("language", "")
    return wanted if wanted in NAMES else language()


def _show() -> str:
    """ "all" questions with their conditions, or those that are "asked" as it is filled in."""
    return "all" if request.args.get("show") == "all" else "asked"


def _width() -> str:
    wanted = request.args.get("width", "")
    return wanted if wanted in WIDTHS else WIDTHS[0]
