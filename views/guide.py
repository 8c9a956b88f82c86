"""The guide room: plain questions, and the permits they lead to, live."""

from typing import Any

from flask import Blueprint, Response, request

from form_builder.guide import hidden, unanswered
from schemas.permit import LANES
from schemas.scenario import Question, Scenario
from views.conflicts import contradictions_among, impossible
from views.fragments import either
from views.languages import counted, language
from views.needs import effort, needs
from views.permits import clauses
from views.policy import policy
from views.published import departments, permits, scenario

room = Blueprint("guide", __name__)


@room.get("/guide/<scenario_id>")
@policy("guide.read")
def ask(scenario_id: str) -> Response:
    kind = scenario(scenario_id)
    answers = read_answers(kind, request.args)
    found = needs(kind, answers, permits(), language())
    return either(
        "guide/guide.html",
        "guide/_answered.html",
        said=counted("要办 %(n)s 项许可", len(found)),
        scenario=kind,
        answers=answers,
        sent=as_sent(answers),
        needs=found,
        burden=effort(n.permit for n in found),
        told=impossible(contradictions_among(n.permit for n in found)),
        departments=departments(),
        lanes=LANES,
        clauses=clauses,
        back=request.full_path.rstrip("?"),
        passed=hidden(kind, answers),
        left=len(unanswered(kind, answers)),
    )


def read_answers(kind: Scenario, typed: Any) -> dict[str, Any]:
    """The guide's answers from a query or a form (a MultiDict); what is not among the options is left out."""
    read = {q.id: _read(q, [v for v in typed.getlist(q.id) if v]) for q in kind.questions}
    return {key: value for key, value in read.items() if value is not None}


def as_sent(answers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The answers as the fields of a form that say them again."""
    return tuple((key, _text(v)) for key, value in answers.items() for v in _each(value))


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _read(question: Question, texts: list[str]) -> Any:
    if not texts:
        return None
    if question.type == "yes_no":
        return {"yes": True, "no": False}.get(texts[0])
    if question.type == "choices":
        return [o for o in question.options if o in texts] or None
    if question.type == "choice":
        return texts[0] if texts[0] in question.options else None
    return _number(texts[0])


def _number(text: str) -> int | float | None:
    try:
        value = float(text.strip()[:12])
    except ValueError:
        return None
    if not 0 <= value < 10**9:
        return None
    return int(value) if value.is_integer() else value
