"""Evidence: files, and nothing that is typed."""

from random import Random
from typing import Any

from schemas.field_types.base import Question, Untyped
from schemas.wording import N_


class Material(Untyped):
    """The value is the SHA-256 of each file; files arrive on a route of their own."""

    name, words, widget = "material", N_("申请材料"), "upload"
    in_tables = False
    grouped = True

    def base(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "minItems": 1,
            "maxItems": 10,
            "x-type": self.name,
            "x-material": {"treatment": "required"},
        }

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        count = len(value) if isinstance(value, list | tuple) else 0
        return f"{count} 份文件" if count else ""

    def html(self, field: Question) -> dict[str, str]:
        return {"accept": ".pdf,.jpg,.jpeg,.png"}

    def example(self, rng: Random) -> Any:
        return [f"{rng.getrandbits(256):064x}"]
