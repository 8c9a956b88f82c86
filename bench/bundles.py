"""A bundle of many cases from a real server: how soon its first byte comes, and what memory it takes.

`python -m bench.bundles [cases]` (500) fills a city, starts the web, and makes and reads a bundle, twice. What the
web keeps of forms and templates once it is used is told apart.
"""

import http.client
import json
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

from documents.verifying import verify
from storage.bundles import Choice
from tests.crash.city import bare_city, csrf_of, kill
from tests.views.desk_case import a_case
from tests.visitor import Visitor

PACKAGE = 400_000  # bytes; what a package with a few scans weighs
CLERK = "counter"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, bare_city(Path(folder)) as city:
        fill(city, count)
        web = city.web()
        try:
            cold = resident(web.pid)
            warm(city)
            print(f"grown by forms and templates: {resident(web.pid) - cold:.1f} MB")
            for when in ("first", "second"):
                print(json.dumps({when: measured(city, web, Path(folder))}, indent=1), flush=True)
        finally:
            kill(web)


def fill(city, count: int) -> None:
    """`count` cases of three parts, every part with a package of its own."""
    house = SimpleNamespace(store=city.store)
    for n in range(count):
        case = a_case(house, key=f"k{n}", files=("b.pdf",))
        with city.store.transaction():
            for part in case.parts:
                data = part.id.encode().ljust(PACKAGE, b"%")
                city.store.parts.set_package(part.id, city.store.files.put(data))


def warm(city) -> None:
    """Small bundles of one case until every process has read its forms and templates."""
    visitor = Visitor(city.settings.base_url)
    visitor.sign_in(CLERK)
    part, _draft = next(city.store.bundles.chosen(Choice()))
    number = part.case_number
    for _ in range(40):
        visitor.get("/desk/bundles")
        visitor.get(f"/desk/cases/{number}/bundle.zip")


def measured(city, web, folder: Path) -> dict[str, float]:
    visitor = Visitor(city.settings.base_url)
    visitor.sign_in(CLERK)
    before = resident(web.pid)
    start = time.perf_counter()
    page = visitor.post("/desk/bundles", [("csrf", csrf_of(visitor))])
    made = time.perf_counter() - start
    address = "/desk/bundles/" + page.text.split('href="/desk/bundles/')[1].split('"')[0]
    line = http.client.HTTPConnection(city.settings.host, city.settings.port)
    cookie = "; ".join(f"{c.name}={c.value}" for c in visitor.cookies)
    start, most = time.perf_counter(), resident(web.pid)
    line.request("GET", address, headers={"Cookie": cookie})
    answer = line.getresponse()
    file = folder / "bundle.zip"
    with file.open("wb") as out:
        out.write(answer.read(1))
        first = time.perf_counter() - start
        while piece := answer.read(1 << 20):
            out.write(piece)
            most = max(most, resident(web.pid))
    return {
        "planned_s": round(made, 2),
        "first_byte_s": round(first, 2),
        "whole_s": round(time.perf_counter() - start, 2),
        "megabytes": round(file.stat().st_size / 1e6),
        "as_long_as_announced": file.stat().st_size == int(answer.headers["Content-Length"]),
        "memory_before_mb": round(before),
        "memory_grown_mb": round(most - before, 1),
        "changed_files": len(verify(file)),
    }


def resident(pid: int) -> float:
    """MB of a process and those it started."""
    found = 0.0
    for process in (pid, *_children(pid)):
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
        found += pages * 4096 / 1e6
    return found


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
