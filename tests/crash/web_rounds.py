"""Kill -9 over HTTP: gunicorn while people submit, workers while they print and issue.

`python -m tests.crash.web_rounds --rounds 50` prints the figures.
"""

import argparse
import tempfile
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import sqlalchemy as sa

from documents.sealing.examine import examine
from schemas.case import Case, Draft
from storage.tables import audit, cases, certificates, counters, drafts, events, jobs, parts
from tests.crash.city import (
    BareCity,
    Process,
    Sender,
    age_leases,
    bare_city,
    copies,
    csrf_of,
    filled_draft,
    kill,
    sender,
)
from tests.visitor import Visitor
from views.seals import known_seals

PERMITS = ("outdoor_ad", "tobacco")
BROWSERS, AHEAD = 3, 60
DRAIN_SECONDS = 120


@dataclass(frozen=True)
class Submissions:
    """`kept_unheard` were kept though the line went dead before the answer: retrying must find them."""

    rounds: int
    acknowledged: int
    cut_off: int
    kept_unheard: int
    cases: int
    lost: int
    doubled: int
    half: int
    odd_answers: int
    gaps: int
    chain_broken_at: int | None
    integrity: str
    seconds: int


@dataclass(frozen=True)
class Works:
    """`interrupted` jobs were begun more than once; `laid_aside` three times, then retried by hand."""

    rounds: int
    packages: int
    certificates: int
    interrupted: int
    laid_aside: int
    without_package: int
    without_certificate: int
    issued_twice: int
    seals_broken: int
    jobs_lost: int
    gaps: int
    spare_files: int
    chain_broken_at: int | None
    integrity: str
    seconds: int


@dataclass
class _Pressed:
    """What the browsers were told, by draft."""

    waiting: deque[Draft] = field(default_factory=deque)
    told: dict[str, str] = field(default_factory=dict)
    cut_off: list[Draft] = field(default_factory=list)
    odd: list[int | str] = field(default_factory=list)


def kill_web(folder: Path, *, rounds: int, seed: int) -> Submissions:
    """Kill gunicorn's whole group `rounds` times under people who submit; compare what they were told."""
    began, chance, pressed, unheard = time.monotonic(), Random(seed), _Pressed(), 0
    with bare_city(folder) as city:
        web = city.web()
        visitor = _signed_in(city, "lin")
        draft = filled_draft(city, visitor, PERMITS)
        press = sender(city, visitor, draft)
        for _ in range(rounds):
            pressed.waiting.extend(copies(city.store, draft, AHEAD - len(pressed.waiting)))
            _press_until_killed(press, pressed, web, chance.uniform(0.02, 0.5))
            web = city.web()
            unheard += _retry(city, press, pressed)
        kill(web)
        return _told_and_kept(city, pressed, rounds, unheard, began)


def _press_until_killed(press: Sender, pressed: _Pressed, web, seconds: float) -> None:
    over = threading.Event()
    browsers = [
        threading.Thread(target=_browse, args=(press, pressed, over)) for _ in range(BROWSERS)
    ]
    for browser in browsers:
        browser.start()
    time.sleep(seconds)
    kill(web)
    over.set()
    for browser in browsers:
        browser.join()


def _browse(press: Sender, pressed: _Pressed, over: threading.Event) -> None:
    while not over.is_set() and pressed.waiting:
        draft = pressed.waiting.popleft()
        _note(pressed, draft, press.submit(draft))


def _note(pressed: _Pressed, draft: Draft, said: str | int | None) -> None:
    if said is None:
        pressed.cut_off.append(draft)
    elif isinstance(said, int) or pressed.told.setdefault(draft.id, said) != said:
        pressed.odd.append(said)


def _retry(city: BareCity, press: Sender, pressed: _Pressed) -> int:
    """Press again where the line went dead, and twice more where an answer had come; how many of the
    first had been kept unheard."""
    heard = [d for d in pressed.cut_off if d.id not in pressed.told]
    kept = set(_column(city, sa.select(cases.c.draft)))
    for draft in heard:
        _note(pressed, draft, press.submit(draft))
        _note(pressed, draft, press.submit(draft))
    return sum(draft.id in kept for draft in heard)


