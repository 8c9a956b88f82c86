"""The test bench of a form: sample answers kept with it, tried at every look and before it is published."""

from random import Random
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.bench import MOST, Sample, read_samples, tried, written
from form_builder.check import mistakes
from form_builder.sample import sample
from schemas.field_types import ABSENT, FIELD_TYPES
from storage.errors import NotFound
from views.asking import ask, typed_from
from views.build_draft import Working, working
from views.clock import now
from views.fragments import page
from views.hx import go
from views.languages import language
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build_bench", __name__)
TABLE = "bench"


@room.get("/build/<permit>/bench")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft)


@room.get("/build/<permit>/bench/answers")
@policy("permit.build", working)
def fill(draft: Working) -> Response:
    """The form with the answers of a sample, or with made-up ones, to change and to keep as a sample."""
    name = request.args.get("from", "")
    known = next((s for s in samples(draft) if s.name == name), None)
    answers: Any = known.answers if known else _made_up(draft)
    form = draft.read
    sections = [
        (
            s.i18n.get(language(), {}).get("title") or s.title,
            [
                ask(f, typed_from(f, answers.get(f.key, ABSENT)), language=language())
                for f in form.in_section(s.key)
                if FIELD_TYPES[f.type].asked
            ],
        )
        for s in form.sections
    ]
    title = known.name if known else _("样例 %(n)s", n=len(samples(draft)) + 1)
    return page("build/bench_answers.html", draft=draft, sections=sections, name=title)


@room.post("/build/<permit>/bench")
@policy("permit.build", working)
def keep(draft: Working) -> Response:
    """What was typed as a sample; what the form says of it now is what it must go on saying."""
    name = " ".join(request.form.get("name", "").split())[:80]
    if not name:
        return _page(draft, 422, wrong=_("请给样例起个名字。"))
    answers: dict[str, Any] = {}
    for field in draft.read.fields:
        if FIELD_TYPES[field.type].asked:
            value, _problem = FIELD_TYPES[field.type].read(request.form, field.key, field)
            answers |= {} if value is ABSENT else {field.key: value}
    answers |= _files(draft)
    outcome = tried(draft.form, Sample(name, answers))
    fresh = Sample(name, answers, tuple(dict.fromkeys(k for k, _sentence in outcome.broken)))
    others = tuple(s for s in samples(draft) if s.name != name)
    if len(others) >= MOST:
        return _page(draft, 422, wrong=_("样例最多 %(most)s 份。", most=MOST))
    _save(draft, (*others, fresh), _("测试样例“%(name)s”", name=name))
    return go(url_for("build_bench.show", permit=draft.id))


@room.post("/build/<permit>/bench/remove")
@policy("permit.build", working)
def remove(draft: Working) -> Response:
    name = request.form.get("name", "")
    _save(
        draft,
        tuple(s for s in samples(draft) if s.name != name),
        _("去掉了测试样例“%(name)s”", name=name[:80]),
    )
    return go(url_for("build_bench.show", permit=draft.id))


def samples(draft: Working) -> tuple[Sample, ...]:
    """The samples kept with this permit's form."""
    try:
        _revision, document = store().catalogue.load_one(draft.department, TABLE, draft.id)
    except NotFound:
        return ()
    return read_samples(document)


def failing(draft: Working) -> tuple[str, ...]:
    """The names of the samples that this draft no longer treats as it must."""
    return tuple(s.name for s in samples(draft) if not tried(draft.form, s).passed)


def _page(draft: Working, status: int = 200, *, wrong: str = "") -> Response:
    broken_form = mistakes(draft.form, _=_)
    labels = {f.key: f.said("title", language()) for f in draft.read.fields}
    found = (
        []
        if broken_form
        else [tried(draft.form, s, _=_, language=language()) for s in samples(draft)]
    )
    return page(
        "build/bench.html",
        status,
        draft=draft,
        outcomes=found,
        labels=labels,
        wrong=wrong,
        is_broken=bool(broken_form),
        said={o.sample.name: _sent(draft, o.sent) for o in found},
    )


def _sent(draft: Working, answers: Any) -> list[tuple[str, str]]:
    """(question, answer) of what the department would receive."""
    return [
        (label, FIELD_TYPES[f.type].beside(label, answers[f.key], f, language()))
        for f in draft.read.fields
        if f.key in answers
        for label in [f.said("title", language())]
    ]


def _made_up(draft: Working) -> dict[str, Any]:
    try:
        return sample(draft.form, Random(len(samples(draft))))  # noqa: S311 (an example)
    except ValueError:
        return {}


def _files(draft: Working) -> dict[str, Any]:
    """Every material that is always asked, as if its files had been uploaded."""
    made = _made_up(draft)
    return {f.key: made[f.key] for f in draft.read.materials if f.key in made}


def _save(draft: Working, kept: tuple[Sample, ...], note: str) -> None:
    who = actor()
    store().catalogue.save(
        draft.department,
        TABLE,
        {"id": draft.id, "samples": written(kept)},
        expecting=draft.revision,
        author=who.id if who else "",
        now=now(),
        note=note,
    )
