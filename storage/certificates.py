"""The register of certificates: the truth about each, whatever a printed copy says."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from schemas.certificate import CERTIFICATE_STATES, Certificate, CertificateEvent
from storage.certificate_tables import certificate_events
from storage.counters import count_up
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile, NotFound
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of
from storage.tables import cases, certificates


class CertificatesShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def next_serial(self, stem: str) -> int:
        """1, 2, 3 … for each stem (a number with its serial left out), without gaps if called in the
        transaction that adds the certificate."""
        with self._disk.writing() as connection:
            return count_up(self._disk, connection, f"certificate:{stem}")

    def add(self, certificate: Certificate) -> Certificate:
        """Taken when the id, or the number in this version, is in use, or the part has this version already."""
        with self._disk.writing() as connection:
            add_row(connection, certificates, **values_of(certificate, certificates))
        return certificate

    def get(self, id: str) -> Certificate:
        return self._one(certificates.c.id == id)

    def by_number(self, number: str) -> Certificate:
        """The newest version of the certificate with this number."""
        return self._one(certificates.c.number == number)

    def of_part(self, part: str) -> Certificate:
        """The newest version of the part's certificate."""
        return self._one(certificates.c.part == part)

    def versions(self, number: str) -> tuple[Certificate, ...]:
        """Every version of the certificate with this number, newest first."""
        query = sa.select(certificates).where(certificates.c.number == number)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(certificates.c.version.desc())).all()
        return tuple(noun_of(Certificate, row) for row in rows)

    def of_file(self, sha256: str) -> Certificate:
        """The certificate whose sealed file has this SHA-256."""
        return self._one(certificates.c.pdf_sha256 == sha256)

    def of_holder(
        self, holder: str, after: str | None = None, limit: int = 30
    ) -> Page[Certificate]:
        """The newest version of everything the holder was issued, newest first."""
        return self._newest(sa.select(certificates), certificates.c.holder == holder, after, limit)

    def of_account(
        self, account: str, after: str | None = None, limit: int = 30
    ) -> Page[Certificate]:
        """The newest version of each certificate that a person's cases were granted, newest first."""
        joined = certificates.join(cases, certificates.c.case == cases.c.id)
        query = sa.select(certificates).select_from(joined)
        return self._newest(query, cases.c.account == account, after, limit)

    def of_department(
        self, department: str, after: str | None = None, limit: int = 50
    ) -> Page[Certificate]:
        """What a department issued, newest first."""
        query = sa.select(certificates).where(certificates.c.department == department)
        return self._turned(query, after, limit)

    def withdrawn(self, day: date) -> tuple[tuple[str, str], ...]:
        """Id and state of every certificate that would still be good on `day` had it not been withdrawn."""
        ending = sa.or_(certificates.c.valid_to.is_(None), certificates.c.valid_to >= day)
        query = sa.select(certificates.c.id, certificates.c.state)
        query = query.where(certificates.c.state != "valid", ending).order_by(certificates.c.id)
        with self._disk.reading() as connection:
            return tuple((row.id, row.state) for row in connection.execute(query))

    def step(self, id: str, *, expecting: str, at: datetime, **changes: Any) -> Certificate:
        """Change a certificate; ChangedMeanwhile when its state is no longer `expecting`."""
        here = sa.and_(certificates.c.id == id, certificates.c.state == expecting)
        update = sa.update(certificates).where(here).values(changed_at=at, **changes)
        with self._disk.writing() as connection:
            if not connection.execute(update).rowcount:
                raise ChangedMeanwhile(self.get(id).version)
            return self.get(id)

    def note(self, event: CertificateEvent) -> None:
        """Keep an event; its id is given by the database."""
        values = {k: v for k, v in values_of(event, certificate_events).items() if k != "id"}
        with self._disk.writing() as connection:
            connection.execute(sa.insert(certificate_events).values(**values))

    def events_of(self, id: str) -> tuple[CertificateEvent, ...]:
        """What happened to one certificate, oldest first."""
        which = certificate_events.c.certificate == id
        query = sa.select(certificate_events).where(which).order_by(certificate_events.c.id)
        with self._disk.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(noun_of(CertificateEvent, row) for row in rows)

    def happenings(
        self, actions: Collection[str], after: str | None = None, limit: int = 50
    ) -> Page[CertificateEvent]:
        """Events of these kinds, newest first."""
        which = certificate_events.c.action.in_(sorted(actions))
        query = sa.select(certificate_events).where(which)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                (certificate_events.c.id,),
                lambda row: noun_of(CertificateEvent, row),
                after=after,
                limit=limit,
                backwards=True,
            )

    def change_state(self, id: str, state: str, reason: str, at: datetime) -> Certificate:
        """Revoke a certificate, or set right a wrong revocation; the reason is public."""
        if state not in CERTIFICATE_STATES:
            raise ValueError(f"{state!r} is not a state of a certificate.")
        return self._set(id, state=state, reason=reason, changed_at=at)

    def set_pdf(self, id: str, sha256: str) -> Certificate:
        return self._set(id, pdf_sha256=sha256)

    def _newest(
        self, query: sa.Select[Any], whose: sa.ColumnElement[bool], after: str | None, limit: int
    ) -> Page[Certificate]:
        return self._turned(query.where(whose, certificates.c.replaced_by == ""), after, limit)

    def _turned(self, query: sa.Select[Any], after: str | None, limit: int) -> Page[Certificate]:
        keys = (certificates.c.issued_on, certificates.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection, query, keys, _certificate, after=after, limit=limit, backwards=True
            )

    def _set(self, id: str, **values: Any) -> Certificate:
        update = sa.update(certificates).where(certificates.c.id == id).values(**values)
        with self._disk.writing() as connection:
            if not connection.execute(update).rowcount:
                raise NotFound("There is no such certificate.")
            return self.get(id)

    def _one(self, which: sa.ColumnElement[bool]) -> Certificate:
        with self._disk.reading() as connection:
            query = sa.select(certificates).where(which).order_by(certificates.c.version.desc())
            return _certificate(only(connection, query.limit(1), "certificate"))


def _certificate(row: sa.Row[Any]) -> Certificate:
    return noun_of(Certificate, row)