def _told_and_kept(
    city: BareCity, pressed: _Pressed, rounds: int, unheard: int, began: float
) -> Submissions:
    rows = _rows(city, sa.select(cases.c.draft, cases.c.number))
    kept = Counter(draft for draft, _number in rows)
    numbers = dict(rows)
    counted = _column(city, sa.select(counters.c.value).where(counters.c.name.startswith("case:")))
    return Submissions(
        rounds=rounds,
        acknowledged=len(pressed.told),
        cut_off=len(pressed.cut_off),
        kept_unheard=unheard,
        cases=len(rows),
        lost=sum(numbers.get(draft) != number for draft, number in pressed.told.items()),
        doubled=sum(count > 1 for count in kept.values()),
        half=sum(not _is_whole(city, city.store.cases.by_number(n)) for n in numbers.values()),
        odd_answers=len(pressed.odd),
        gaps=abs(sum(counted) - len(rows)),
        chain_broken_at=city.store.audit.verify(),
        integrity=_integrity(city),
        seconds=round(time.monotonic() - began),
    )


def _is_whole(city: BareCity, case: Case) -> bool:
    """Every part, its job, the event, the audit row and the files are there, and the draft is not."""
    keys = [f"package:{part.id}:0" for part in case.parts]
    found = _column(city, sa.select(jobs.c.key).where(jobs.c.key.in_(keys)))
    told = _column(
        city, sa.select(audit.c.action).where(audit.c.object.in_([case.id, f"case:{case.id}"]))
    )
    files = [piece.sha256 for piece in city.store.evidence.of_draft(case.draft)]
    named = {s for part in case.parts for v in part.answers.values() for s in _digests(v)}
    return (
        {part.permit for part in case.parts} == set(case.pins) == set(PERMITS)
        and all(part.answers for part in case.parts)
        and sorted(found) == sorted(keys)
        and told == ["case.submit"]
        and [event.action for event in case.events] == ["submit"]
        and named <= set(files)
        and all(city.store.files.has(name) for name in files)
        and not _column(city, sa.select(drafts.c.id).where(drafts.c.id == case.draft))
    )


def _digests(value: object) -> list[str]:
    return [v for v in value if len(str(v)) == 64] if isinstance(value, list) else []


def kill_workers(folder: Path, *, rounds: int, seed: int) -> Works:
    """Two workers, one of them killed at a time, `rounds` times, while approvers decide over HTTP."""
    began, chance = time.monotonic(), Random(seed)
    with bare_city(folder) as city:
        web = city.web()
        try:
            _submit_many(city, rounds)
            approving = _approvals(city)
            workers = [city.worker(), city.worker()]
            for turn in range(rounds):
                _wait_until_at_work(city, workers[turn % 2])
                time.sleep(chance.uniform(0, 0.6))
                kill(workers[turn % 2])
                age_leases(city.store)
                workers[turn % 2] = city.worker()
                for _ in range(3):
                    next(approving, None)
            for _approval in approving:
                pass
            laid_aside = _drain(city)
            for worker in workers:
                kill(worker)
        finally:
            kill(web)
        return _printed_and_issued(city, rounds, laid_aside, began)


def _wait_until_at_work(city: BareCity, worker: Process) -> None:
    """Until this worker has begun a job: killed before it could start, it would show nothing."""
    mine = sa.and_(jobs.c.state == "running", jobs.c.worker.contains(f"-{worker.pid}-"))
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until and city.store.jobs.counts()["ready"]:
        if _column(city, sa.select(jobs.c.id).where(mine)):
            return
        time.sleep(0.02)


def _submit_many(city: BareCity, count: int) -> None:
    visitor = _signed_in(city, "lin")
    draft = filled_draft(city, visitor, PERMITS)
    press = sender(city, visitor, draft)
    for copy in copies(city.store, draft, count):
        said = press.submit(copy)
        assert isinstance(said, str), said


def _approvals(city: BareCity):
    """Each part approved by its own department's approver over HTTP, one a step."""
    found = _rows(city, sa.select(parts.c.id, parts.c.department).order_by(parts.c.id))
    desks = {d: _signed_in(city, f"{d}_approver") for d in {department for _, department in found}}
    tokens = {department: csrf_of(desk) for department, desk in desks.items()}
    for part, department in found:
        version = str(city.store.parts.get(part).version)
        sent = [("csrf", tokens[department]), ("version", version)]
        answer = desks[department].post(f"/desk/parts/{part}/approve", sent)
        assert city.store.parts.get(part).state in ("approved", "issued"), answer.words[:300]
        yield part


def _drain(city: BareCity) -> int:
    """Wait for the last job, as long as they become fewer; what was killed three times is given three more
    tries, as the page does."""
    laid_aside, until, before = 0, 0.0, {}
    while (counts := city.store.jobs.counts()) != before or time.monotonic() < until:
        if counts != before:
            before, until = counts, time.monotonic() + DRAIN_SECONDS
        if not any(counts.values()):
            return laid_aside
        for job in city.store.jobs.dead().items:
            assert "worker stopped" in job.error, job.error
            city.store.jobs.retry(job.id)
            laid_aside += 1
        time.sleep(0.2)
    raise AssertionError(f"still waiting: {city.store.jobs.counts()}")


