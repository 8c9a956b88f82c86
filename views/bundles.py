"""Taking many cases at once: choose by permit, state and days, and have them as one ZIP."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from documents.bundle import planned
from documents.words import chinese_date
from schemas.bundle import Bundle
from schemas.case import Part
from schemas.user import Account
from storage.bundles import Choice
from views.clock import local, now
from views.desk_data import STATES
from views.folders import folders
from views.fragments import page
from views.hx import go
from views.languages import counted
from views.policy import policy
from views.session import actor
from views.store import store
from views.streaming import send_bundle

MOST_PARTS = 5000
YEARS = range(2000, 3000)  # farther out, the day after cannot be reckoned with
room = Blueprint("bundles", __name__)


def made(bundle: str) -> Bundle:
    return store().bundles.get(bundle)


@room.get("/desk/bundles")
@policy("bundle.make")
def bundles() -> Response:
    return _page()


@room.post("/desk/bundles")
@policy("bundle.make")
def make() -> Response:
    who = _actor()
    choice, problem = _choice(who)
    count = store().bundles.count(choice, MOST_PARTS + 1) if not problem else 0
    if not problem and not count:
        problem = _("没有这样的办件。请放宽条件再试。")
    if count > MOST_PARTS:
        problem = counted("一次最多打包 %(n)s 件，请把日期缩短一些。", MOST_PARTS)
    if problem:
        return _page(422, problem=problem)
    bundle, taken = _planned(who, choice)
    with store().transaction():
        store().bundles.add(bundle)
        store().audit.add(who.id, "bundle.make", bundle.id, now=bundle.made_at)
        for part in taken:
            store().audit.add(who.id, "bundle.file", part.id, now=bundle.made_at)
    unprinted = sum(1 for part in taken if not part.package_sha256)
    return go(url_for("bundles.bundles", unprinted=unprinted or None))


@room.get("/desk/bundles/<bundle>.zip")
@policy("bundle.take", made)
def take(bundle: Bundle) -> Response:
    """The ZIP; the audit has who took it and when, and the bundle itself says every file in it."""
    name = f"{bundle.title} {local(bundle.made_at):%Y%m%d-%H%M}.zip"
    return send_bundle(bundle, store().files, name, taken=lambda: _note(bundle))


def _note(bundle: Bundle) -> None:
    with store().transaction():
        store().audit.add(_actor().id, "bundle.read", bundle.id, now=now())


def _page(status: int = 200, *, problem: str = "") -> Response:
    who = _actor()
    department = _department(who)
    found = store().bundles.of_account(who.id, department, request.args.get("after"))
    return page(
        "desk/bundles.html",
        status,
        bundles=found.items,
        after=found.after,
        unprinted=max(0, request.args.get("unprinted", 0, int)),
        permits=store().bundles.permits(department),
        states={state: _(words) for state, (words, _tone) in STATES.items()},
        typed=request.form,
        problem=problem,
    )


def _choice(who: Account) -> tuple[Choice, str]:
    """What was asked for, and what is wrong with it. A department finds only its own parts."""
    days, problem = {}, ""
    for name in ("since", "until"):
        days[name], wrong = _day(request.form.get(name, "").strip())
        problem = problem or wrong
    permit, state = request.form.get("permit", ""), request.form.get("state", "")
    if days["since"] and days["until"] and days["since"] > days["until"]:
        problem = _("第一天不能晚于最后一天。")
    known = {p for p, _name in store().bundles.permits(_department(who))}
    if (permit and permit not in known) or (state and state not in STATES):
        problem = _("没有这样的办件。请放宽条件再试。")
    return Choice(_department(who), permit, state, **days), problem


def _day(text: str) -> tuple[date | None, str]:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None, _("日期请写成 2026-12-01 这样。")
    if day and day.year not in YEARS:
        return None, _("日期请写成 2026-12-01 这样。")
    return day, ""


def _title(choice: Choice) -> str:
    """Chinese, as all paper is: it names the file and heads the index."""
    names = dict(store().bundles.permits(choice.department))
    words = [names[choice.permit] if choice.permit else "全部事项"]
    if choice.state:
        words.append(STATES[choice.state][0])
    if choice.since or choice.until:
        first, last = (chinese_date(d) if d else "" for d in (choice.since, choice.until))
        words.append(f"{first}至{last}" if last else f"{first}起")
    return " ".join(words)


def _planned(who: Account, choice: Choice) -> tuple[Bundle, list[Part]]:
    """The bundle, and the parts that are in it, without their answers."""
    title = _title(choice)
    taken: list[Part] = []

    def noted() -> Iterator[tuple[Part, str]]:
        for part, draft in store().bundles.chosen(choice):
            taken.append(replace(part, answers={}))
            yield part, draft

    entries = planned(title, folders(store(), noted()), by_case=True)
    bundle = Bundle(
        id=secrets.token_urlsafe(16),
        account=who.id,
        department=choice.department,
        title=title,
        made_at=now(),
        cases=len({part.case for part in taken}),
        parts=len(taken),
        entries=entries,
    )
    return bundle, taken


def _department(who: Account) -> str:
    return "" if who.role == "clerk" else str(who.department)


def _actor() -> Account:
    who: Any = actor()
    return who  # the policy lets nobody in who is not signed in
