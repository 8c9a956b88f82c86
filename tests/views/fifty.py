"""Fifty approvals of one permit over HTTP at once, two workers printing: `python -m tests.views.fifty`.

Then every certificate exists once, numbered without gap or double, sealed, and its file is in the register.
"""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config import read_settings
from documents.sealing.examine import examine
from schemas.user import Account
from tests.live import ROOT, running_city
from tests.views.desk_case import a_case
from tests.views.house import TestHouse
from tests.visitor import Visitor
from views.opening import open_house
from views.seals import known_seals

MANY = 50


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, running_city(Path(folder)) as city:
        settings = read_settings(city.environ)
        store = open_house(settings)
        store.accounts.add(Account("id-lin", "someone", "someone", "applicant"), "-")
        house = TestHouse(None, store, settings)
        cases = [
            a_case(house, key=f"k{n}", permits=("food_business",), files=("a.png",))
            for n in range(MANY)
        ]
        command = [sys.executable, "worker.py"]
        second = subprocess.Popen(command, cwd=ROOT, env=city.environ, stderr=subprocess.DEVNULL)
        try:
            visitors = [Visitor(city.url) for _ in range(10)]
            for visitor in visitors:
                visitor.sign_in("market_approver")
            start = time.monotonic()
            with ThreadPoolExecutor(10) as pool:
                list(
                    pool.map(
                        approve, [(visitors[n % 10], c.parts[0].id) for n, c in enumerate(cases)]
                    )
                )
            approved = time.monotonic() - start
            kept = [wait_for(store, case.parts[0].id) for case in cases]
        finally:
            second.terminate()
            second.wait(30)
        report(store, settings, kept, approved, time.monotonic() - start)
        return 0


def approve(task: tuple[Visitor, str]) -> None:
    visitor, part = task
    page = visitor.get(f"/desk/parts/{part}")
    answer = visitor.send(page, f"/desk/parts/{part}/approve")
    assert answer.status == 200, answer.words[:300]


def wait_for(store, part: str):
    for _ in range(6000):
        certificate = store.parts.get(part).certificate
        if certificate:
            return store.certificates.get(certificate)
        time.sleep(0.1)
    raise AssertionError(f"{part} has no certificate")


def report(store, settings, kept, approved: float, all_done: float) -> None:
    numbers = sorted(int(c.number[-6:]) for c in kept)
    known = known_seals(store.keys, settings)
    files = [store.files.get(c.pdf_sha256) for c in kept]
    seen = [examine(file, known) for file in files]
    print(f"{len(kept)} certificates, numbers {numbers[0]}..{numbers[-1]},", end=" ")
    print(f"{len(set(numbers))} different, sealed and whole {sum(s.whole for s in seen)};", end=" ")
    print(f"approved in {approved:.1f} s, all printed after {all_done:.1f} s")
    assert numbers == list(range(1, MANY + 1)) and all(s.seal == "ours" and s.whole for s in seen)


if __name__ == "__main__":
    sys.exit(main())
