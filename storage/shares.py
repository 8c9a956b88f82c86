"""Links by which a holder shows certificates to others; every use is counted and kept."""

import hashlib
from datetime import date, datetime

import sqlalchemy as sa

from schemas.share import Share, ShareUse
from storage.certificate_tables import share_uses, shares
from storage.engine import Disk, add_row
from storage.errors import NotFound
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of

MOST_USES_SHOWN = 200


class SharesShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(self, share: Share, secret: str) -> Share:
        values = values_of(share, shares) | {"secret_hash": _hash(secret)}
        with self._disk.writing() as connection:
            add_row(connection, shares, **values)
        return share

    def get(self, id: str) -> Share:
        with self._disk.reading() as connection:
            query = sa.select(shares).where(shares.c.id == id)
            return noun_of(Share, only(connection, query, "share"))

    def use(self, secret: str, *, day: date, at: datetime, seen_from: str) -> Share:
        """Count one look and keep it; NotFound when the link is unknown, over, used up or taken back.

        Of two looks at once through a link for one, one gets in.
        """
        left = sa.or_(shares.c.most_uses.is_(None), shares.c.uses < shares.c.most_uses)
        good = (shares.c.secret_hash == _hash(secret), shares.c.revoked_at.is_(None), left)
        update = sa.update(shares).where(*good, shares.c.last_day >= day)
        with self._disk.writing() as connection:
            done = connection.execute(update.values(uses=shares.c.uses + 1).returning(shares.c.id))
            id = done.scalar()
            if id is None:
                raise NotFound("This link leads nowhere.")
            values = {"share": id, "at": at, "seen_from": seen_from}
            connection.execute(sa.insert(share_uses).values(**values))
            return self.get(id)

    def of_account(self, account: str, after: str | None = None, limit: int = 30) -> Page[Share]:
        """The links a person made, newest first."""
        query = sa.select(shares).where(shares.c.account == account)
        keys = (shares.c.created_at, shares.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                keys,
                lambda row: noun_of(Share, row),
                after=after,
                limit=limit,
                backwards=True,
            )

    def uses_of(self, share: str) -> tuple[ShareUse, ...]:
        """The last looks through a link, newest first."""
        query = sa.select(share_uses).where(share_uses.c.share == share)
        with self._disk.reading() as connection:
            rows = connection.execute(
                query.order_by(share_uses.c.id.desc()).limit(MOST_USES_SHOWN)
            ).all()
        return tuple(noun_of(ShareUse, row) for row in rows)

    def revoke(self, id: str, at: datetime) -> None:
        """Take a link back; taking it back twice changes nothing."""
        here = sa.and_(shares.c.id == id, shares.c.revoked_at.is_(None))
        with self._disk.writing() as connection:
            connection.execute(sa.update(shares).where(here).values(revoked_at=at))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
