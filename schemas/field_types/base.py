"""What every field type can do: begin as a JSON Schema, read what was typed, show it again."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar, Protocol

from schemas.wording import N_

LONGEST = 20_000
BROKEN = N_("这里有不能使用的字符，请删掉后重新填写。")
TOO_LONG = N_("文字太长，请缩短后再填。")


class Absent:
    """The value of a question that was not answered; it never enters the answer document."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT = Absent()
FIELD_TYPES: dict[str, "FieldType"] = {}


class Submitted(Protocol):
    """What a browser sent: every name may occur several times."""

    def getlist(self, name: str, /) -> Sequence[Any]: ...


class Question(Protocol):
    """The little a field type needs to know of the field it serves; Field and MergedField both have it."""

    @property
    def key(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def schema(self) -> Mapping[str, Any]: ...
    @property
    def unit(self) -> str: ...
    @property
    def element(self) -> str | None: ...
    @property
    def columns(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Setting:
    """What admins choose for a question of this type beside its limits: one of `options`, (value, words), or
    with `several` any number of them. `chosen` are the values that hold now; words are marked for translation."""

    key: str
    words: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    several: bool = False
    hint: str = ""


class FieldType:
    """One kind of question.

    `name` is its x-type, `words` its name in the builder's palette, `widget` the template under
    templates/fields/ that draws it. `asked` is false where nothing can be typed (files, statements),
    `computed` true where a formula makes the value. `lines` lets a text keep its line breaks.
    `in_tables` says whether it can be a column, `personal` whether a desk covers it until asked,
    `grouped` whether several inputs make one value; `first` is the part whose input comes first.
    """

    name: ClassVar[str] = ""
    words: ClassVar[str] = ""
    widget: ClassVar[str] = "line"
    asked: ClassVar[bool] = True
    computed: ClassVar[bool] = False
    lines: ClassVar[bool] = False
    in_tables: ClassVar[bool] = True
    personal: ClassVar[bool] = False
    grouped: ClassVar[bool] = False
    first: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if cls.name in FIELD_TYPES:
            raise TypeError(f"There is already a field type called {cls.name!r}.")
        if cls.name:
            FIELD_TYPES[cls.name] = cls()

    def base(self) -> dict[str, Any]:
        """The JSON Schema a new field of this type starts with."""
        return {"type": "string", "minLength": 1, "maxLength": 100, "x-type": self.name}

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        """The value typed under `name`, tidied, or ABSENT; with a sentence when it cannot be read.

        A text that cannot be read (a date such as 2029-06-) is kept as typed beside its sentence, so
        that nothing is lost; the form's schema refuses it. Never raises, whatever was sent.
        """
        text, problem = written(submitted, name, lines=self.lines)
        return self.parse(text) if text else (ABSENT, problem)

    def parse(self, text: str) -> tuple[Any, str | None]:
        """The value that a tidy, non-empty text stands for, and what is wrong with the text."""
        return text, None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        """What to put into the inputs so that `read` gives `value` again."""
        return {} if value is ABSENT or value is None else {name: [str(value)]}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        """The value as people read it, on paper and on the check page."""
        return "" if value is ABSENT or value is None else str(value)

    def beside(self, label: str, value: Any, field: Question, language: str = "zh-Hans") -> str:
        """The value as people read it beside its label: a unit that the label has in brackets, as 面积（㎡）, is
        not said again behind the number."""
        text = self.present(value, field, language)
        return text.removesuffix(f" {field.unit}") if says_unit(label, field.unit) else text

    def boxes(self, value: Any, field: Question) -> tuple[tuple[str, bool], ...]:
        """For paper: every option with whether it is ticked; () for types that are written out."""
        return ()

    def html(self, field: Question) -> dict[str, str]:
        """Attributes of the input: what keyboard, what length, what the browser may fill in."""
        return autofill(field) | length(field.schema)

    def missing(self, part: str) -> str:
        """What to do when this part of the value was left empty; `%(label)s` is the question."""
        return N_("请把“%(label)s”填写完整")

    def mistaken(self, part: str) -> str:
        """What to do when this part of the value breaks a rule."""
        return N_("请检查“%(label)s”")

    def settings(self, field: Question, others: Sequence[Question]) -> tuple[Setting, ...]:
        """What the builder's panel lets admins choose; `others` are the form's questions."""
        return ()

    def chosen(
        self, schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]
    ) -> dict[str, Any] | str:
        """The schema with these values of its settings, or what is wrong with them as a sentence."""
        return dict(schema)

    def is_wider(self, schema: Mapping[str, Any], element: Mapping[str, Any]) -> bool | None:
        """Whether its settings let in what the element's do not; None for a type whose patterns and formats
        are compared as they stand."""
        return None

    def parts(self, field: Question) -> tuple["Part", ...]:
        """The questions a grouped value is made of, in order; () for a single input."""
        return ()

    def lists(self, field: Question, one: Callable[[str], str]) -> tuple["Level", ...]:
        """The lists to choose from that hang on each other, from what `one` says was typed in a part."""
        return ()

    def example(self, rng: Random) -> Any:
        """A value that `base()` accepts."""
        return rng.choice(("示例", "甲", "好邻居"))


@dataclass(frozen=True)
class Part:
    """One question inside a grouped value: `type` is the field type that reads it, `label` is marked for
    translation."""

    key: str
    type: str
    label: str
    required: bool
    schema: Mapping[str, Any]
    unit: str = ""
    element: str | None = None
    columns: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Level:
    """One list of a cascade: `name` is its input's part, `chosen` the code that is picked, "" for none."""

    name: str
    words: str
    options: tuple[tuple[str, str], ...]
    chosen: str


class Untyped(FieldType):
    """What nobody types: whatever a browser sends in its place is not read."""

    asked = False

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        return ABSENT, None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {}


def written(submitted: Submitted, name: str, *, lines: bool = False) -> tuple[str, str | None]:
    """The first text under `name`: trimmed, NFC, full-width letters and digits made narrow."""
    text = next((v for v in submitted.getlist(name) if isinstance(v, str)), "")
    if len(text) > LONGEST:
        return "", TOO_LONG
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(_is_harmful(c, lines) for c in text):
        return "", BROKEN
    return unicodedata.normalize("NFC", text).translate(_NARROW_WORDS), None


def narrow(text: str) -> str:
    """Full-width forms and spaces as ASCII, dashes as hyphens: for codes, numbers and dates."""
    return text.translate(_NARROW_ALL)


def says_unit(label: str, unit: str) -> bool:
    """Does the label name this unit in brackets, however it is spelled: 面积（㎡）, 面积（m²）, 面积 (平方米)?"""
    return bool(unit) and f"({_spelled(unit)})" in _spelled(label)


def _spelled(text: str) -> str:
    same = unicodedata.normalize("NFKC", text)
    return same.replace("平方米", "m2").replace("立方米", "m3")


def length(schema: Mapping[str, Any]) -> dict[str, str]:
    longest = schema.get("maxLength")
    return {"maxlength": str(longest)} if isinstance(longest, int) else {}


def autofill(field: Question) -> dict[str, str]:
    """WCAG 1.3.5: only what is about the person who fills the form in."""
    token = _TOKENS.get(field.element or "")
    return {"autocomplete": token} if token else {"autocomplete": "off"}


def _is_harmful(char: str, lines: bool) -> bool:
    if char in "\n\t":
        return not lines
    code = ord(char)
    # Unassigned is fine: rare surnames arrive in Unicode before Python knows them.
    nowhere = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return nowhere or char in _BIDI or unicodedata.category(char) in ("Cc", "Cs")


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NARROW_WORDS = {0xFF10 + n: str(n) for n in range(10)} | {
    0xFF21 + n + case: chr(0x41 + n + case) for n in range(26) for case in (0, 32)
}
_NARROW_ALL = {0xFF01 + n: chr(0x21 + n) for n in range(94)} | {
    0x3000: " ",
    0x2010: "-",
    0x2011: "-",
    0x2012: "-",
    0x2013: "-",
    0x2014: "-",
    0x2212: "-",
    0x3002: ".",
}
_TOKENS = {
    "contact_name": "name",
    "contact_phone": "tel",
    "contact_tel": "tel",
    "email": "email",
    "ent_name": "organization",
    "website": "url",
    "postcode": "postal-code",
    "mail_address": "street-address",
}
