"""The print log: paper copies that were asked for, and who printed them."""

from datetime import date, datetime

import sqlalchemy as sa

from schemas.share import PaperCopy
from storage.certificate_tables import paper_copies as copies
from storage.engine import Disk
from storage.page import Page, turn
from storage.rows import noun_of, only
from storage.tables import certificates


class PaperCopiesShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def ask(self, certificate: str, number: int, purpose: str, by: str, at: datetime) -> None:
        """Note that `number` copies are wanted."""
        values = {
            "certificate": certificate,
            "copies": number,
            "purpose": purpose,
            "asked_at": at,
            "asked_by": by,
            "printed_by": "",
            "printed_by_name": "",
        }
        with self._disk.writing() as connection:
            connection.execute(sa.insert(copies).values(**values))

    def get(self, id: int) -> PaperCopy:
        with self._disk.reading() as connection:
            query = sa.select(copies).where(copies.c.id == id)
            return noun_of(PaperCopy, only(connection, query, "paper copy"))

    def printed(self, id: int, by: str, name: str, at: datetime) -> bool:
        """Note who printed them; False when somebody did already."""
        here = sa.and_(copies.c.id == id, copies.c.printed_at.is_(None))
        values = {"printed_at": at, "printed_by": by, "printed_by_name": name}
        with self._disk.writing() as connection:
            return bool(connection.execute(sa.update(copies).where(here).values(**values)).rowcount)

    def of_certificate(self, certificate: str) -> tuple[PaperCopy, ...]:
        """What was asked for and printed of one certificate, newest first."""
        query = sa.select(copies).where(copies.c.certificate == certificate)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(copies.c.id.desc())).all()
        return tuple(noun_of(PaperCopy, row) for row in rows)

    def waiting(self, day: date, after: str | None = None, limit: int = 30) -> Page[PaperCopy]:
        """What is still to be printed, oldest first: nothing of a certificate that is not valid on `day`."""
        joined = copies.join(certificates, copies.c.certificate == certificates.c.id)
        lasting = sa.or_(certificates.c.valid_to.is_(None), certificates.c.valid_to >= day)
        query = sa.select(copies).select_from(joined).where(copies.c.printed_at.is_(None))
        query = query.where(certificates.c.state == "valid", lasting)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                (copies.c.id,),
                lambda row: noun_of(PaperCopy, row),
                after=after,
                limit=limit,
            )
