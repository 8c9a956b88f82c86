"""A whole case: twelve departments' packages with evidence and their ZIP, beside every part set whole by WeasyPrint as it comes.

Both set each department's own form, since wordings, order and units differ; ours lays evidence into the finished
pages and keeps outlines. CPU of each side's process, the best round counts. `python -m bench.case [rounds]`
"""

import base64
import hashlib
import io
import json
import sys
import time
import zlib
from dataclasses import replace
from random import Random

import pikepdf

from bench.engines import Given, Press
from bench.printing import NOW, caught
from documents import package
from documents.bundle import Folder, Paper, planned, stream
from schemas.permit import Permit
from tests.documents.catalogue import answered, shipped_departments, shipped_permits
from tests.documents.examples import COMMITMENT, URL, a_file, a_part, a_photo

DEPARTMENTS = 12
PHOTO = a_photo((1240, 1754))


def main(rounds: int) -> None:
    permits = one_of_each_department()
    givens = [whole(permit) for permit in permits]
    press = Press("weasyprint")
    ours, theirs = [], []
    for _ in range(rounds + 1):
        start = time.process_time()
        made, size = printed(permits)
        ours.append(time.process_time() - start)
        theirs.append(sum(press.print(given).cpu for given in givens))
    press.close()
    told = {
        "departments": len(made),
        "pages": sum(len(pikepdf.open(io.BytesIO(data)).pages) for data in made),
        "zip_megabytes": round(size / 1e6, 1),
        "ours_cpu_s": round(min(ours[1:]), 2),
        "each_whole_cpu_s": round(min(theirs[1:]), 2),
        "ratio": round(min(ours[1:]) / min(theirs[1:]), 2),
    }
    print(json.dumps(told, indent=1))


def one_of_each_department() -> list[Permit]:
    first = {permit.department: permit for permit in reversed(shipped_permits())}
    return list(first.values())[:DEPARTMENTS]


def printed(permits: list[Permit]) -> tuple[list[bytes], int]:
    """Every package, and how many bytes their ZIP has."""
    made = [a_package(permit) for permit in permits]
    kept = {hashlib.sha256(data).hexdigest(): data for data in made}
    folders = [
        Folder(a_part(permit_name=permit.name), "待受理", package=Paper("", digest, len(data)))
        for permit, (digest, data) in zip(permits, kept.items(), strict=True)
    ]
    pieces = stream(
        planned("20261123-8K4M", folders),
        lambda e: (zlib.crc32(kept[e.sha256]), (kept[e.sha256],)),
    )
    return made, sum(map(len, pieces))


def a_package(permit: Permit) -> bytes:
    answers = answered(permit, Random(3))
    evidence = []
    for field in permit.form.materials[:1]:
        evidence = [a_file(PHOTO, key=field.key, media_type="image/jpeg")]
        answers[field.key] = [evidence[0][0].sha256]
    return package.package_pdf(
        a_part(permit=permit.id, permit_name=permit.name, answers=answers),
        permit,
        shipped_departments()[permit.department],
        evidence,
        commitment=replace(COMMITMENT, text=permit.commitment),
        case_url=URL,
        language="zh_Hans",
        printed_at=NOW,
    )


def whole(permit: Permit) -> Given:
    """The same page as ours with the evidence in it as a picture."""
    given = caught(lambda: a_package(permit))
    photo = "data:image/jpeg;base64," + base64.b64encode(PHOTO).decode()
    picture = f'<img src="{photo}" style="width:180mm"></section>\n</body>'
    head, found, tail = given.html.rpartition("</section>\n</body>")
    return replace(given, html=head + picture + tail if found else given.html)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
