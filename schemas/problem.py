"""A problem: one thing in a form that keeps it from being published, said to the person who builds it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`pointer` is the JSON pointer into the document; `field` the path of the field it is about
    ("staff" or "staff/name" for a column), "" when it is about the whole form."""

    pointer: str
    field: str
    sentence: str
