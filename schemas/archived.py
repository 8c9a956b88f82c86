"""A form that was put away: what its list says of it; the whole permit lies in its department's catalogue."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ArchivedForm:
    """`questions` is how many it asked; `by_name` put it away, for the reason `why`."""

    department: str
    permit: str
    name: str
    questions: int
    by_name: str
    why: str
    at: datetime
