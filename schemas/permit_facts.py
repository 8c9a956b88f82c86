"""The facts of a permit beside its form: laws, fee, conditions, what comes first, sentences used every day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from schemas.wording import N_

CONDITION_KINDS = {
    "place": N_("场所"),
    "equipment": N_("设备"),
    "money": N_("资金"),
    "people": N_("人员"),
    "rules": N_("制度"),
    "other": N_("其他"),
}
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"


@dataclass(frozen=True)
class Law:
    """`valid_from` and `valid_to` are days (ISO), "" where there is none; `version` says which text it is."""

    name: str
    version: str = ""
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition. A countable one names the `field` of the form that must be at least `least`, and
    stands among the form's rules too, so that the form checks it."""

    kind: str
    words: str
    field: str = ""
    least: str = ""


class LawSchema(Schema):
    name = fields.Str(required=True, validate=validate.Length(1, 200))
    version = fields.Str(validate=validate.Length(max=100))
    valid_from = fields.Str(validate=validate.Regexp(r"^\Z|" + DAY))
    valid_to = fields.Str(validate=validate.Regexp(r"^\Z|" + DAY))

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Law:
        return Law(**data)


class ConditionSchema(Schema):
    kind = fields.Str(required=True, validate=validate.OneOf(tuple(CONDITION_KINDS)))
    words = fields.Str(required=True, validate=validate.Length(1, 300))
    field = fields.Str()
    least = fields.Str(validate=validate.Regexp(r"^\Z|^[0-9]{1,12}(\.[0-9]{1,6})?\Z"))

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Condition:
        return Condition(**data)


@dataclass(frozen=True)
class Reasons:
    """Sentences the department's approvers can tick: for sending back, and for refusing."""

    returning: tuple[str, ...] = ()
    refusing: tuple[str, ...] = ()


class ReasonsSchema(Schema):
    returning = fields.List(
        fields.Str(validate=validate.Length(1, 300)), validate=validate.Length(max=50)
    )
    refusing = fields.List(
        fields.Str(validate=validate.Length(1, 300)), validate=validate.Length(max=50)
    )

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Reasons:
        return Reasons(tuple(data.get("returning", ())), tuple(data.get("refusing", ())))


def circle(first: Mapping[str, tuple[str, ...]], start: str) -> tuple[str, ...]:
    """A way from `start` along "must be granted first" back to itself, or ()."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    ahead = [start]
    while ahead:
        here = ahead.pop()
        for other in first.get(here, ()):
            if other == start:
                return ways[here]
            if other not in ways:
                ways[other] = (*ways[here], other)
                ahead.append(other)
    return ()
