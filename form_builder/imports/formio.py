"""Form.io: components in panels; layouts are opened, scripts are never run."""

from collections.abc import Iterator, Mapping
from typing import Any

from form_builder.imports.json_schema import table
from form_builder.imports.taken import Taken, Taking
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_

KINDS = {
    "textfield": "text", "textarea": "long_text", "number": "number", "currency": "money",
    "email": "email", "phoneNumber": "phone", "url": "website", "datetime": "date", "day": "date",
    "time": "time", "checkbox": "yes_no", "address": "address", "tags": "tags", "password": "text",
}  # fmt: skip
LAYOUTS = ("panel", "fieldset", "well", "columns", "table", "tabs", "container", "form", "wizard")
SILENT = ("button", "hidden", "captcha", "recaptcha")
SCRIPTS = ("customConditional", "calculateValue", "customDefaultValue", "logic")


def from_formio(document: Mapping[str, Any], permit: str, taking: Taking) -> Taken:
    """The questions of a Form.io form or of a single component."""
    taking.title = str(document.get("title") or document.get("label") or "")
    listed = document.get("components")
    _all(listed if isinstance(listed, list) else [document], "", taking)
    return taking.done(permit)


def _all(components: list[Any], at: str, taking: Taking) -> None:
    for n, component in enumerate(components):
        place = f"{at}/{n}"
        if not isinstance(component, Mapping):
            taking.note("refused", place, N_("不是一道题的写法，没有收。"))
            continue
        kind = str(component.get("type", ""))
        if kind in LAYOUTS:
            if kind in ("panel", "fieldset", "tabs", "container", "wizard"):
                taking.section(
                    component.get("title")
                    or component.get("legend")
                    or component.get("label")
                    or "",
                    place,
                )
            _all(list(_inside(component)), place, taking)
        elif kind in SILENT:
            taking.note("refused", place, N_("“%(type)s”不是题，没有收。"), type=kind)
        else:
            _one(component, kind, f"{place} {component.get('key', '')}".strip(), taking)


def _inside(component: Mapping[str, Any]) -> Iterator[Any]:
    """What a layout holds, cell by cell."""
    for cell in component.get("columns", ()) if isinstance(component.get("columns"), list) else ():
        yield from cell.get("components", ()) if isinstance(cell, Mapping) else ()
    for row in component.get("rows", ()) if isinstance(component.get("rows"), list) else ():
        for cell in row if isinstance(row, list) else ():
            yield from cell.get("components", ()) if isinstance(cell, Mapping) else ()
    yield from component.get("components", ())


def _one(component: Mapping[str, Any], kind: str, place: str, taking: Taking) -> None:
    made, words = _question(component, kind, place, taking)
    if made is None:
        return
    _scripts(component, place, taking)
    needed = bool(_rules(component).get("required"))
    taking.add(
        place,
        str(component.get("key") or kind),
        made,
        required=needed,
        words=words,
        when=_when(component, place, taking),
    )


