"""The verdict at submit: each department's own judge on its own answers, told in merged keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from form_builder.bind import Binding
from form_builder.bindings import own_path
from form_builder.bound import Bound, bound
from form_builder.canonical import text
from form_builder.rules import Rule, broken_rules
from form_builder.split import own_answers
from schemas.merged import Failure, MergedForm

Path = tuple[str | int, ...]
RULE = "x-rules"
_LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "const")


def failures(merged: MergedForm, answers: Mapping[str, Any]) -> tuple[Failure, ...]:
    """Every broken rule of every source, in the order of the form; () when all sources accept.

    The verdict is the sources' own, each on its split, so it cannot differ from theirs. Limits and
    values are told in the dictionary's units and codes, paths in merged keys.
    """
    found = [f for s in merged.sources for f in _own_failures(bound(s), answers)]
    place = {field.key: n for n, field in enumerate(merged.fields)}
    found.sort(key=lambda f: (place.get(f.field, len(place)), [str(p).zfill(6) for p in f.path]))
    return tuple(found)


def distinct(broken: Iterable[Failure]) -> tuple[Failure, ...]:
    """One failure for each thing to mend: the same rule at the same place said once, whoever says it."""
    first: dict[Any, Failure] = {}
    for failure in broken:
        key = (failure.field, failure.path, failure.rule, text(failure.limit))
        first.setdefault(key, failure)
    return tuple(first.values())


def _own_failures(source: Bound, answers: Mapping[str, Any]) -> Iterable[Failure]:
    local = own_answers(source, answers)
    judged = (f for error in source.judge.iter_errors(local) for f in _told(source, error))
    found = [*judged, *(_against(source, rule) for rule in broken_rules(source, local))]
    return {(f.field, f.path, f.rule, text(f.limit)): f for f in found}.values()


def _told(source: Bound, error: ValidationError) -> Iterator[Failure]:
    path = tuple(error.absolute_path)
    if error.validator == "required" and isinstance(error.instance, Mapping):
        for name in (n for n in error.validator_value if n not in error.instance):
            for inner in _asked_inside(source.bindings, (*path, name)):
                yield _failure(source, inner, "required", None, None)
    else:
        rule = str(error.validator or "false")
        yield _failure(source, path, rule, error.validator_value, error.instance)


def _against(source: Bound, rule: Rule) -> Failure:
    """A rule between answers that is broken, with its own sentence in every language it has."""
    key, rest, _binding = _renamed(source, (rule.at,))
    return Failure(source.source.id, key, rest, RULE, dict(rule.says))


def _failure(source: Bound, path: Path, rule: str, limit: Any, value: Any) -> Failure:
    key, rest, binding = _renamed(source, path)
    if binding and rule in _LIMITS:
        limit = binding.to_canonical(limit)
    if binding and rule == "enum":
        limit = tuple(binding.to_canonical(v) for v in limit)
    if binding and isinstance(value, int | float | str):
        value = binding.to_canonical(value)
    return Failure(source.source.id, key, rest, rule, limit, value)


def _renamed(source: Bound, path: Path) -> tuple[str, Path, Binding | None]:
    binding, rest = _reached(source.bindings, path)
    if binding is None:
        return "/".join(own_path(source.source.id, [str(p) for p in path[:1]])), path[1:], None
    if not binding.columns or len(rest) < 2:
        return binding.key, rest, binding
    column, inside = _reached(binding.columns, rest[1:])
    if column is None:
        return binding.key, rest, binding
    return binding.key, (rest[0], column.key, *inside), column


def _reached(bindings: Sequence[Binding], path: Path) -> tuple[Binding | None, Path]:
    """The binding that `path` leads to or into, and what is left of the path."""
    for binding in bindings:
        if path[: len(binding.local)] == binding.local:
            return binding, path[len(binding.local) :]
    return None, path


def _asked_inside(bindings: Sequence[Binding], path: Path) -> tuple[Path, ...]:
    """A missing group is missing the answers it is made of."""
    inside = tuple(
        b.local for b in bindings if len(b.local) > len(path) and b.local[: len(path)] == path
    )
    return inside or (path,)
