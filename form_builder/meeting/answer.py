"""What a search for a value found out."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Answer:
    """`verdict` is True with a `value`, False when there is none, None when neither was found out."""

    verdict: bool | None
    value: Any = None


NO, UNKNOWN = Answer(False), Answer(None)


def yes(value: Any) -> Answer:
    return Answer(True, value)


class Search(Protocol):
    """Who looks for the values inside a value."""

    def inside(self, parts: list[Any]) -> Answer: ...
    def accepts(self, schema: Any, value: Any) -> bool: ...
