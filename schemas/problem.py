"""A problem: one thing in a form that keeps it from being published, said to the person who builds it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`pointer` is the JSON pointer into the document; `field` the path of the field it is about
    ("staff" or "staff/name" for a column), "" when it is about the whole form."""

    pointer: str
    field: str
    sentence: str


class Refused(ValueError):
    """A document that nothing can be done with: `sentence` says what to mend, `pointer` (a JSON Pointer)
    where; "" is the whole document."""

    def __init__(self, sentence: str, pointer: str = "") -> None:
        super().__init__(f"{pointer}：{sentence}" if pointer else sentence)
        self.sentence, self.pointer = sentence, pointer


def step(name: str | int) -> str:
    """One step of a JSON Pointer (RFC 6901)."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")
