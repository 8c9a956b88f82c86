"""A form behind another one: what an import brings is put at the end of a draft instead of in its place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from form_builder.formulas.formula import answers_of
from form_builder.paste import Pasted, clip, in_these_names, paste
from schemas.form import Schema


def append(document: Schema, incoming: Schema) -> Pasted:
    """`document` with the questions of `incoming` in sections of their own behind its own, and its rules.

    Questions that ask an element asked already stay out, and what looks at them looks at the one that is
    there; keys that are taken get a number.
    """
    done = paste(
        document, clip(incoming, incoming["properties"], sections=True), section="", after=None
    )
    rules = list(document.get("x-rules", ()))
    for rule in incoming.get("x-rules", ()):
        asked = {path.partition("/")[0] for path in answers_of(rule["check"])}
        if asked <= done.names.keys():
            rules.append(_renamed(rule, done.names, {r["key"] for r in rules}))
    return replace(done, form={**done.form, "x-rules": rules} if rules else done.form)


def _renamed(rule: Mapping[str, Any], names: Mapping[str, str], taken: set[str]) -> dict[str, Any]:
    wishes = (rule["key"], *(f"r{n}" for n in range(1, len(taken) + 2)))
    key = next(k for k in wishes if k not in taken)
    fresh = {**rule, "key": key, "check": in_these_names(rule["check"], names)}
    return fresh | ({"at": names.get(rule["at"], rule["at"])} if rule.get("at") else {})
