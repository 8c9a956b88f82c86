"""Proposals to change what several departments share, and what each of them answered."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from schemas.decision import ACCEPTED, OPEN, REFUSED, Consent, Proposal
from storage.engine import Disk, add_row
from storage.errors import ChangedMeanwhile
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of
from storage.settled import consents, proposals, proposed_questions


class ProposalsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(
        self, proposal: Proposal, touched: Iterable[str], *, question: tuple[str, str] | None = None
    ) -> None:
        """A proposal that waits for each of the `touched` departments; `question` is the (permit, path)
        of a draft's question that is to ask the new element."""
        with self._disk.writing() as connection:
            add_row(connection, proposals, **values_of(proposal, proposals))
            for department in sorted(set(touched)):
                consent = Consent(proposal.id, department)
                add_row(connection, consents, **values_of(consent, consents))
            if question:
                facts = dict(zip(("permit", "path"), question, strict=True))
                add_row(connection, proposed_questions, proposal=proposal.id, **facts)

    def get(self, id: str) -> Proposal:
        query = sa.select(proposals).where(proposals.c.id == id)
        with self._disk.reading() as connection:
            return noun_of(Proposal, only(connection, query, "proposal"))

    def of_question(self, department: str, permit: str, path: str) -> Proposal | None:
        """What was last proposed for this question of a department's form; None when nothing was."""
        about = proposed_questions.c
        joined = proposals.join(proposed_questions, proposals.c.id == about.proposal)
        query = sa.select(proposals).select_from(joined).where(about.permit == permit)
        query = query.where(about.path == path, proposals.c.department == department)
        query = query.order_by(proposals.c.at.desc(), proposals.c.id).limit(1)
        with self._disk.reading() as connection:
            row = connection.execute(query).first()
        return noun_of(Proposal, row) if row else None

    def consents(self, id: str) -> tuple[Consent, ...]:
        query = sa.select(consents).where(consents.c.proposal == id)
        with self._disk.reading() as connection:
            rows = connection.execute(query.order_by(consents.c.department)).all()
        return tuple(noun_of(Consent, row) for row in rows)

    def answer(self, consent: Consent, *, now: datetime) -> str:
        """Keep one department's answer; the proposal's state after it: "open" while others are waited
        for. ChangedMeanwhile when it was answered or withdrawn already."""
        here = sa.and_(
            consents.c.proposal == consent.proposal,
            consents.c.department == consent.department,
            consents.c.state == OPEN,
        )
        with self._disk.writing() as connection:
            # The proposal's row is the lock: the last two departments cannot both think the other is missing.
            query = sa.select(proposals).where(proposals.c.id == consent.proposal)
            if only(connection, query.with_for_update(), "proposal").state != OPEN:
                raise ChangedMeanwhile
            values = values_of(consent, consents) | {"at": now}
            if not connection.execute(sa.update(consents).where(here).values(**values)).rowcount:
                raise ChangedMeanwhile
            state = _state([c.state for c in self.consents(consent.proposal)])
            if state != OPEN:
                self._close(connection, consent.proposal, state, now)
            return state

    def amend(self, proposal: Proposal) -> None:
        """Keep another change for an open proposal; ChangedMeanwhile when it is closed already."""
        here = sa.and_(proposals.c.id == proposal.id, proposals.c.state == OPEN)
        values = {"change": values_of(proposal, proposals)["change"]}
        with self._disk.writing() as connection:
            if not connection.execute(sa.update(proposals).where(here).values(**values)).rowcount:
                raise ChangedMeanwhile

    def close(self, id: str, state: str, *, now: datetime) -> None:
        """Withdraw an open proposal, or make one that nobody else is touched by; ChangedMeanwhile when it
        is closed already."""
        with self._disk.writing() as connection:
            self._close(connection, id, state, now)

    def incoming(
        self, department: str, after: str | None = None, limit: int = 20
    ) -> Page[Proposal]:
        """Proposals this department was asked about, newest first."""
        asked = sa.select(consents.c.proposal).where(consents.c.department == department)
        return self._page(proposals.c.id.in_(asked), after, limit)

    def outgoing(
        self, department: str, after: str | None = None, limit: int = 20
    ) -> Page[Proposal]:
        """Proposals this department made, newest first."""
        return self._page(proposals.c.department == department, after, limit)

    def open(self) -> tuple[Proposal, ...]:
        """Every proposal that still waits for somebody."""
        query = sa.select(proposals).where(proposals.c.state == OPEN)
        with self._disk.reading() as connection:
            return tuple(noun_of(Proposal, row) for row in connection.execute(query))

    def waiting(self, department: str) -> int:
        """How many open proposals wait for this department's answer."""
        joined = consents.join(proposals, proposals.c.id == consents.c.proposal)
        query = sa.select(sa.func.count()).select_from(joined)
        query = query.where(consents.c.department == department, consents.c.state == OPEN)
        with self._disk.reading() as connection:
            return int(connection.execute(query.where(proposals.c.state == OPEN)).scalar_one())

    def _page(self, which: sa.ColumnElement[bool], after: str | None, limit: int) -> Page[Proposal]:
        query, keys = sa.select(proposals).where(which), (proposals.c.at, proposals.c.id)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                keys,
                lambda row: noun_of(Proposal, row),
                after=after,
                limit=limit,
                backwards=True,
            )

    def _close(self, connection: sa.Connection, id: str, state: str, now: datetime) -> None:
        here = sa.and_(proposals.c.id == id, proposals.c.state == OPEN)
        change = sa.update(proposals).where(here).values(state=state, closed_at=now)
        if not connection.execute(change).rowcount:
            raise ChangedMeanwhile


def _state(answers: list[str]) -> str:
    if REFUSED in answers:
        return REFUSED
    return OPEN if OPEN in answers else ACCEPTED
