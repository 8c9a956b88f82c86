"""The verdict at submit: each department's own judge on its own answers, told in merged keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from form_builder.bind import Binding, Level
from form_builder.bindings import own_path
from form_builder.blame import blamed, reached
from form_builder.bound import Bound, bound
from form_builder.canonical import text
from form_builder.rules import Rule, broken_rules
from form_builder.split import own_answers
from schemas.merged import Failure, MergedForm

Path = tuple[str | int, ...]
RULE = "x-rules"
_LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "const")


def failures(merged: MergedForm, answers: Any) -> tuple[Failure, ...]:
    """Every broken rule of every source, in the order of the form; () when all sources accept.

    The verdict is the sources' own, each on its split, so it cannot differ from theirs. Limits and
    values are told in the dictionary's units and codes, paths in merged keys. A rule over several
    answers is told of the one that mending begins with.
    """
    found = [f for s in merged.sources for f in _own_failures(bound(s), answers)]
    if not found:
        return ()
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


def _own_failures(source: Bound, answers: Any) -> Iterable[Failure]:
    local = own_answers(source, answers)
    try:
        errors = () if source.accepts(local) else source.judge.iter_errors(local)
        found = [f for error in errors for f in _told(source, error)]
        found += [_against(source, rule) for rule in broken_rules(source, local)]
    except RecursionError:
        # Nobody nests answers that deep; a form that looks into them cannot accept them.
        key = source.bindings[0].key if source.bindings else source.source.id
        return (Failure(source.source.id, key, (), "depth"),)
    return {(f.field, f.path, f.rule, text(f.limit)): f for f in found}.values() if found else ()


def _told(source: Bound, error: ValidationError) -> Iterator[Failure]:
    member, rest = reached(source.level, tuple(error.absolute_path))
    rule = str(error.validator or "false")
    if isinstance(member, Level):
        for names, broken in blamed(error, member, source.refs):
            for binding in _first_of(member, names):
                yield _failure(source, binding, (), broken, error)
        if not member.members:
            key = "/".join(own_path(source.source.id, ()))
            yield Failure(source.source.id, key, (), rule, error.validator_value, error.instance)
        return
    if member.row is None or not rest:
        for place in _lacking(rest, error):
            yield _failure(source, member, place, rule, error)
        return
    yield from _told_of_row(source, member, member.row, rest, error)


def _against(source: Bound, rule: Rule) -> Failure:
    """A rule between answers that is broken, with its own sentence in every language it has."""
    member, _ = reached(source.level, (rule.at,))
    field = member if isinstance(member, Binding) else member.bindings[0]
    return Failure(source.source.id, field.key, (), RULE, dict(rule.says))


def _told_of_row(
    source: Bound, table: Binding, row: Level, rest: Path, error: ValidationError
) -> Iterator[Failure]:
    column, inside = reached(row, rest[1:])
    if isinstance(column, Binding):
        for place in _lacking((rest[0], column.key, *inside), error):
            yield _failure(source, table, place, str(error.validator or "false"), error, column)
        return
    for names, rule in blamed(error, column, source.refs):
        for one in _first_of(column, names):
            yield _failure(source, table, (rest[0], one.key), rule, error, one)


def _lacking(path: Path, error: ValidationError) -> Sequence[Path]:
    """Where an error inside one answer is: at the parts it lacks."""
    if error.validator != "required" or not isinstance(error.instance, Mapping):
        return (path,)
    return tuple((*path, name) for name in error.validator_value if name not in error.instance)


def _first_of(level: Level, names: Sequence[str]) -> Sequence[Binding]:
    """The fields a name stands for: itself, or all that a missing group is made of."""
    member, _ = reached(level, tuple(names))
    if isinstance(member, Binding):
        return (member,)
    return member.bindings if member is not level else member.bindings[:1]


def _failure(
    source: Bound,
    field: Binding,
    path: Path,
    rule: str,
    error: ValidationError,
    about: Binding | None = None,
) -> Failure:
    told = about or field
    if rule in ("required", "propertyNames"):
        return Failure(source.source.id, field.key, path, rule)
    limit, value = error.validator_value, error.instance
    if rule in _LIMITS:
        limit = told.to_canonical(limit)
    if rule == "enum":
        limit = tuple(told.to_canonical(v) for v in limit)
    if isinstance(value, int | float | str):
        value = told.to_canonical(value)
    return Failure(source.source.id, field.key, path, rule, limit, value)
