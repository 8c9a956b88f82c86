"""What a holder lets others see, and the paper copies a holder asked for."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Share:
    """A link to all of a holder's certificates, for one purpose, until a day, for so many looks (None: any).

    The secret in the link is kept only as its SHA-256.
    """

    id: str
    account: str
    holder: str
    purpose: str
    created_at: datetime
    last_day: date
    most_uses: int | None
    uses: int = 0
    revoked_at: datetime | None = None

    def is_open(self, day: date) -> bool:
        """Can it still be used?"""
        used_up = self.most_uses is not None and self.uses >= self.most_uses
        return not self.revoked_at and not used_up and day <= self.last_day


@dataclass(frozen=True)
class ShareUse:
    """Somebody looked: when, and roughly from where (the network, not the machine)."""

    id: int
    share: str
    at: datetime
    seen_from: str


@dataclass(frozen=True)
class PaperCopy:
    """Copies on paper that were asked for, and who printed them when (`printed_at` None: not yet)."""

    id: int
    certificate: str
    copies: int
    purpose: str
    asked_at: datetime
    asked_by: str
    printed_at: datetime | None = None
    printed_by: str = ""
    printed_by_name: str = ""
