"""The register of certificates: the truth about each, whatever a printed copy says."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from schemas.certificate import CERTIFICATE_STATES, Certificate
from storage.counters import count_up
from storage.engine import Disk, add_row
from storage.errors import NotFound
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of
from storage.tables import certificates


class CertificatesShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def next_serial(self, permit: str, year: int) -> int:
        """1, 2, 3 … for each permit and year, without gaps if called in the transaction that adds the
        certificate."""
        with self._disk.writing() as connection:
            return count_up(self._disk, connection, f"certificate:{permit}:{year}")

    def add(self, certificate: Certificate) -> Certificate:
        """Taken when the id or number is in use, or when the part has its certificate already."""
        with self._disk.writing() as connection:
            add_row(connection, certificates, **values_of(certificate, certificates))
        return certificate

    def get(self, id: str) -> Certificate:
        return self._one(certificates.c.id == id)

    def by_number(self, number: str) -> Certificate:
        return self._one(certificates.c.number == number)

    def of_part(self, part: str) -> Certificate:
        return self._one(certificates.c.part == part)

    def of_holder(self, holder: str) -> tuple[Certificate, ...]:
        """Everything the holder was issued, newest first."""
        query = sa.select(certificates).where(certificates.c.holder == holder)
        order = (certificates.c.issued_on.desc(), certificates.c.id)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(*order)).all()
        return tuple(noun_of(Certificate, row) for row in rows)

    def of_department(
        self, department: str, after: str | None = None, limit: int = 50
    ) -> Page[Certificate]:
        """What a department issued, newest first."""
        query = sa.select(certificates).where(certificates.c.department == department)
        keys = (certificates.c.issued_on, certificates.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection, query, keys, _certificate, after=after, limit=limit, backwards=True
            )

    def change_state(self, id: str, state: str, reason: str, at: datetime) -> Certificate:
        """Revoke a certificate, or set right a wrong revocation; the reason is public."""
        if state not in CERTIFICATE_STATES:
            raise ValueError(f"{state!r} is not a state of a certificate.")
        return self._set(id, state=state, reason=reason, changed_at=at)

    def set_pdf(self, id: str, sha256: str) -> Certificate:
        return self._set(id, pdf_sha256=sha256)

    def _set(self, id: str, **values: Any) -> Certificate:
        update = sa.update(certificates).where(certificates.c.id == id).values(**values)
        with self._disk.writing() as connection:
            if not connection.execute(update).rowcount:
                raise NotFound("There is no such certificate.")
            return self.get(id)

    def _one(self, which: sa.ColumnElement[bool]) -> Certificate:
        with self._disk.reading() as connection:
            return _certificate(
                only(connection, sa.select(certificates).where(which), "certificate")
            )


def _certificate(row: sa.Row[Any]) -> Certificate:
    return noun_of(Certificate, row)
