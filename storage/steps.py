"""Steps: the revisions of one document by one author, each of which can be taken back, and brought again.

An author's steps on a document are two stacks, kept in the rows themselves so that no request walks
them: `undo` is the revision on top of what can be taken back after this step, `redo` on top of what
can be brought again, and `below` what lies under this step in the stack it was put on. 0 is empty.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.engine import Disk
from storage.rows import noun_of, only
from storage.tables import catalogue_revisions

kept = catalogue_revisions.c
KINDS = ("", "undo", "redo")


@dataclass(frozen=True)
class Revision:
    """One save of a department's catalogue; `about` is "permits/food", or "" when it was about several."""

    department: str
    revision: int
    author: str
    at: datetime
    note: str
    about: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Step(Revision):
    """A revision of one document; `before` and `after` are its digests, "" when there was none."""

    before: str = ""
    after: str = ""
    undo: int = 0
    redo: int = 0
    below: int = 0


def stacks(
    connection: sa.Connection, department: str, about: str, author: str, *, revision: int, kind: str
) -> dict[str, int]:
    """What the two stacks are once `author` has made the step `revision`; LookupError when `kind` wants to
    take back, or bring again, what is not there."""
    last = last_step(connection, department, about, author)
    undo, redo = (last.undo, last.redo) if last else (0, 0)
    if not kind:
        return {"undo": revision, "redo": 0, "below": undo}
    top = undo if kind == "undo" else redo
    under = step(connection, department, top).below if top else 0
    if not top:
        raise LookupError(kind)
    if kind == "undo":
        return {"undo": under, "redo": revision, "below": redo}
    return {"undo": revision, "redo": under, "below": undo}


def last_step(connection: sa.Connection, department: str, about: str, author: str) -> Step | None:
    """The newest step of this author on this document."""
    mine = (kept.department == department, kept.about == about, kept.author == author)
    query = sa.select(catalogue_revisions).where(*mine).order_by(kept.revision.desc()).limit(1)
    row = connection.execute(query).first()
    return noun_of(Step, row) if row else None


def step(connection: sa.Connection, department: str, revision: int) -> Step:
    query = sa.select(catalogue_revisions).where(
        kept.department == department, kept.revision == revision
    )
    return noun_of(Step, only(connection, query, "revision"))


class StepsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def stacks(self, department: str, about: str, author: str) -> tuple[Step | None, Step | None]:
        """(the step this author's next undo takes back, the one their next redo brings again)."""
        with self._disk.reading() as connection:
            last = last_step(connection, department, about, author)
            if last is None:
                return None, None
            tops = (last.undo, last.redo)
            undo, redo = (step(connection, department, r) if r else None for r in tops)
        return undo, redo

    def since(self, department: str, about: str, revision: int) -> tuple[Revision, ...]:
        """What was saved about a document after `revision`, newest first; at most fifty."""
        newer = (kept.department == department, kept.about == about, kept.revision > revision)
        query = sa.select(catalogue_revisions).where(*newer)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(kept.revision.desc()).limit(50)).all()
        return tuple(noun_of(Revision, row) for row in rows)

    def history(
        self, department: str, about: str, *, before: int | None = None, limit: int = 60
    ) -> tuple[Revision, ...]:
        """The newest saves about a document and those about all of them; `before`: older than that one."""
        query = sa.select(catalogue_revisions).where(
            kept.department == department, kept.about.in_((about, ""))
        )
        if before is not None:
            query = query.where(kept.revision < before)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(kept.revision.desc()).limit(limit)).all()
        return tuple(noun_of(Revision, row) for row in rows)
