"""The difference of two versions of a form, in words a department can read before it publishes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from form_builder.formulas.wording import names_of, written
from form_builder.place import order
from form_builder.reading import sentence
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS, Schema, read_field, read_form
from schemas.wording import N_

Said = Callable[[str], str]

LIMITS = {
    "minimum": N_("最小值"),
    "exclusiveMinimum": N_("最小值（不含）"),
    "maximum": N_("最大值"),
    "exclusiveMaximum": N_("最大值（不含）"),
    "multipleOf": N_("步长"),
    "minLength": N_("最少字数"),
    "maxLength": N_("最多字数"),
    "minItems": N_("最少几项"),
    "maxItems": N_("最多几项"),
    "pattern": N_("格式规则"),
    "format": N_("格式"),
    "x-unit": N_("单位"),
    "x-factor": N_("换算率"),
}
TOLD = {
    *LIMITS,
    "title",
    "description",
    "x-show-when",
    "x-material",
    "x-element",
    "x-section",
    "x-formula",
    "x-picture",
    "enum",
}
SILENT = {
    "x-section",
    "x-type",
    "type",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "x-codes",
}


def differences(old: Schema, new: Schema, _: Said = str) -> tuple[str, ...]:
    """What changed from `old` to `new`, one sentence each, in the order of the form; () when nothing did."""
    return (
        *_whole(old, new, _),
        *_sections(old, new, _),
        *_gone_and_new(old, new, _),
        *_fields(old, new, _),
        *_moves(old, new, _),
        *_rules(old, new, _),
    )


def _whole(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    if old.get("title") != new.get("title"):
        yield _change(_("表单的名称"), old.get("title"), new.get("title"), _)


def _sections(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    before = {s["key"]: s["title"] for s in old.get("x-sections", ())}
    after = {s["key"]: s["title"] for s in new.get("x-sections", ())}
    for key in before.keys() - after.keys():
        yield _("删了分区“%(title)s”。") % {"title": before[key]}
    for key, title in after.items():
        if key not in before:
            yield _("加了分区“%(title)s”。") % {"title": title}
        elif before[key] != title:
            yield _change(
                _("分区“%(title)s”的名称") % {"title": before[key]}, before[key], title, _
            )
    kept = [k for k in before if k in after]
    if kept != [k for k in after if k in before]:
        yield _("分区的次序变了。")


def _gone_and_new(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    before, after = old["properties"], new["properties"]
    for key in order(old):
        if key not in after:
            yield _("删了“%(label)s”。") % {"label": _label(key, before[key])}
    titles = {s["key"]: s["title"] for s in new.get("x-sections", ())}
    for key in order(new):
        if key not in before:
            facts = {
                "label": _label(key, after[key]),
                "type": _type(after[key], _),
                "section": titles.get(after[key].get("x-section", ""), ""),
            }
            yield _("在“%(section)s”加了“%(label)s”（%(type)s）。") % facts


def _fields(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    needed = tuple({f.key: f.required for f in read_form(form).fields} for form in (old, new))
    for key in order(new):
        if key in old["properties"]:
            before, after = old["properties"][key], new["properties"][key]
            yield from _one(_label(key, before), before, after, (old, new), _)
            yield from _need(_label(key, before), needed[0][key], needed[1][key], _)
            if before.get("x-type") == after.get("x-type") == "table":
                yield from _columns(
                    _label(key, before), before["items"], after["items"], (old, new), _
                )


def _one(
    label: str, before: Schema, after: Schema, forms: tuple[Schema, Schema], _: Said
) -> Iterator[str]:
    about = {"label": label}
    if before.get("x-type") != after.get("x-type"):
        names = [_type(s, _) for s in (before, after)]
        yield _change(_("“%(label)s”的类型") % about, names[0], names[1], _)
    if before.get("title") != after.get("title"):
        yield _change(_("“%(label)s”的问法") % about, before.get("title"), after.get("title"), _)
    if before.get("description") != after.get("description"):
        yield _change(
            _("“%(label)s”的填写说明") % about,
            before.get("description"),
            after.get("description"),
            _,
        )
    told = tuple(_chosen(label, before, after, forms, _))
    yield from told
    skip = {"format", "pattern"} if told else set()
    yield from _limits(label, _bounded(before), _bounded(after), _, skip=skip)
    yield from _options(label, before, after, _)
    if before.get("x-show-when") != after.get("x-show-when"):
        yield _condition(label, after.get("x-show-when"), forms[1], _)
    if before.get("x-material") != after.get("x-material"):
        words = [
            _(TREATMENTS.get((s.get("x-material") or {}).get("treatment", ""), ""))
            for s in (before, after)
        ]
        yield _change(_("“%(label)s”的收法") % about, words[0], words[1], _)
    if before.get("x-element") != after.get("x-element"):
        yield _change(
            _("“%(label)s”的数据元") % about, before.get("x-element"), after.get("x-element"), _
        )
    if before.get("x-formula") != after.get("x-formula") and "x-formula" in after:
        facts = {"label": label, "formula": _formula(after["x-formula"], forms[1], _)}
        yield _("“%(label)s”的公式改为：%(formula)s。") % facts
    yield from _rest(label, before, after, _)


def _chosen(
    label: str, before: Schema, after: Schema, forms: tuple[Schema, Schema], _: Said
) -> Iterator[str]:
    """What admins chose for it, as its type has it: kinds of document, parts, the picture."""
    if before.get("x-type") != after.get("x-type"):
        return
    was, now = (_settings(s, form, _) for s, form in zip((before, after), forms, strict=True))
    for words, old in was.items():
        if old != now.get(words, old):
            about = _("“%(label)s”的%(limit)s") % {"label": label, "limit": words}
            yield _change(about, old, now[words], _)


def _settings(field: Schema, form: Schema, _: Said) -> dict[str, str]:
    kind = FIELD_TYPES.get(field.get("x-type", ""))
    if kind is None:
        return {}
    asked = read_field("", field, required=False)
    found = kind.settings(asked, read_form(form).fields)
    return {
        _(s.words): _("、").join(_(words) for value, words in s.options if value in s.chosen)
        for s in found
    }


def _limits(
    label: str, before: Schema, after: Schema, _: Said, *, skip: Collection[str] = ()
) -> Iterator[str]:
    for keyword, words in LIMITS.items():
        if keyword in skip:
            continue
        if before.get(keyword) != after.get(keyword):
            about = _("“%(label)s”的%(limit)s") % {"label": label, "limit": _(words)}
            yield _change(about, before.get(keyword), after.get(keyword), _)


def _options(label: str, before: Schema, after: Schema, _: Said) -> Iterator[str]:
    was, now = _enum(before), _enum(after)
    gone, new = [o for o in was if o not in now], [o for o in now if o not in was]
    if gone:
        yield _("“%(label)s”去掉了选项：%(options)s。") % {
            "label": label,
            "options": _("、").join(gone),
        }
    if new:
        yield _("“%(label)s”加了选项：%(options)s。") % {
            "label": label,
            "options": _("、").join(new),
        }
    if was != now and not gone and not new:
        yield _("“%(label)s”的选项换了次序。") % {"label": label}


def _condition(label: str, show_when: Any, form: Schema, _: Said) -> str:
    if not show_when:
        return _("“%(label)s”现在一直显示。") % {"label": label}
    fields = form["properties"]
    said = sentence(show_when, lambda key: _label(key, fields.get(key, {})), _=_)
    return _("“%(label)s”现在%(condition)s 时显示。") % {"label": label, "condition": said}


def _need(label: str, before: bool, after: bool, _: Said) -> Iterator[str]:
    if before != after:
        yield (_("“%(label)s”改为必填。") if after else _("“%(label)s”改为选填。")) % {
            "label": label
        }


def _columns(
    table: str, before: Schema, after: Schema, forms: tuple[Schema, Schema], _: Said
) -> Iterator[str]:
    was, now = before["properties"], after["properties"]
    for key in was:
        if key not in now:
            yield _("表格“%(table)s”删了列“%(label)s”。") % {
                "table": table,
                "label": _label(key, was[key]),
            }
    for key, column in now.items():
        label = f"{table} / {_label(key, was.get(key, column))}"
        if key not in was:
            yield _("表格“%(table)s”加了列“%(label)s”。") % {
                "table": table,
                "label": _label(key, column),
            }
            continue
        yield from _one(label, was[key], column, forms, _)
        needed = (key in before.get("required", ()), key in after.get("required", ()))
        yield from _need(label, *needed, _)
    if [k for k in was if k in now] != [k for k in now if k in was]:
        yield _("表格“%(table)s”的列换了次序。") % {"table": table}


def _moves(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    titles = {s["key"]: s["title"] for s in new.get("x-sections", ())}
    for key in order(new):
        was = old["properties"].get(key)
        section = new["properties"][key].get("x-section", "")
        if was and was.get("x-section") != section:
            facts = {"label": _label(key, was), "section": titles.get(section, section)}
            yield _("“%(label)s”移到了“%(section)s”。") % facts
    both = [k for k in order(old) if k in new["properties"] and _stays(old, new, k)]
    if both != [k for k in order(new) if k in both]:
        yield _("题目的次序变了。")


def _stays(old: Schema, new: Schema, key: str) -> bool:
    return old["properties"][key].get("x-section") == new["properties"][key].get("x-section")


def _rest(label: str, before: Schema, after: Schema, _: Said) -> Iterator[str]:
    """Whatever has no sentence of its own, so that no change is published unsaid."""
    names = sorted({*before, *after} - TOLD - SILENT)
    if any(before.get(n) != after.get(n) for n in names if n != "x-i18n"):
        yield _("“%(label)s”的检查规则变了。") % {"label": label}
    elif before.get("x-codes") != after.get("x-codes") or _retranslated(before, after):
        yield _("“%(label)s”的译文或选项对照变了。") % {"label": label}


def _retranslated(before: Schema, after: Schema) -> bool:
    """Other translations of the same words; of new words, everyone expects them."""
    words = [(s.get("title"), s.get("description")) for s in (before, after)]
    return words[0] == words[1] and before.get("x-i18n") != after.get("x-i18n")


def _change(about: str, before: Any, after: Any, _: Said) -> str:
    facts = {"about": about, "old": before, "new": after}
    if before in (None, ""):
        return _("%(about)s设为 %(new)s。") % facts
    if after in (None, ""):
        return _("%(about)s取消（原为 %(old)s）。") % facts
    return _("%(about)s从 %(old)s 改为 %(new)s。") % facts


def _rules(old: Schema, new: Schema, _: Said) -> Iterator[str]:
    before = {r["key"]: r for r in old.get("x-rules", ())}
    after = {r["key"]: r for r in new.get("x-rules", ())}
    for key, rule in before.items():
        if key not in after:
            yield _("删了规则“%(title)s”。") % {"title": rule["title"]}
    for key, rule in after.items():
        facts = {"title": rule["title"], "check": _formula(rule["check"], new, _)}
        if key not in before:
            yield _("加了规则“%(title)s”：%(check)s。") % facts
        elif before[key] != rule:
            yield _("规则“%(title)s”改为：%(check)s。") % facts


def _formula(formula: Schema, form: Schema, _: Said) -> str:
    return written(formula, names_of(form["properties"]), _)


def _bounded(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return schema["properties"]["detail"] if schema.get("x-type") == "address" else schema


def _enum(schema: Schema) -> list[str]:
    inner = schema.get("items", {}) if schema.get("x-type") == "choices" else schema
    return [str(o) for o in inner.get("enum", ())]


def _label(key: str, schema: Schema) -> str:
    return schema.get("title") or key


def _type(schema: Mapping[str, Any], _: Said) -> str:
    kind = FIELD_TYPES[schema["x-type"]]
    return _(kind.words)
