"""Failures in people's words: what to do, never what a validator thought."""

from collections.abc import Callable

from form_builder.sentence_rules import broken
from form_builder.validate import RULE
from schemas.field_types import FIELD_TYPES
from schemas.field_types.base import Part
from schemas.merged import Failure, MergedField

Said = Callable[[str], str]
CHOSEN = ("choice", "choices", "yes_no", "date", "period")


def sentence(
    failure: Failure, field: MergedField, *, _: Said = str, language: str = "zh-Hans"
) -> str:
    """What the applicant should do about `failure` in `field`, in the reader's language.

    Inside a table it begins with the row, counted from 1. A rule between answers has its department's
    own sentence, in `language` where it was translated.
    """
    if failure.rule == RULE:
        return str(failure.limit.get(language) or failure.limit[""])
    row, asked, part = _place(failure, field)
    said = _sentence(failure, asked, part, _)
    if row is None:
        return said
    return _("第 %(row)s 行：%(sentence)s") % {"row": row + 1, "sentence": said}


def _place(
    failure: Failure, field: MergedField
) -> tuple[int | None, MergedField, tuple[str | int, ...]]:
    """The row, the question and the part of it that a failure is about."""
    path = failure.path
    if not field.columns or not path or not isinstance(path[0], int):
        return None, field, path
    column = next((c for c in field.columns if len(path) > 1 and c.key == path[1]), None)
    return path[0], column or field, path[2:] if column else path[1:]


def _sentence(failure: Failure, field: MergedField, part: tuple[str | int, ...], _: Said) -> str:
    if failure.rule == "required" or (
        failure.rule == "minLength" and failure.limit == 1 and not part
    ):
        return _missing(field, part, _)
    if part and field.type in _ITEMS:
        return _item_part(field, part, failure, _)
    if part and FIELD_TYPES[field.type].grouped:
        return _part(field, part, failure, _)
    return broken(failure, field, _)


def _missing(field: MergedField, part: tuple[str | int, ...], _: Said) -> str:
    words = {"label": field.label}
    if part and FIELD_TYPES[field.type].grouped and field.type not in _ITEMS:
        return _inside(field, part, _) or _(FIELD_TYPES[field.type].missing(str(part[0]))) % words
    if field.type == "material":
        return _("请上传“%(label)s”") % words
    if field.columns:
        return _("请在“%(label)s”中至少填写一行") % words
    return (_("请选择%(label)s") if field.type in CHOSEN else _("请填写%(label)s")) % words


def _inside(field: MergedField, part: tuple[str | int, ...], _: Said) -> str:
    """A missing input of a group, by its own name; "" where the type has no inputs of their own."""
    found = next((p for p in FIELD_TYPES[field.type].parts(field) if p.key == part[0]), None)
    if found is None or len(part) > 1:
        return ""
    return _("请填写“%(label)s”的%(part)s") % {"label": field.label, "part": _(found.label)}


def _part(field: MergedField, part: tuple[str | int, ...], failure: Failure, _: Said) -> str:
    """A rule broken inside a grouped value: in the words of the input it is in, else of the type."""
    words = {"label": field.label, "limit": failure.limit}
    found = next((p for p in FIELD_TYPES[field.type].parts(field) if p.key == part[0]), None)
    if found is not None and len(part) == 1:
        return broken(failure, _as_field(found, field, _), _)
    if failure.rule == "maxLength":
        return _("“%(label)s”的详细地址最多 %(limit)s 个字，请写短一些") % words
    return _(FIELD_TYPES[field.type].mistaken(str(part[0]))) % words


def _as_field(part: Part, field: MergedField, _: Said) -> MergedField:
    label = _("%(label)s的%(part)s") % {"label": field.label, "part": _(part.label)}
    return MergedField(part.key, None, part.type, label, part.schema, part.required, field.origins)


def _item_part(field: MergedField, part: tuple[str | int, ...], failure: Failure, _: Said) -> str:
    words = {"label": field.label}
    if field.type == "material":
        return _("请重新上传“%(label)s”") % words
    if failure.rule in ("enum", "const"):
        return _("请从“%(label)s”给出的选项中选择") % words
    return _("请检查“%(label)s”中的每一项") % words


_ITEMS = ("choices", "tags", "material")
