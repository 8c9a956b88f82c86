"""The approver's desk: the own department's queue, and one part to decide beside its documents."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from casework.decide import ACTIONS, possible
from schemas.case import OPEN_STATES, Case, Event, Part
from schemas.permit import LANES
from schemas.wording import N_
from storage.errors import NotFound
from storage.jobs import Job
from views.clock import today
from views.desk_data import STATES, Dossier, Value, deadline, dossier
from views.desk_reasons import grounds, sentences
from views.fragments import either, fragment, page
from views.languages import language
from views.policy import policy
from views.present import permit_name
from views.session import actor
from views.store import store
from views.submit import job_key, times_mended

room = Blueprint("desk", __name__)
PER_PAGE = 30
DRAWERS = {
    "open": (N_("待办"), OPEN_STATES),
    "returned": (N_("补正中"), ("returned",)),
    "decided": (N_("已办"), ("approved", "refused", "issued")),
}


def load_part(part_id: str) -> Part:
    return store().parts.get(part_id)


@room.get("/desk")
@policy("part.list")
def queue() -> Response:
    department = own_department()
    drawer = request.args.get("drawer", "open")
    if drawer not in DRAWERS:
        raise NotFound("There is no such drawer.")
    states = DRAWERS[drawer][1]
    found = store().parts.queue(
        department, states=states, after=request.args.get("after"), limit=PER_PAGE
    )
    return page(
        "desk/queue.html",
        parts=found.items,
        badges={part.id: deadline(part, today()) for part in found.items},
        after=found.after,
        drawer=drawer,
        drawers={k: (_(w), store().parts.count(department, s)) for k, (w, s) in DRAWERS.items()},
        department=store().catalogue.department(department),
        lanes=lanes(),
        done=_done(),
    )


@room.get("/desk/parts/<part_id>")
@policy("part.read", load_part)
def part(part: Part) -> Response:
    return part_page(part)


@room.get("/desk/parts/<part_id>/view")
@policy("part.read", load_part)
def viewer(part: Part) -> Response:
    """The document viewer alone, for a tab that was pressed."""
    shown = dossier(store(), part, language())
    return either("desk/part.html", "desk/_viewer.html", **facts(shown))


@room.get("/desk/parts/<part_id>/printing")
@policy("part.read", load_part)
def printing(part: Part) -> Response:
    """The package's progress; htmx asks again until it is printed."""
    case = store().cases.get(part.case)
    return fragment("desk/_package.html", part=part, case=case, job=package_job(part, case))


def part_page(
    part: Part, status: int = 200, *, revealed: Collection[str] = (), **more: Any
) -> Response:
    """The page of one part, after whatever happened to it."""
    shown = dossier(store(), part, language(), revealed)
    return page("desk/part.html", status, **{**facts(shown), **more})


def facts(shown: Dossier) -> dict[str, Any]:
    part, who = shown.part, actor()
    before, after = store().parts.neighbours(part)
    return {
        "part": part,
        "case": shown.case,
        "shown": shown,
        "badge": deadline(part, today()),
        "actions": possible(part, who) if who else (),
        "sentences": sentences(shown),
        "grounds": grounds(),
        "chosen": _chosen(shown),
        "others": _others(shown),
        "events": _events(shown),
        "job": package_job(part, shown.case),
        "before": before,
        "after": after,
        "place": store().parts.place(part) if part.state in OPEN_STATES else None,
        "waiting": store().parts.count(part.department),
        "lanes": lanes(),
        "done": _done(),
        "typed": {},
        "wrong": {},
    }


def own_department() -> str:
    """The department of whoever is here; the policy has made sure there is one."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    return who.department


def value_at(shown: Dossier, place: str) -> Value:
    """The answer at a place of the page; NotFound when there is none."""
    for block in shown.blocks:
        for line in block.lines:
            for value in (line.value, *(v for row in line.rows for v in row)):
                if value.place == place:
                    return value
    raise NotFound("There is no such answer.")


def package_job(part: Part, case: Case) -> Job | None:
    """The job that prints this part's package, None when it is printed or was never asked for."""
    if part.package_sha256:
        return None
    try:
        return store().jobs.of_key(job_key(part, times_mended(case, part)))
    except NotFound:
        return None


def _chosen(shown: Dossier) -> Any:
    wanted = request.args.get("file")
    for document in shown.documents:
        if document.evidence.id == wanted:
            return document
    return shown.documents[0] if shown.documents else None


def _others(shown: Dossier) -> tuple[tuple[str, str, str], ...]:
    """(permit, words, tone) of the case's other parts: how far they are, and nothing else."""
    return tuple(
        (permit_name(p), _(STATES[p.state][0]), STATES[p.state][1])
        for p in shown.case.parts
        if p.id != shown.part.id
    )


def _events(shown: Dossier) -> tuple[tuple[Event, str], ...]:
    """What happened to this part or to the whole case, newest first."""
    own = (e for e in shown.case.events if e.part in (None, shown.part.id))
    return tuple((e, _(ACTIONS.get(e.action, e.action))) for e in reversed(tuple(own)))


def _done() -> str:
    """What was just decided, said on the page that follows; only about a part of this department."""
    try:
        part = store().parts.get(request.args.get("done", ""))
    except NotFound:
        return ""
    who = actor()
    if who is None or part.department != who.department:
        return ""
    words = {"part": f"{permit_name(part)} · {part.applicant}", "state": _(STATES[part.state][0])}
    return _("%(part)s：%(state)s。", **words)


def lanes() -> dict[str, str]:
    return {lane: _(words) for lane, words in LANES.items()}


def back_to_queue(part: Part) -> str:
    return url_for("desk.queue", done=part.id)
