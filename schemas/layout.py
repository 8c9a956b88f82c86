"""How a department lays out its printed form: data that an editor changes, never markup or template code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, TypeVar

from marshmallow import Schema, fields, post_load, validate

from schemas.form import Field, Section
from schemas.wording import N_

T = TypeVar("T", Field, Section)
WIDTHS = {"auto": N_("自动"), "half": N_("半行"), "full": N_("整行")}
LONGEST_LINE, LONGEST_NOTE, MOST_LINES, MOST_BOXES = 100, 1000, 4, 4


@dataclass(frozen=True)
class SectionLayout:
    """One section's place: its order is that of the list; `title` replaces the form's when it is given."""

    key: str
    title: str = ""
    note: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class FieldLayout:
    """`width` is one of WIDTHS; `note` stands under the question in small print."""

    width: str = "auto"
    note: str = ""


@dataclass(frozen=True)
class Layout:
    """A printed form's own look. Empty means: as the form itself says.

    `header` are the lines above the title (附件 1, 国家市场监督管理总局制), `columns` how many questions may
    stand side by side, `label_mm` the width of their labels, `signatures` the boxes at the end.
    """

    header: tuple[str, ...] = ()
    title: str = ""
    columns: int = 2
    label_mm: int = 33
    instructions: str = ""
    sections: tuple[SectionLayout, ...] = ()
    fields: Mapping[str, FieldLayout] = attribute(default_factory=dict)
    order: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    def fields_in_order(self, fields: Iterable[Field]) -> list[Field]:
        """As ordered by hand; a question added since stands behind the one it follows in the form."""
        return _ordered(fields, self.order)

    def sections_in_order(self, sections: Iterable[Section]) -> list[Section]:
        return _ordered(sections, [s.key for s in self.sections])


def _ordered(things: Iterable[T], keys: Sequence[str]) -> list[T]:
    by_hand = {key: n for n, key in enumerate(keys)}
    places, last = {}, -1
    for n, thing in enumerate(things, 1):
        last = by_hand.get(thing.key, last)
        places[thing.key] = (last, 0 if thing.key in by_hand else n, thing)
    return [thing for *_, thing in sorted(places.values(), key=lambda place: place[:2])]


AS_WRITTEN = Layout()


class SectionLayoutSchema(Schema):
    key = fields.Str(required=True, validate=validate.Length(1, 60))
    title = fields.Str(validate=validate.Length(max=LONGEST_LINE))
    note = fields.Str(validate=validate.Length(max=LONGEST_NOTE))
    new_page = fields.Bool()

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> SectionLayout:
        return SectionLayout(**data)


class FieldLayoutSchema(Schema):
    width = fields.Str(validate=validate.OneOf(tuple(WIDTHS)))
    note = fields.Str(validate=validate.Length(max=LONGEST_LINE))

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> FieldLayout:
        return FieldLayout(**data)


class LayoutSchema(Schema):
    """Closed: a word it does not know is refused, so that nothing but this can reach the paper."""

    header = fields.List(
        fields.Str(validate=validate.Length(1, LONGEST_LINE)),
        validate=validate.Length(max=MOST_LINES),
    )
    title = fields.Str(validate=validate.Length(max=LONGEST_LINE))
    columns = fields.Int(validate=validate.Range(1, 2))
    label_mm = fields.Int(validate=validate.Range(20, 60))
    instructions = fields.Str(validate=validate.Length(max=LONGEST_NOTE))
    sections = fields.List(fields.Nested(SectionLayoutSchema), validate=validate.Length(max=100))
    fields_ = fields.Dict(
        keys=fields.Str(validate=validate.Length(1, 60)),
        values=fields.Nested(FieldLayoutSchema),
        data_key="fields",
        attribute="fields",
        validate=validate.Length(max=500),
    )
    order = fields.List(
        fields.Str(validate=validate.Length(1, 60)), validate=validate.Length(max=500)
    )
    signatures = fields.List(
        fields.Str(validate=validate.Length(1, LONGEST_LINE)),
        validate=validate.Length(max=MOST_BOXES),
    )

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Layout:
        for name in ("header", "sections", "order", "signatures"):
            if name in data:
                data[name] = tuple(data[name])
        return Layout(**data)
