"""How permits, materials, elements, departments and guides differ from what they were made from."""

from collections.abc import Iterator
from typing import Any

from form_builder.conditions import from_expression, needed_fields
from tests.catalogue.fields_compared import RULE, Difference, said

LANES = {
    "优化审批服务": "ordinary",
    "审批改为备案": "filing",
    "备案": "filing",
    "告知承诺": "commitment",
}
KINDS = {"行政许可": "licence", "备案": "filing"}
TREATMENTS = {
    "必要": "required",
    "条件必要": "required",
    "可容缺": "deferrable",
    "可承诺": "commitment",
    "数据共享免提交": "shared",
}
FILES = {
    "type": "array",
    "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "minItems": 1,
    "maxItems": 10,
    "x-section": "materials",
}
SAME = (
    ("name_zh", "name"),
    ("department", "department"),
    ("level", "level"),
    ("basic_code", "basic_code"),
    ("legal_basis", "law"),
    ("preconditions", "conditions"),
    ("statutory_days", "statutory_days"),
    ("promised_days", "promised_days"),
    ("validity_years", "validity_years"),
    ("batch_assumed", "batch_assumed"),
)


def permit_differences(item: dict[str, Any], permit: dict[str, Any]) -> Iterator[Difference]:
    place = item["id"]
    for was, now in SAME:
        yield from said(place, now, item.get(was), permit[now])
    yield from said(place, "lane", LANES.get(item.get("mode", "")), permit["lane"])
    yield from said(place, "kind", KINDS.get(item.get("item_type", "")), permit["kind"])
    yield from said(place, "English name", item["name_en"], permit["i18n"]["en"]["name"])
    yield from said(place, "notes", item.get("notes", item.get("note")), permit["notes"])
    yield from said(place, "source", item["source"], permit["sources"]["form"])
    seen = [f["key"] for f in item["fields"] if f.get("seen_on_real_form")]
    yield from said(place, "labels seen", seen, permit["sources"].get("labels_seen", []))
    if permit["excludes"]:
        yield place, f"excludes {'、'.join(permit['excludes'])}"


def material_differences(item: dict[str, Any], permit: dict[str, Any]) -> Iterator[Difference]:
    form, sources = permit["form"], {m["name_zh"]: m for m in item.get("materials", ())}
    asked = {f["title"]: (k, f) for k, f in form["properties"].items() if f["x-type"] == "material"}
    kept = [name for name in sources if name not in permit["produced"]]
    if permit["produced"]:
        yield RULE, "what the platform makes itself is not asked for"
    if kept != list(asked) or not set(permit["produced"]) <= set(sources):
        yield item["id"], "materials"
    for name, (key, field) in asked.items():
        place, source = f"{item['id']}.{key}", sources[name]
        yield from _material(place, source, field, key in needed_fields(form))


def _material(
    place: str, source: dict[str, Any], field: dict[str, Any], required: bool
) -> Iterator[Difference]:
    treatment = field["x-material"]["treatment"]
    yield from said(place, "treatment", TREATMENTS[source["kind"]], treatment)
    yield from said(place, "asked at once", treatment == "required", required)
    if source["required"] != required:
        yield RULE, f"{source['kind']}: required {source['required']} → {required}"
    when = from_expression(source["when"]) if source.get("when") else None
    yield from said(place, "condition", when, field.get("x-show-when"))
    yield from said(place, "shape", FILES, {k: field.get(k) for k in FILES})
    if "x-element" in field:
        yield RULE, f"material of one name asked once: {source['name_zh']} ({field['x-element']})"


def element_differences(source: dict[str, Any], element: dict[str, Any]) -> Iterator[Difference]:
    place, check = f"elements.{source['id']}", source["validation"]
    yield from said(place, "name", source["name_zh"], element["name"])
    yield from said(place, "English name", source["name_en"], element["i18n"]["en"]["name"])
    yield from said(place, "note", source["notes"], element.get("note", ""))
    if check.get("unit", element.get("unit")) != element.get("unit"):
        yield place, "unit"
    for was, now in (("max_length", "maxLength"), ("min", "minimum"), ("enum", "enum")):
        if was in check:
            yield from said(place, was, check[was], element["schema"].get(now))
    if "pattern" in check:
        yield from _element_pattern(place, check["pattern"], element["schema"].get("pattern"))


def _element_pattern(place: str, was: str, now: str | None) -> Iterator[Difference]:
    written = was.replace(r"\d", "[0-9]")
    if written != was:
        yield RULE, "patterns say [0-9]"
    yield from said(place, "pattern", written, now)


def scenario_differences(source: dict[str, Any], scenario: dict[str, Any]) -> Iterator[Difference]:
    place = f"scenarios.{source['id']}"
    yield from said(place, "name", source["name_zh"], scenario["name"])
    yield from said(place, "English name", source["name_en"], scenario["i18n"]["en"]["name"])
    yield from said(place, "industry", source["industry_code"], scenario["industry_code"])
    asked = {q["id"] for q in scenario["questions"]}
    if asked < {q["id"] for q in source["questions"]}:
        yield RULE, "questions that decide nothing are not asked"
    kept = [q for q in _asked(source) if q[0] in asked]
    yield from said(place, "questions", kept, _questions(scenario))
    rules = [(from_expression(r["when"]), r["permits"]) for r in source["rules"]]
    yield from said(place, "rules", rules, [(r["when"], r["permits"]) for r in scenario["rules"]])


def _asked(source: dict[str, Any]) -> list[tuple[Any, ...]]:
    types = {"bool": "yes_no", "single": "choice", "multi": "choices"}
    return [
        (
            q["id"],
            q["text_zh"],
            q["text_en"],
            types.get(q["type"], q["type"]),
            q["options"] if q["type"] in ("single", "multi") else [],
        )
        for q in source["questions"]
    ]


def _questions(scenario: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (q["id"], q["text"], q["i18n"]["en"]["text"], q["type"], q.get("options", []))
        for q in scenario["questions"]
    ]
