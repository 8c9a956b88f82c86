"""SurveyJS: pages and panels of questions; expressions are read, never run."""

from collections.abc import Mapping
from typing import Any

from form_builder.imports.json_schema import table
from form_builder.imports.taken import Taken, Taking
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_

INPUTS = {"number": "number", "range": "number", "date": "date", "datetime-local": "date", "email": "email",
          "tel": "phone", "url": "website", "time": "time"}  # fmt: skip


def from_surveyjs(document: Mapping[str, Any], permit: str, taking: Taking) -> Taken:
    taking.title = _words(document.get("title"))
    pages = document.get("pages")
    for n, page in enumerate(pages if isinstance(pages, list) else [document]):
        if isinstance(page, Mapping):
            taking.section(
                _words(page.get("title")) or (taking.title if n == 0 else ""), f"/pages/{n}"
            )
            _all(page, f"/pages/{n}", taking)
    for word in ("triggers", "calculatedValues", "completedHtmlOnCondition"):
        if document.get(word):
            taking.note(
                "refused", f"/{word}", N_("“%(word)s”这里没有对应的写法，没有收。"), word=word
            )
    return taking.done(permit)


def _all(holder: Mapping[str, Any], at: str, taking: Taking) -> None:
    listed = holder.get("elements") or holder.get("questions") or ()
    for n, element in enumerate(listed if isinstance(listed, list) else ()):
        place = f"{at}/elements/{n}"
        if not isinstance(element, Mapping):
            taking.note("refused", place, N_("不是一道题的写法，没有收。"))
        elif element.get("type") == "panel":
            taking.section(_words(element.get("title")), place)
            if element.get("visibleIf"):
                taking.note("refused", place, N_("分区没有显示条件，里面的题一直显示。"))
            _all(element, place, taking)
        elif element.get("type") == "multipletext":
            _several(element, place, taking)
        else:
            _one(element, place, taking)


def _one(element: Mapping[str, Any], place: str, taking: Taking) -> None:
    place = f"{place} {element.get('name', '')}".strip()
    made, words = _question(element, place, taking)
    if made is None:
        return
    for word in ("requiredIf", "enableIf", "defaultValueExpression"):
        if element.get(word):
            taking.note("refused", place, N_("“%(word)s”这里没有对应的写法，没有收。"), word=word)
    when = element.get("visibleIf")
    name = str(element.get("name") or element.get("type"))
    shown = ("surveyjs", str(when)) if when else None
    taking.add(place, name, made, required=bool(element.get("isRequired")), when=shown, words=words)


def _several(element: Mapping[str, Any], at: str, taking: Taking) -> None:
    for n, item in enumerate(element.get("items", ())):
        if isinstance(item, Mapping):
            inner = {
                **item,
                "type": "text",
                "name": f"{element.get('name', '')}_{item.get('name', n)}",
            }
            inner["title"] = (
                f"{_words(element.get('title'))} {_words(item.get('title')) or item.get('name', '')}"
            )
            _one(inner, f"{at}/items/{n}", taking)


