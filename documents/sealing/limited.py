"""A stranger's file is looked at in a child process with limits on memory and time.

The order (the known seals) is the first line of standard input, the file the rest; the answer is JSON.
"""

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from documents.sealing.examine import Examined, KnownSeal, examine

HOUSE = Path(__file__).parent.parent.parent
MEMORY = 768 << 20
SECONDS = 10


def examine_stranger(pdf: bytes, known: Iterable[KnownSeal]) -> Examined:
    """As `examine`; a file that costs too much is unreadable."""
    order = json.dumps([_written(seal) for seal in known])
    try:
        child = subprocess.run(
            [sys.executable, "-m", "documents.sealing.limited"],
            input=order.encode() + b"\n" + pdf,
            capture_output=True,
            timeout=SECONDS + 5,
            cwd=HOUSE,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        )
        said = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return Examined("unreadable")
    at = said["sealed_at"]
    return Examined(**said | {"sealed_at": datetime.fromisoformat(at) if at else None})


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    known = [_read(seal) for seal in json.loads(sys.stdin.buffer.readline())]
    found = examine(sys.stdin.buffer.read(), known)
    at = found.sealed_at.isoformat() if found.sealed_at else None
    sys.stdout.write(json.dumps(asdict(found) | {"sealed_at": at}))


def _written(seal: KnownSeal) -> dict[str, Any]:
    chain = [_text(c) for c in seal.chain]
    return asdict(seal) | {"certificate": _text(seal.certificate), "chain": chain}


def _read(said: dict[str, Any]) -> KnownSeal:
    chain = tuple(base64.b64decode(c) for c in said["chain"])
    return KnownSeal(said["id"], said["name"], base64.b64decode(said["certificate"]), chain)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


if __name__ == "__main__":
    main()
