"""Two people's changes of one form: what both began from, what the other made of it, what this one wants.

Undo is the same question: take a step back (mine) although others have changed the form since (theirs).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_builder.conditions import needed_fields, settle
from schemas.form import Schema

Document = dict[str, Any]
Facts = Mapping[tuple[str, ...], Any]
WHOLE = ("title", "description", "x-sections")
_GONE = object()


@dataclass(frozen=True)
class Woven:
    """The form with both changes in it. `clashes` are the paths where mine and theirs contradict each
    other; there mine was taken."""

    form: Document
    clashes: tuple[str, ...]


def weave(base: Schema, theirs: Schema, mine: Schema) -> Woven:
    """What `mine` changed since `base`, made in `theirs`. A path is "area", "staff/name", "sections" or
    "title"; a change of place never clashes, since both can have moved."""
    begun, now, wanted = facts(base), facts(theirs), facts(mine)
    touched = [f for f in {**begun, **wanted} if begun.get(f, _GONE) != wanted.get(f, _GONE)]
    clashes = dict.fromkeys(
        _path(f)
        for f in touched
        if now.get(f, _GONE) not in (begun.get(f, _GONE), wanted.get(f, _GONE))
    )
    clashes |= dict.fromkeys(_removed_though_changed(base, theirs, mine))
    return Woven(_made(base, theirs, mine, touched), tuple(clashes))


def changed_paths(old: Schema, new: Schema) -> tuple[str, ...]:
    """The paths of everything that differs, in the order of the new form."""
    before, after = _where_they_differ(old, new)
    differing = (f for f in {**after, **before} if before.get(f, _GONE) != after.get(f, _GONE))
    return tuple(dict.fromkeys(_path(f) for f in differing))


def _where_they_differ(old: Schema, new: Schema) -> tuple[Facts, Facts]:
    """The facts of both without the questions that are the same in both: in a long form nearly all."""
    needed = needed_fields(old) ^ needed_fields(new)
    fields, others = old.get("properties", {}), new.get("properties", {})
    keys = {k for k in {**fields, **others} if k in needed or fields.get(k) != others.get(k)}
    without = (
        {**form, "properties": {k: f for k, f in form.get("properties", {}).items() if k in keys}}
        for form in (old, new)
    )
    before, after = map(facts, without)
    return before, after


def facts(form: Schema) -> Facts:
    """Everything about a form that one person can change without the other noticing, one by one."""
    found: dict[tuple[str, ...], Any] = {("", n): form[n] for n in WHOLE if n in form}
    needed = needed_fields(form)
    for key, field in form.get("properties", {}).items():
        found |= {
            (key, n): v for n, v in field.items() if n != "x-section" and not _is_row(field, n)
        }
        found[key, "needed"] = key in needed
        if field.get("x-type") == "table":
            row = field["items"]
            for name, column in row["properties"].items():
                path = f"{key}/{name}"
                found |= {(path, n): v for n, v in column.items()}
                found[path, "needed"] = name in row.get("required", ())
    return found


def reordered(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Their order, with what I moved or added standing behind what it stands behind in mine; what only
    they have stays where they put it, what I took out is out."""
    there, here = set(theirs), set(mine)
    moved = _moved([k for k in base if k in here], [k for k in mine if k in set(base)])
    out = [k for k in theirs if (k in here or k not in set(base)) and k not in moved]
    for n, key in enumerate(mine):
        if key in out or (key in set(base) and key not in there and key not in moved):
            continue
        before = next((k for k in reversed(mine[:n]) if k in out), None)
        out.insert(out.index(before) + 1 if before is not None else 0, key)
    return out


def _made(base: Schema, theirs: Schema, mine: Schema, touched: list[tuple[str, ...]]) -> Document:
    old, new, want = (d["properties"] for d in (base, theirs, mine))
    begun = [k for k in old if k in new or want.get(k) == old[k]]  # what I changed comes back
    order = reordered(begun, list(new), list(want))
    out = {k: v for k, v in theirs.items() if k not in WHOLE}
    for name in WHOLE:
        source = mine if ("", name) in touched else theirs
        out |= {name: source[name]} if name in source else {}
    out["properties"] = {
        k: _field(k, old.get(k), new.get(k), want.get(k)) for k in order if k in new or k in want
    }
    needed = _needed(base, theirs, mine, out["properties"])
    out["required"] = [k for k in out["properties"] if k in needed]
    out["allOf"] = [part for part in theirs.get("allOf", ()) if "x-guard" not in part]
    return settle(_without_sections_gone(out))