def _question(
    component: Mapping[str, Any], kind: str, place: str, taking: Taking
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    title = component.get("label") or component.get("key") or ""
    hint = component.get("description") or component.get("tooltip") or ""
    if kind in ("htmlelement", "content"):
        words = component.get("content") or component.get("html") or ""
        return taking.question(place, "statement", words or title), {}
    if kind in ("radio", "select", "selectboxes"):
        return _choice(component, kind, place, title, hint, taking)
    if kind == "file":
        return taking.question(place, "material", title, hint), {}
    if kind in ("datagrid", "editgrid"):
        return table(place, title, hint, _columns(component, place, taking), taking), {}
    if kind not in KINDS:
        taking.note(
            "refused", place, N_("这里没有“%(type)s”这种题，没有收。"), type=kind[:40] or "?"
        )
        return None, {}
    if kind == "datetime" and component.get("enableTime"):
        taking.note("changed", place, N_("日期和时刻只收日期。"))
    return taking.question(place, KINDS[kind], title, hint) | _limits(
        component, KINDS[kind], place, taking
    ), {}


def _choice(
    component: Mapping[str, Any], kind: str, place: str, title: str, hint: str, taking: Taking
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    data = component.get("data")
    listed = (
        component.get("values") or (data.get("values") if isinstance(data, Mapping) else None) or ()
    )
    if component.get("dataSrc") not in (None, "values", ""):
        taking.note("refused", place, N_("选项来自别处，不能带过来。"))
        listed = ()
    options = (
        [o for o in listed if isinstance(o, Mapping) and o.get("label")]
        if isinstance(listed, list)
        else []
    )
    words = {str(o.get("value")): str(o["label"]) for o in options}
    several = kind == "selectboxes" or bool(component.get("multiple"))
    return taking.choice(
        place, "choices" if several else "choice", title, words.values(), hint
    ), words


def _columns(
    component: Mapping[str, Any], at: str, taking: Taking
) -> dict[str, tuple[dict[str, Any], bool]]:
    found: dict[str, tuple[dict[str, Any], bool]] = {}
    for n, inner in enumerate(component.get("components", ())):
        place = f"{at}/{n}"
        kind = str(inner.get("type", "")) if isinstance(inner, Mapping) else ""
        made = _question(inner, kind, place, taking)[0] if isinstance(inner, Mapping) else None
        if made is None or not FIELD_TYPES[made["x-type"]].in_tables:
            taking.note("refused", place, N_("这种题不能做表格的列，没有收。"))
            continue
        _scripts(inner, place, taking)
        if _when(inner, place, taking):
            taking.note("refused", place, N_("表格的列没有显示条件，这一列一直显示。"))
        key = taking.key(str(inner.get("key") or kind), place, found)
        found[key] = (made, bool(_rules(inner).get("required")))
    return found


def _limits(component: Mapping[str, Any], kind: str, place: str, taking: Taking) -> dict[str, Any]:
    rules, found = _rules(component), {}
    names = {"minLength": "minLength", "maxLength": "maxLength", "pattern": "pattern"}
    names = (
        {"min": "minimum", "max": "maximum"} if kind in ("number", "money", "integer") else names
    )
    for theirs, ours in names.items() if kind in ("text", "long_text", "number", "money") else ():
        value = rules.get(theirs)
        if value not in (None, ""):
            try:
                found[ours] = str(value) if ours == "pattern" else _number(value)
            except ValueError:
                taking.note("refused", place, N_("限制“%(word)s”看不懂，没有收。"), word=theirs)
    return found


def _number(value: Any) -> int | float:
    number = float(value)
    if not abs(number) < 1e15:
        raise ValueError(value)
    return int(number) if number.is_integer() else number


def _rules(component: Mapping[str, Any]) -> Mapping[str, Any]:
    rules = component.get("validate")
    return rules if isinstance(rules, Mapping) else {}


def _scripts(component: Mapping[str, Any], place: str, taking: Taking) -> None:
    """Whatever Form.io would run; nothing of it is run here."""
    for word in SCRIPTS:
        if component.get(word):
            taking.note("refused", place, N_("脚本“%(word)s”不会执行，没有收。"), word=word)
    if _rules(component).get("custom") or _rules(component).get("json"):
        taking.note(
            "refused", place, N_("脚本“%(word)s”不会执行，没有收。"), word="validate.custom"
        )


def _when(component: Mapping[str, Any], place: str, taking: Taking) -> tuple[str, str] | None:
    """The simple condition, old and new spelling, in the words of SurveyJS, which ours are read from."""
    given = component.get("conditional")
    if not isinstance(given, Mapping):
        return None
    listed = given.get("conditions")
    if isinstance(listed, list) and listed:
        parts = [
            _clause(c.get("component"), c.get("operator", "isEqual"), c.get("value"))
            for c in listed
            if isinstance(c, Mapping)
        ]
        joined = (" or " if given.get("conjunction") == "any" else " and ").join(parts)
    elif given.get("when"):
        joined = _clause(given["when"], "isEqual", given.get("eq"))
    else:
        return None
    shown = str(given.get("show", "true")).lower() != "false"
    return ("surveyjs", joined if shown else f"not ({joined})")


def _clause(name: Any, operator: str, value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    quoted = "'" + text.replace("'", "") + "'"
    key = "{" + str(name).rpartition(".")[2] + "}"
    signs = {"isEqual": "==", "isNotEqual": "!=", "greaterThan": ">", "greaterThanOrEqual": ">="}
    signs |= {"lessThan": "<", "lessThanOrEqual": "<=", "includes": "contains"}
    if operator in ("isEmpty", "isNotEmpty"):
        return f"{key} {'empty' if operator == 'isEmpty' else 'notempty'}"
    return f"{key} {signs.get(operator, '?')} {quoted}"
