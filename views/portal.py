"""The portal room: what this is, and where to begin."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from form_builder.burden import Burden
from schemas.permit import Permit
from schemas.scenario import Scenario
from views.fragments import page
from views.languages import language
from views.needs import effort, needs, possible
from views.policy import policy
from views.published import departments, permits, scenarios
from views.search import find

room = Blueprint("portal", __name__)

# The example beside the search box: a convenience store as most are opened.
EXAMPLE = "convenience"
EXAMPLE_ANSWERS: dict[str, Any] = {
    "food": ["散装食品（称重糖果、干货）", "关东煮、包子、烤肠等现做热食"],
    "tobacco": True,
    "drug": ["血压计、体温计、避孕套等二类器械"],
    "books": True,
    "sign": True,
    "renov": False,
}
POPULAR = ("restaurant", "hotel", "gym", "bookcafe", "petshop", "barber", "pharmacy")


@dataclass(frozen=True)
class Example:
    name: str
    burden: Burden
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A kind of business at a glance: how many permits it can take, and the working days of the longest."""

    scenario: Scenario
    permits: int
    days: int


@room.get("/")
@policy("portal.read")
def home() -> Response:
    known, kinds = permits(), scenarios()
    return page(
        "portal/home.html",
        example=_example(kinds, known),
        cards=[_card(kinds[k], known) for k in POPULAR if k in kinds],
        scenarios=tuple(kinds.values()),
    )


@room.get("/scenarios")
@policy("portal.read")
def every_scenario() -> Response:
    known = permits()
    cards = sorted((_card(s, known) for s in scenarios().values()), key=lambda c: -c.permits)
    return page("portal/scenarios.html", cards=cards)


@room.get("/search")
@policy("portal.read")
def search() -> Response:
    words = request.args.get("q", "")[:60].strip()
    found = find(words, scenarios(), permits())
    if found.sure:
        return redirect(_address(found.sure), 303)  # type: ignore[return-value]
    return page("portal/search.html", words=words, found=found, departments=departments())


def _address(thing: Scenario | Permit) -> str:
    if isinstance(thing, Scenario):
        return url_for("guide.ask", scenario_id=thing.id)
    return url_for("permits.show", permit_id=thing.id)


def _example(kinds: dict[str, Scenario], known: dict[str, Permit]) -> Example | None:
    if EXAMPLE not in kinds:
        return None
    chosen = [n.permit for n in needs(kinds[EXAMPLE], EXAMPLE_ANSWERS, known, language())]
    burden, offices = effort(chosen), departments()
    ids = dict.fromkeys(p.department for p in chosen)
    names = tuple(offices[d].named(language()) for d in ids)
    return Example(kinds[EXAMPLE].named(language()), burden, names) if burden else None


def _card(scenario: Scenario, known: dict[str, Permit]) -> Card:
    reached = possible(scenario, known)
    return Card(scenario, len(reached), max((p.promised_days for p in reached), default=0))