def _field(key: str, base: Any, theirs: Any, mine: Any) -> Document:
    if base is None or theirs is None or mine is None:
        kept: Document = mine if mine is not None else theirs
        return kept
    out = _mixed(base, theirs, mine)
    if {f.get("x-type") for f in (base, theirs, mine)} == {"table"}:
        rows = [f["items"] for f in (base, theirs, mine)]
        out["items"] = _row(*rows)
    return out


def _row(base: Schema, theirs: Schema, mine: Schema) -> Document:
    old, new, want = (r["properties"] for r in (base, theirs, mine))
    order = reordered(list(old), list(new), list(want))
    columns = {k: _field(k, old.get(k), new.get(k), want.get(k)) for k in order}
    lists = [set(r.get("required", ())) for r in (base, theirs, mine)]
    needed = {k for k in columns if _choose(*(k in s for s in lists))}
    return {**theirs, "properties": columns, "required": [k for k in columns if k in needed]}


def _mixed(base: Schema, theirs: Schema, mine: Schema) -> Document:
    """Each word as I changed it, otherwise as they have it; their order of words."""
    out = {}
    for name in {**theirs, **mine}:
        values = [s.get(name, _GONE) for s in (base, theirs, mine)]
        value = _choose(*values)
        if value is not _GONE:
            out[name] = value
    return out


def _choose(base: Any, theirs: Any, mine: Any) -> Any:
    return theirs if mine == base else mine


def _needed(base: Schema, theirs: Schema, mine: Schema, properties: Schema) -> set[str]:
    lists = [needed_fields(form) for form in (base, theirs, mine)]
    return {k for k in properties if _choose(*(k in needed for needed in lists))}


def _removed_though_changed(base: Schema, theirs: Schema, mine: Schema) -> list[str]:
    """Fields and columns I want gone that they have changed, and those they took out that I changed."""
    begun, now, wanted = facts(base), facts(theirs), facts(mine)

    def owners(found: Facts) -> set[str]:
        return {_path(f) for f in found}

    def differs(path: str, one: Facts, other: Facts) -> bool:
        names = {f for f in {**one, **other} if f[0] == path}
        return any(one.get(f, _GONE) != other.get(f, _GONE) for f in names)

    gone = owners(begun) - owners(wanted)
    taken = owners(begun) - owners(now)
    return [
        *(p for p in sorted(gone) if p not in taken and differs(p, begun, now)),
        *(p for p in sorted(taken) if p not in gone and differs(p, begun, wanted)),
    ]


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest keys that, taken out, leave both in one order."""
    rank = {k: n for n, k in enumerate(before)}
    tails: list[int] = []
    chains: list[list[str]] = []
    for key in after:
        n = rank[key]
        at = next((i for i, t in enumerate(tails) if t >= n), len(tails))
        chain = [*(chains[at - 1] if at else []), key]
        if at == len(tails):
            tails.append(n)
            chains.append(chain)
        else:
            tails[at], chains[at] = n, chain
    return set(after) - set(chains[-1] if chains else [])


def _without_sections_gone(form: Document) -> Document:
    """A field whose section the other took away stands in the first one."""
    keys = [s["key"] for s in form.get("x-sections", ())]
    lost = {
        k: {**f, "x-section": keys[0]}
        for k, f in form["properties"].items()
        if keys and f.get("x-section") not in keys
    }
    return {**form, "properties": {**form["properties"], **lost}}


def _is_row(field: Schema, name: str) -> bool:
    return name == "items" and field.get("x-type") == "table"


def _path(fact: tuple[str, ...]) -> str:
    if fact[0]:
        return fact[0]
    return "sections" if fact[1] == "x-sections" else "title"