def _printed_and_issued(city: BareCity, rounds: int, laid_aside: int, began: float) -> Works:
    ids = _column(city, sa.select(parts.c.id))
    kept = [city.store.parts.get(id) for id in ids]
    issues = Counter(_column(city, sa.select(events.c.part).where(events.c.action == "issue")))
    recorded = _column(city, sa.select(audit.c.object).where(audit.c.action == "certificate.issue"))
    register = _rows(city, sa.select(certificates.c.part, certificates.c.id))
    done = _column(city, sa.select(jobs.c.key).where(jobs.c.state == "done"))
    wanted = {f"package:{id}:0" for id in ids} | {f"certificate:{id}" for id in ids}
    have = [city.store.certificates.get(id) for _part, id in register]
    return Works(
        rounds=rounds,
        packages=len(ids),
        certificates=len(register),
        interrupted=len(_column(city, sa.select(jobs.c.id).where(jobs.c.attempts > 1))),
        laid_aside=laid_aside,
        without_package=sum(not _is_file(city, part.package_sha256) for part in kept),
        without_certificate=sum(
            part.state != "issued" or dict(register).get(part.id) != part.certificate
            for part in kept
        )
        + sum(not _is_file(city, one.pdf_sha256) for one in have),
        issued_twice=sum(count != 1 for count in issues.values())
        + abs(len(issues) - len(ids))
        + len(recorded)
        - len(set(recorded) & {id for _part, id in register}),
        seals_broken=_seals_broken(city, have),
        jobs_lost=len(wanted ^ set(done)),
        gaps=_gaps([(one.permit, int(one.number[-6:])) for one in have]),
        spare_files=_spare_files(city, kept, have),
        chain_broken_at=city.store.audit.verify(),
        integrity=_integrity(city),
        seconds=round(time.monotonic() - began),
    )


def _is_file(city: BareCity, digest: str | None) -> bool:
    """A PDF that is on disk under its own SHA-256; reading it compares the two."""
    return digest is not None and city.store.files.get(digest).startswith(b"%PDF")


def _seals_broken(city: BareCity, have) -> int:
    """Certificates whose file does not carry our seal over every one of its bytes."""
    known = known_seals(city.store.keys, city.settings)
    seen = [examine(city.store.files.get(one.pdf_sha256), known) for one in have]
    return sum((one.seal, one.whole) != ("ours", True) for one in seen)


def _gaps(serials: list[tuple[str, int]]) -> int:
    by_permit = {permit: sorted(n for p, n in serials if p == permit) for permit, _n in serials}
    return sum(numbers != list(range(1, len(numbers) + 1)) for numbers in by_permit.values())


def _spare_files(city: BareCity, kept, have) -> int:
    """Files on disk that nothing names: what a killed worker had printed in other bytes, or half."""
    named = {part.package_sha256 for part in kept} | {one.pdf_sha256 for one in have}
    for draft in (*_column(city, sa.select(cases.c.draft)), *_column(city, sa.select(drafts.c.id))):
        named |= {piece.sha256 for piece in city.store.evidence.of_draft(draft)}
    on_disk = (p for p in city.settings.files_dir.rglob("*") if p.is_file())
    return sum(path.name not in named for path in on_disk if not path.name.startswith("."))


def _signed_in(city: BareCity, login: str) -> Visitor:
    visitor = Visitor(city.settings.base_url)
    assert visitor.sign_in(login).path != "/account/login", login
    return visitor


def _integrity(city: BareCity) -> str:
    if not city.settings.database_url.startswith("sqlite"):
        return "ok"
    return str(_column(city, sa.text("PRAGMA integrity_check"))[0])


def _column(city: BareCity, query) -> list:
    return [row[0] for row in _rows(city, query)]


def _rows(city: BareCity, query) -> list[tuple]:
    with city.store._disk.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


RUNS = {"web": kill_web, "workers": kill_workers}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--run", choices=RUNS, help="only this one")
    given = words.parse_args()
    for run in (RUNS[given.run],) if given.run else RUNS.values():
        with tempfile.TemporaryDirectory() as folder:
            found = run(Path(folder), rounds=given.rounds, seed=given.seed)
            print(f"SQLite over HTTP: {found}", flush=True)


if __name__ == "__main__":
    main()
