"""Conditions that cannot work: asking for what is not there, for themselves, in circles, or for what never is."""

from collections.abc import Callable, Iterator, Mapping

from form_builder.check_visible import ALWAYS, NEVER, verdict
from form_builder.conditions import needed_fields
from form_builder.reading import fields_of
from schemas.form import Schema
from schemas.problem import Problem

Said = Callable[[str], str]
NEVER_ANSWERED = ("statement", "calculated", "derived")


def condition_problems(document: Schema, *, _: Said = str) -> Iterator[Problem]:
    """What is wrong with any field's condition, at the field whose condition it is."""
    fields = document["properties"]
    circles = tuple(_circles(fields))
    turning = frozenset(k for circle in circles for k in circle)
    for key, schema in fields.items():
        show_when = schema.get("x-show-when")
        if not show_when:
            continue
        where = f"/properties/{key}/x-show-when"
        for sentence in _sentences(key, document, turning, _):
            yield Problem(where, key, sentence)
    for circle in circles:
        names = " → ".join(f"“{fields[k]['title']}”" for k in (*circle, circle[0]))
        sentence = _("条件绕成了圈：%(names)s。请去掉其中一个条件。") % {"names": names}
        yield Problem(f"/properties/{circle[0]}/x-show-when", circle[0], sentence)


def _sentences(key: str, document: Schema, turning: frozenset[str], _: Said) -> Iterator[str]:
    fields = document["properties"]
    asked = sorted(fields_of(fields[key]["x-show-when"]))
    if not asked:
        yield _("显示条件没有问到任何一题。请选一题，或去掉条件。")
    for other in asked:
        if other == key:
            yield _("显示条件问的是这一题自己。请换一题。")
        elif other not in fields:
            yield _("显示条件要看“%(key)s”，表单里没有这一题。请改条件。") % {"key": other}
        elif fields[other]["x-type"] in NEVER_ANSWERED:
            title = fields[other]["title"]
            yield _("显示条件要看“%(title)s”，它没有人填。请换一题。") % {"title": title}
    found = verdict(key, document) if key not in turning and key not in asked else ""
    if found == NEVER and key in needed_fields(document):
        yield _("这一题必填，可是显示条件永远不会成立，没有人看得到。请改条件。")
    elif found == NEVER:
        yield _("显示条件永远不会成立，申请人看不到这一题。请改条件。")
    elif found == ALWAYS:
        yield _("显示条件总是成立，写不写都一样。请去掉条件。")


def _circles(fields: Schema) -> Iterator[tuple[str, ...]]:
    """Each circle of conditions once, as the keys along it."""
    asks: Mapping[str, frozenset[str]] = {
        key: fields_of(schema.get("x-show-when")) - {key} for key, schema in fields.items()
    }
    done: set[str] = set()
    for start in asks:
        path = _way_back(start, asks, done)
        if path:
            yield path
            done.update(path)


def _way_back(start: str, asks: Mapping[str, frozenset[str]], done: set[str]) -> tuple[str, ...]:
    """A way from `start` along conditions back to itself, or ()."""
    reached: dict[str, tuple[str, ...]] = {start: (start,)}
    ahead = [start]
    while ahead and start not in done:
        here = ahead.pop()
        for other in asks.get(here, ()):
            if other == start:
                return reached[here]
            if other not in reached and other not in done:
                reached[other] = (*reached[here], other)
                ahead.append(other)
    return ()
