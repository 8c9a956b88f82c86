"""Holders: the enterprises behind the codes."""

import secrets

import sqlalchemy as sa

from schemas.certificate import Holder
from storage.engine import Disk
from storage.rows import noun_of, only
from storage.tables import cases, certificates, holders


class HoldersShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def for_uscc(self, uscc: str, name: str, code: str) -> Holder:
        """The holder with this number, made with `name` and `code` if there is none. A holder's name
        is not changed here: whoever types someone's number must not rename them."""
        if not uscc:
            raise ValueError("A holder needs a unified social credit code.")
        values = {"id": secrets.token_hex(16), "code": code, "uscc": uscc, "name": name}
        insert = self._disk.insert(holders).values(**values)
        with self._disk.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=["uscc"]))
            return self.by_uscc(uscc)

    def get(self, id: str) -> Holder:
        return self._one(holders.c.id == id)

    def by_code(self, code: str) -> Holder:
        return self._one(holders.c.code == code)

    def by_uscc(self, uscc: str) -> Holder:
        return self._one(holders.c.uscc == uscc)

    def of_account(self, account: str) -> tuple[Holder, ...]:
        """The enterprises that a person's cases were granted certificates for, by name."""
        theirs = sa.select(certificates.c.holder).join(cases, certificates.c.case == cases.c.id)
        query = sa.select(holders).where(holders.c.id.in_(theirs.where(cases.c.account == account)))
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(holders.c.name, holders.c.id)).all()
        return tuple(noun_of(Holder, row) for row in rows)

    def _one(self, which: sa.ColumnElement[bool]) -> Holder:
        with self._disk.reading() as connection:
            return noun_of(Holder, only(connection, sa.select(holders).where(which), "holder"))
