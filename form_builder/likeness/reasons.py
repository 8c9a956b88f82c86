"""Why two questions are probably one, in words a form's author understands."""

from collections.abc import Callable, Iterator

from form_builder.likeness.alike import factor
from form_builder.likeness.meaning import bare, meaning
from form_builder.likeness.sameness import Match
from form_builder.likeness.wordings import Wording
from schemas.wording import N_

Said = Callable[[str], str]
PEOPLE = {
    "who:legal_rep": N_("法定代表人"),
    "who:principal": N_("主要负责人"),
    "who:contact": N_("联系人"),
    "who:agent": N_("代理人"),
    "who:investor": N_("投资人"),
}


def reasons(match: Match, *, _: Said = str) -> tuple[str, ...]:
    """The reasons for a match, the strongest first; never empty."""
    asked, nearest = match.asked, match.nearest
    found = (_names(asked, nearest, _), *_context(asked, nearest, _), *_answers(asked, nearest, _))
    return tuple(filter(None, (*found, _company(match, _))))


def _names(asked: Wording, nearest: Wording, _: Said) -> str:
    here, there = bare(asked.label), bare(nearest.label)
    if here == there:
        return _("两个名称一样")
    both = {"here": asked.label, "there": nearest.label}
    if asked.meaning == nearest.meaning:
        return _("“%(here)s”和“%(there)s”是同一个意思") % both
    more = _left(here, there) or _left(there, here)
    if more:
        return _("两个名称只差“%(more)s”") % {"more": more}
    return _("“%(here)s”和“%(there)s”大半相同") % both


def _left(long: str, short: str) -> str:
    """What `long` says more than `short`; "" when it does not hold it."""
    return long.replace(short, "", 1) if short and short in long else ""


def _context(asked: Wording, nearest: Wording, _: Said) -> Iterator[str]:
    if asked.section and asked.section == nearest.section:
        yield _("都在“%(section)s”分区") % {"section": asked.section}
    shared = asked.meaning.of("who") & nearest.meaning.of("who")
    # Only where the label does not say it: 联系电话 is the legal representative's by its section.
    for who in sorted(shared & PEOPLE.keys() - meaning(asked.label).concepts):
        yield _("问的都是%(who)s") % {"who": _(PEOPLE[who])}


def _answers(asked: Wording, nearest: Wording, _: Said) -> Iterator[str]:
    here, there = set(asked.options), set(nearest.options)
    if here and here == there:
        yield _("选项相同")
    elif here & there:
        yield _("%(same)s 个选项相同，各自另有 %(here)s 个和 %(there)s 个") % {
            "same": len(here & there),
            "here": len(here - there),
            "there": len(there - here),
        }
    if asked.unit and nearest.unit and asked.unit != nearest.unit:
        yield _units(asked, nearest, _)


def _units(asked: Wording, nearest: Wording, _: Said) -> str:
    times = factor(nearest.unit, asked.unit)
    units = {"here": asked.unit, "there": nearest.unit, "times": times}
    if times == 1:
        return _("单位只是写法不同：%(here)s、%(there)s") % units
    return _("单位要换算：1 %(there)s = %(times)s %(here)s") % units


def _company(match: Match, _: Said) -> str:
    forms = len({w.source for w in match.known.wordings if w.source})
    return _("已有 %(forms)s 份表这样问") % {"forms": forms} if forms > 1 else ""
