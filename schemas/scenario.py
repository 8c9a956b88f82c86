"""A scenario: a kind of business, and the plain questions of its guide that lead to its permits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, post_load, validate

QUESTION_TYPES = ("yes_no", "choice", "choices", "number")


@dataclass(frozen=True)
class Question:
    """`id` is the name of the answer that the rules speak of; `options` only for choice and choices.
    It is asked only while `when`, a condition over the other answers, holds; None: always."""

    id: str
    text: str
    type: str
    options: tuple[str, ...] = ()
    unit: str = ""
    i18n: Mapping[str, Mapping[str, Any]] = None  # type: ignore[assignment]
    when: Mapping[str, Any] | None = None

    def said(self, language: str) -> str:
        return (self.i18n or {}).get(language, {}).get("text") or self.text

    def option(self, value: str, language: str) -> str:
        """The words for one option in `language`; the value itself where there is no translation."""
        words = (self.i18n or {}).get(language, {}).get("options", {})
        return words.get(value, value)


@dataclass(frozen=True)
class Rule:
    """When the guide's answers satisfy the JSON Schema `when`, the permits are needed."""

    when: Mapping[str, Any]
    permits: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    id: str
    name: str
    industry_code: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    i18n: Mapping[str, Mapping[str, str]] = None  # type: ignore[assignment]

    def named(self, language: str) -> str:
        return (self.i18n or {}).get(language, {}).get("name") or self.name


class QuestionSchema(Schema):
    id = fields.Str(required=True)
    text = fields.Str(required=True)
    type = fields.Str(required=True, validate=validate.OneOf(QUESTION_TYPES))
    options = fields.List(fields.Str())
    unit = fields.Str()
    i18n = fields.Dict()
    when = fields.Dict(allow_none=True)

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Question:
        return Question(**{**data, "options": tuple(data.get("options", ()))})


class RuleSchema(Schema):
    when = fields.Dict(required=True)
    permits = fields.List(fields.Str(), required=True)

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Rule:
        return Rule(data["when"], tuple(data["permits"]))


class ScenarioSchema(Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    industry_code = fields.Str(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    rules = fields.List(fields.Nested(RuleSchema), required=True)
    i18n = fields.Dict()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Scenario:
        data["questions"], data["rules"] = tuple(data["questions"]), tuple(data["rules"])
        return Scenario(**data)
