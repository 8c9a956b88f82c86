"""Failures in people's words: what to do, never what a validator thought."""

from collections.abc import Callable

from form_builder.sentence_rules import broken
from schemas.merged import Failure, MergedField

Said = Callable[[str], str]
CHOSEN = ("choice", "choices", "yes_no", "date", "period")


def sentence(failure: Failure, field: MergedField, *, _: Said = str) -> str:
    """What the applicant should do about `failure` in `field`, in the reader's language.

    Inside a table it begins with the row, counted from 1.
    """
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
    if part and field.type in _PARTS:
        return _PARTS[field.type](field, part, failure, _)
    return broken(failure, field, _)


def _missing(field: MergedField, part: tuple[str | int, ...], _: Said) -> str:
    words = {"label": field.label}
    if part and field.type == "address":
        if part[0] == "division":
            return _("请选择“%(label)s”所在的区") % words
        return _("请填写“%(label)s”的详细地址，写到门牌号") % words
    if part and field.type == "period":
        if part[0] == "from":
            return _("请填写“%(label)s”的开始日期") % words
        return _("请填写“%(label)s”的结束日期，没有期限的选“长期”") % words
    if field.type == "material":
        return _("请上传“%(label)s”") % words
    if field.columns:
        return _("请在“%(label)s”中至少填写一行") % words
    return (_("请选择%(label)s") if field.type in CHOSEN else _("请填写%(label)s")) % words


def _address_part(
    field: MergedField, part: tuple[str | int, ...], failure: Failure, _: Said
) -> str:
    words = {"label": field.label, "limit": failure.limit}
    if part[0] == "division":
        return _("请选择“%(label)s”所在的区") % words
    if failure.rule == "maxLength":
        return _("“%(label)s”的详细地址最多 %(limit)s 个字，请写短一些") % words
    return _("请填写“%(label)s”的详细地址，写到门牌号") % words


def _period_part(field: MergedField, part: tuple[str | int, ...], failure: Failure, _: Said) -> str:
    words = {"label": field.label}
    if part[0] == "from":
        return _("“%(label)s”的开始日期要写成 2026-12-01 这样") % words
    return _("“%(label)s”的结束日期要写成 2029-12-01 这样，没有期限的选“长期”") % words


def _item_part(field: MergedField, part: tuple[str | int, ...], failure: Failure, _: Said) -> str:
    words = {"label": field.label}
    if field.type == "material":
        return _("请重新上传“%(label)s”") % words
    if failure.rule in ("enum", "const"):
        return _("请从“%(label)s”给出的选项中选择") % words
    return _("请检查“%(label)s”中的每一项") % words


_PARTS = {
    "address": _address_part,
    "period": _period_part,
    "choices": _item_part,
    "tags": _item_part,
    "material": _item_part,
}
