"""Which answer a broken rule is about: the rule's own place, or the members of an object it speaks of."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from form_builder.bind import Binding, Level
from form_builder.references import References
from form_builder.told_names import matches
from form_builder.vocabulary import described

Path = tuple[str | int, ...]
Member = Binding | Level


def reached(level: Level, path: Path) -> tuple[Member, Path]:
    """The member of the form that a local path leads to or into, and what is left of the path."""
    member: Member = level
    while path and isinstance(member, Level) and path[0] in member.members:
        member, path = member.members[str(path[0])], path[1:]
    return member, path


def blamed(
    error: ValidationError, level: Level, refs: References
) -> Iterator[tuple[Sequence[str], str]]:
    """The names of members (paths of names) that mending must begin with, each with the rule it broke,
    for an error about the object `level`."""
    missing = [*_missing(error)]
    if missing:
        yield from ((name, "required") for name in missing)
        return
    rule = str(error.validator or "false")
    if "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        yield [error.instance], "propertyNames"
        return
    names = _spoken_of(error, level, refs) or list(level.members)
    yield names[:1], rule


def _missing(error: ValidationError) -> Iterator[list[str]]:
    if not isinstance(error.instance, Mapping):
        return
    wanted: list[str] = []
    if error.validator == "required":
        wanted = error.validator_value
    if error.validator == "dependentRequired":
        needs = error.validator_value.items()
        wanted = [n for name, others in needs if name in error.instance for n in others]
    yield from ([n] for n in dict.fromkeys(wanted) if n not in error.instance)


def _spoken_of(error: ValidationError, level: Level, refs: References) -> list[str]:
    there = error.instance if isinstance(error.instance, Mapping) else {}
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        return [n for n in there if n in level.members and not _named(schema, n)]
    if error.validator in ("minProperties", "maxProperties"):
        is_few = error.validator == "minProperties"
        return [n for n in level.members if (n in there) != is_few]
    known = described([(_object_rules(error), "")], refs)
    return [n for n in known if n in level.members]


def _named(schema: Mapping[str, Any], name: str) -> bool:
    patterns = schema.get("patternProperties", ())
    return name in schema.get("properties", ()) or any(matches(p, name) for p in patterns)


def _object_rules(error: ValidationError) -> Any:
    value = error.validator_value
    if error.validator in ("anyOf", "oneOf", "allOf"):
        return {"allOf": value}
    if error.validator == "const" and isinstance(value, Mapping):
        return {"required": list(value)}
    return value if error.validator == "not" else {}