def _question(
    element: Mapping[str, Any], place: str, taking: Taking
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    kind = str(element.get("type", "text"))
    title = _words(element.get("title")) or str(element.get("name", ""))
    hint = _words(element.get("description"))
    if kind in (
        "radiogroup",
        "dropdown",
        "checkbox",
        "tagbox",
        "rating",
        "imagepicker",
        "ranking",
        "buttongroup",
    ):
        return _choice(element, kind, place, title, hint, taking)
    if kind == "boolean":
        return taking.question(place, "yes_no", title, hint), {}
    if kind == "comment":
        return taking.question(place, "long_text", title, hint) | _length(element), {}
    if kind in ("html", "image"):
        return taking.question(place, "statement", _words(element.get("html")) or title), {}
    if kind in ("file", "signaturepad"):
        return taking.question(place, "material", title, hint), {}
    if kind in ("matrixdynamic", "matrixdropdown", "paneldynamic"):
        if kind == "matrixdropdown":
            taking.note("changed", place, N_("固定的行改成了可以加减的行。"))
        return table(place, title, hint, _columns(element, place, taking), taking), {}
    if kind == "text":
        return _text(element, place, title, hint, taking), {}
    taking.note("refused", place, N_("这里没有“%(type)s”这种题，没有收。"), type=kind[:40])
    return None, {}


def _text(
    element: Mapping[str, Any], place: str, title: str, hint: str, taking: Taking
) -> dict[str, Any]:
    wanted = str(element.get("inputType", "text"))
    kind = INPUTS.get(wanted, "text")
    rules = [r for r in element.get("validators", ()) if isinstance(r, Mapping)]
    kinds = {str(r.get("type")): r for r in rules}
    kind = (
        "email" if "email" in kinds else "number" if "numeric" in kinds and kind == "text" else kind
    )
    made = taking.question(place, kind, title, hint)
    if kind == "number":
        numeric = kinds.get("numeric", {})
        ends = {
            "minimum": numeric.get("minValue", element.get("min")),
            "maximum": numeric.get("maxValue", element.get("max")),
        }
        made = {k: v for k, v in made.items() if k != "minimum"} | {
            k: v for k, v in ends.items() if isinstance(v, int | float)
        }
    if kind == "text":
        made |= _length(element)
        if isinstance(kinds.get("regex", {}).get("regex"), str):
            made["pattern"] = kinds["regex"]["regex"]
    for name in kinds.keys() - {"email", "numeric", "regex", "text"}:
        taking.note("refused", place, N_("“%(word)s”这里没有对应的写法，没有收。"), word=name[:40])
    return made


def _length(element: Mapping[str, Any]) -> dict[str, Any]:
    most = element.get("maxLength")
    return {"maxLength": most} if isinstance(most, int) and 0 < most <= 10_000 else {}


def _choice(
    element: Mapping[str, Any], kind: str, place: str, title: str, hint: str, taking: Taking
) -> tuple[dict[str, Any], dict[str, str]]:
    if element.get("choicesByUrl"):
        taking.note("refused", place, N_("选项来自别处，不能带过来。"))
    if kind == "rating":
        low, high = element.get("rateMin", 1), element.get("rateMax", 5)
        whole = isinstance(low, int) and isinstance(high, int) and 0 <= low < high <= low + 20
        listed: Any = element.get("rateValues") or (range(low, high + 1) if whole else range(1, 6))
    else:
        listed = element.get("choices") or ()
    words: dict[str, str] = {}
    for option in listed if isinstance(listed, list | range) else ():
        value = option.get("value") if isinstance(option, Mapping) else option
        words[str(value)] = (
            _words(option.get("text")) or str(value) if isinstance(option, Mapping) else str(value)
        )
    if element.get("showOtherItem") or element.get("hasOther"):
        words["other"] = _words(element.get("otherText")) or taking.said(N_("其他"))
        taking.note("changed", place, N_("“其他”成了一个选项，后面的填空没有收。"))
    several = kind in ("checkbox", "tagbox", "ranking") or bool(element.get("multiSelect"))
    return taking.choice(
        place, "choices" if several else "choice", title, words.values(), hint
    ), words


def _columns(
    element: Mapping[str, Any], at: str, taking: Taking
) -> dict[str, tuple[dict[str, Any], bool]]:
    found: dict[str, tuple[dict[str, Any], bool]] = {}
    for n, column in enumerate(element.get("templateElements") or element.get("columns") or ()):
        place = f"{at}/columns/{n}"
        if not isinstance(column, Mapping):
            continue
        kind = str(
            column.get("cellType") or column.get("type") or element.get("cellType") or "dropdown"
        )
        shared = {"choices": element["choices"]} if "choices" in element else {}
        made, _words_of = _question(
            {**shared, **column, "type": kind if kind != "default" else "dropdown"}, place, taking
        )
        if made is None or not FIELD_TYPES[made["x-type"]].in_tables:
            taking.note("refused", place, N_("这种题不能做表格的列，没有收。"))
            continue
        found[taking.key(str(column.get("name", n)), place, found)] = (
            made,
            bool(column.get("isRequired")),
        )
    return found


def _words(text: Any) -> str:
    """A text, or of its translations the Chinese one, else the first."""
    if isinstance(text, Mapping):
        return str(
            next(
                (text[k] for k in ("zh-cn", "zh", "default", "en") if k in text),
                next(iter(text.values()), ""),
            )
        )
    return str(text) if isinstance(text, str | int | float) else ""
