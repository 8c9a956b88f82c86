"""Every kind of document made twice, in two copies of the house and two different surroundings: the same bytes?

`python -m tests.documents.twice [permits]` makes the documents of so many permits (all) in each of the copies, which
differ in folder, home, time zone, language and the seed of Python's hashes. Exits with 1 when any file differs.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from shutil import copytree, ignore_patterns

from documents import blank, certificate, label, notice, package
from documents.bundle import Folder, Paper, planned, stream
from schemas.permit import Permit
from tests.documents.catalogue import answered, shipped_departments, shipped_permits
from tests.documents.examples import (
    COMMITMENT,
    NOW,
    RETURNED,
    URL,
    a_certificate,
    a_file,
    a_part,
    a_photo,
)

ROOT = Path(__file__).parents[2]
LEFT_BEHIND = (".git", ".venv", "var", "__pycache__", ".*_cache")
SURROUNDINGS = (
    ("left", {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("右 copy", {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}),
)


def documents(count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every document of the first `count` permits, and of one bundle of them all."""
    made: dict[str, bytes] = {}
    for permit in shipped_permits()[:count]:
        made |= {f"{permit.id}/{name}": data for name, data in _of(permit)}
    yield from made.items()
    yield "bundle.zip", _bundle(made)


def _of(permit: Permit) -> Iterator[tuple[str, bytes]]:
    department = shipped_departments()[permit.department]
    answers = answered(permit, Random(7))
    evidence = []
    if permit.form.materials:
        evidence = [a_file(a_photo(), key=permit.form.materials[0].key, media_type="image/jpeg")]
        answers[permit.form.materials[0].key] = [evidence[0][0].sha256]
    part = a_part(permit=permit.id, answers=answers)
    yield (
        "package.pdf",
        package.package_pdf(
            part,
            permit,
            department,
            evidence,
            commitment=replace(COMMITMENT, text=permit.commitment),
            case_url=URL,
            language="zh_Hans",
            printed_at=NOW,
        ),
    )
    yield (
        "blank.pdf",
        blank.blank_pdf(
            permit,
            permit.form,
            department,
            condition=lambda field: "适用时填写" if field.show_when else "",
            url=URL,
            version="3f" * 32,
            printed_at=NOW,
        ),
    )
    held = a_certificate(permit=permit.id, token="A" * 157)
    how = {"base_url": "https://yizhao.example", "printed_at": NOW, "demo": True}
    yield "certificate.pdf", certificate.certificate_pdf(held, permit, **how)
    yield "label.pdf", label.label_pdf(held, **how)
    for kind in notice.KINDS:
        event = None if kind == "receipt" else RETURNED
        yield (
            f"{kind}.pdf",
            notice.notice_pdf(
                kind, part, permit, department, event=event, received=("营业执照",), case_url=URL
            ),
        )


def _bundle(made: dict[str, bytes]) -> bytes:
    kept = {hashlib.sha256(data).hexdigest(): data for data in made.values()}

    def paper(name: str) -> Paper:
        return Paper("", hashlib.sha256(made[name]).hexdigest(), len(made[name]))

    folders = [
        Folder(
            a_part(permit=permit),
            "待受理",
            package=paper(f"{permit}/package.pdf"),
            certificate=a_certificate(permit=permit),
            certificate_pdf=paper(f"{permit}/certificate.pdf"),
        )
        for permit in sorted({name.split("/")[0] for name in made})
    ]
    return b"".join(
        stream(
            planned("全部事项", folders), lambda e: (zlib.crc32(kept[e.sha256]), (kept[e.sha256],))
        )
    )


def made_in(folder: Path, name: str, given: dict[str, str], count: int) -> dict[str, str]:
    """The SHA-256 of every document as a copy of the house in `folder` makes it."""
    house, home = folder / name / "house", folder / name / "home"
    home.mkdir(parents=True)
    copytree(ROOT, house, ignore=ignore_patterns(*LEFT_BEHIND))
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(house), **given}
    order = [sys.executable, "-m", "tests.documents.twice", "--tell", str(count)]
    said = subprocess.run(order, cwd=house, env=environ, capture_output=True, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr.decode("utf-8", "replace")[-2000:])
    return dict(json.loads(said.stdout))


def compared(count: int) -> tuple[int, list[str]]:
    """How many documents were made, and the names of those that differ."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (made_in(Path(folder), *each, count) for each in SURROUNDINGS)
    return len(first), sorted(
        n for n in first.keys() | second.keys() if first.get(n) != second.get(n)
    )


def main() -> int:
    if sys.argv[1:2] == ["--tell"]:
        found = {n: hashlib.sha256(d).hexdigest() for n, d in documents(int(sys.argv[2]))}
        print(json.dumps(found))
        return 0
    made, unlike = compared(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print(f"{made} documents made twice, {len(unlike)} differ: {unlike[:9]}")
    return int(bool(unlike) or not made)


if __name__ == "__main__":
    sys.exit(main())
