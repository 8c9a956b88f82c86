"""Kill -9 of the process that makes or sends a bundle: it is there whole or not at all, and can be gone on with.

Which of gunicorn's processes serves a connection is looked up in /proc; gunicorn starts another in its place.

`python -m tests.crash.bundle_rounds --rounds 50` prints the figures.
"""

import argparse
import http.client
import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TypeVar
from urllib.parse import urlencode

import sqlalchemy as sa

from documents.verifying import verify
from storage.bundles import bundles
from storage.tables import audit
from tests.crash.city import BareCity, Process, bare_city, csrf_of, kill
from tests.views.desk_case import a_case
from tests.visitor import Visitor

CLERK, CASES, PACKAGE = "counter", 20, 300_000
PIECE = 1 << 16
TRIES = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Bundles:
    """`told` bundles were acknowledged; `unheard` kept though the line went dead; `cut_off` downloads broke
    off and went on; `refused` could not go on; `changed` counts files that `verify` names in them."""

    rounds: int
    told: int
    unheard: int
    kept: int
    lost: int
    half: int
    cut_off: int
    refused: int
    changed: int
    unlike: int
    chain_broken_at: int | None
    integrity: str
    seconds: int


@dataclass
class _Seen:
    told: int = 0
    cut_off: int = 0
    refused: int = 0
    changed: int = 0
    unlike: int = 0
    first: bytes = b""


def kill_bundling(folder: Path, *, rounds: int, seed: int) -> Bundles:
    """Each round a bundle is asked for or taken, and the process that serves it is killed in the middle."""
    began, chance, seen = time.monotonic(), Random(seed), _Seen()
    with bare_city(folder) as city:
        _fill(city)
        web = city.web()
        try:
            clerk = Visitor(city.settings.base_url)
            clerk.sign_in(CLERK)
            csrf, asked = csrf_of(clerk), time.monotonic()
            seen.told += _ask(city, web, clerk, csrf, after=None)
            took = time.monotonic() - asked
            for turn in range(rounds):
                if turn % 2:
                    seen.told += _ask(city, web, clerk, csrf, after=chance.uniform(0.0, 1.5 * took))
                else:
                    _take_in_two(city, web, clerk, seen, stop=chance.randrange(1, CASES * PACKAGE))
        finally:
            kill(web)
        return _counted(city, seen, rounds, began)


def _fill(city: BareCity) -> None:
    house = SimpleNamespace(store=city.store)
    for n in range(CASES):
        case = a_case(house, key=f"k{n}", files=("b.pdf",))
        with city.store.transaction():
            for part in case.parts:
                data = b"%PDF" + part.id.encode() * (PACKAGE // len(part.id))
                city.store.parts.set_package(part.id, city.store.files.put(data))


def _line(city: BareCity, clerk: Visitor) -> tuple[http.client.HTTPConnection, dict[str, str]]:
    line = http.client.HTTPConnection(city.settings.host, city.settings.port, timeout=120)
    return line, {"Cookie": "; ".join(f"{c.name}={c.value}" for c in clerk.cookies)}


def _ask(city: BareCity, web: Process, clerk: Visitor, csrf: str, *, after: float | None) -> bool:
    """Was a bundle acknowledged? `after` so many seconds its maker is killed."""
    line, headers = _line(city, clerk)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request("POST", "/desk/bundles", urlencode({"csrf": csrf}), headers)
    if after is not None:
        time.sleep(after)
        _kill_serving(web, line)
    try:
        return line.getresponse().status == 303
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _take_in_two(city: BareCity, web: Process, clerk: Visitor, seen: _Seen, *, stop: int) -> None:
    """Take the newest bundle; its sender dies after some of its bytes, and the download goes on from there."""
    path = _newest(clerk)
    line, answer = _patiently(lambda: _asked_for(city, clerk, path, {}))
    mark, got = answer.headers["ETag"], bytearray()
    while len(got) < stop and (piece := answer.read(PIECE)):
        got += piece
    seen.cut_off += _kill_serving(web, line)
    got += _what_was_on_its_way(answer)
    line.close()
    rest = {"Range": f"bytes={len(got)}-", "If-Range": mark}
    line, answer = _patiently(lambda: _asked_for(city, clerk, path, rest))
    seen.refused += answer.status not in (206, 416)
    _judge(city, bytes(got) + (answer.read() if answer.status == 206 else b""), seen)
    line.close()


def _asked_for(
    city: BareCity, clerk: Visitor, path: str, more: dict[str, str]
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    line, headers = _line(city, clerk)
    line.request("GET", path, headers=headers | more)
    return line, line.getresponse()


def _patiently(ask: Callable[[], T]) -> T:
    """A line that a dying process had already taken is dead: people press the button again."""
    for _ in range(TRIES):
        try:
            return ask()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    return ask()


def _what_was_on_its_way(answer: http.client.HTTPResponse) -> bytes:
    found = bytearray()
    try:
        while piece := answer.read1(PIECE):
            found += piece
    except (OSError, http.client.HTTPException):
        pass
    return bytes(found)


def _newest(clerk: Visitor) -> str:
    page = _patiently(lambda: clerk.get("/desk/bundles")).text
    return "/desk/bundles/" + page.split('href="/desk/bundles/')[1].split('"')[0]


def _kill_serving(web: Process, line: http.client.HTTPConnection) -> bool:
    """Was there a process of `web` at the other end of this line? If so, it is dead."""
    assert line.sock
    port = line.sock.getsockname()[1]
    for child in Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split():
        if _socket_from(port) in _sockets_of(child):
            os.kill(int(child), signal.SIGKILL)
            return True
    return False


def _socket_from(port: int) -> str:
    """The inode of the socket whose other end is our `port`."""
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = row.split()
        if int(fields[2].rpartition(":")[2], 16) == port:
            return f"socket:[{fields[9]}]"
    return ""


def _sockets_of(process: str) -> set[str]:
    try:
        return {os.readlink(handle) for handle in Path(f"/proc/{process}/fd").iterdir()}
    except OSError:
        return set()


def _judge(city: BareCity, data: bytes, seen: _Seen) -> None:
    file = city.settings.data_dir / "taken.zip"
    file.write_bytes(data)
    seen.changed += len(verify(file))
    seen.first = seen.first or data
    seen.unlike += data != seen.first


def _counted(city: BareCity, seen: _Seen, rounds: int, began: float) -> Bundles:
    """Of every bundle kept the audit must know its making and each of its parts, and it must be readable."""
    with city.store._disk.reading() as connection:
        kept = [row.id for row in connection.execute(sa.select(bundles.c.id))]
        noted = sa.select(audit.c.object).where(audit.c.action == "bundle.make")
        made = [row.object for row in connection.execute(noted)]
        files = sa.select(sa.func.count()).where(audit.c.action == "bundle.file")
        parts = connection.scalar(files)
        whole = connection.execute(sa.text("PRAGMA integrity_check")).scalar()
    listed = [city.store.bundles.get(id) for id in kept]
    return Bundles(
        rounds=rounds,
        told=seen.told,
        unheard=len(kept) - seen.told,
        kept=len(kept),
        lost=max(0, seen.told - len(kept)),
        half=len(set(kept) ^ set(made)) + abs(sum(b.parts for b in listed) - parts),
        cut_off=seen.cut_off,
        refused=seen.refused,
        changed=seen.changed,
        unlike=seen.unlike,
        chain_broken_at=city.store.audit.verify(),
        integrity=str(whole),
        seconds=round(time.monotonic() - began),
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"bundles: {kill_bundling(Path(folder), rounds=given.rounds, seed=given.seed)}")


if __name__ == "__main__":
    main()
