"""What a choice of permits means to the applicant: how many questions, papers and days, apart and together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from form_builder.arrange import arrange
from form_builder.burden import Burden, burden
from form_builder.derive import derivations
from form_builder.guide import Result, results
from form_builder.unite import unite
from schemas.permit import Permit
from schemas.scenario import Question, Scenario
from views.published import elements, excludes, source


@dataclass(frozen=True)
class Need:
    """One permit that is needed, and the answers that led to it, in the applicant's words."""

    permit: Permit
    because: tuple[tuple[str, str], ...]


def needs(
    scenario: Scenario, answers: Mapping[str, Any], known: Mapping[str, Permit], language: str
) -> tuple[Need, ...]:
    """The permits these answers lead to."""
    found = results(scenario, answers, excludes(known))
    return tuple(
        Need(known[r.permit], _said(scenario, r, language)) for r in found if r.permit in known
    )


def effort(chosen: Iterable[Permit]) -> Burden | None:
    """Questions, materials and days of these permits, apart and as the one form asks them; None for none."""
    facts = {p.id: p for p in sorted(chosen, key=lambda p: p.id)}
    if not facts:
        return None
    form, known = unite(source(p) for p in facts.values()), elements()
    asked = {f.key for section in arrange(form, known, facts) for f in section.fields}
    derived = {f"{d.table}.{d.key}" if d.table else d.key for d in derivations(form, known)}
    return burden(form, facts, without={f.key for f in form.fields} - asked | derived)


def possible(scenario: Scenario, known: Mapping[str, Permit]) -> tuple[Permit, ...]:
    """The most that this kind of business can need; of two that exclude each other, the first."""
    kept: list[Permit] = []
    for name in dict.fromkeys(p for rule in scenario.rules for p in rule.permits):
        one = known.get(name)
        if one and not any(k.id in one.excludes or one.id in k.excludes for k in kept):
            kept.append(one)
    return tuple(kept)


def _said(scenario: Scenario, result: Result, language: str) -> tuple[tuple[str, str], ...]:
    questions = {q.id: q for q in scenario.questions}
    return tuple(
        (questions[q].said(language), spoken(questions[q], answer, language))
        for q, answer in result.because
    )


def spoken(question: Question, answer: Any, language: str) -> str:
    """An answer of the guide as words: options translated, numbers with their unit."""
    if isinstance(answer, bool):
        return _("是") if answer else _("否")
    if isinstance(answer, list | tuple):
        return _("、").join(question.option(str(a), language) for a in answer)
    return (
        f"{answer} {question.unit}".strip()
        if question.unit
        else question.option(str(answer), language)
    )
