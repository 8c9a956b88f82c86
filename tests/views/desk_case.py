"""A shop's case on the real permits, as it lies on three desks, for the tests of the desk."""

import atexit
import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from tempfile import mkdtemp

from PIL import Image

from casework.submit import Numbers, open_case
from form_builder.sample import sample
from schemas.case import Draft, Evidence
from schemas.permit import PermitSchema
from storage.loading import load_catalogue
from tests.views.house import build_house, move_in

CATALOGUE = Path(__file__).parents[2] / "catalogue"
PERMITS = ("food_business", "tobacco", "md2_filing")
NOW = datetime.now(UTC) - timedelta(hours=3)


@cache
def _template():
    """A folder with the shipped catalogue published and an applicant, lin; copied, since loading takes seconds."""
    folder = Path(mkdtemp(prefix="yizhao-house-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    house = build_house(folder)
    load_catalogue(house.store, CATALOGUE, now=NOW, author="system")
    house.person("lin")
    house.store.close()
    return folder


def furnished(folder):
    """A house in `folder` with the catalogue and lin."""
    copytree(_template(), folder, dirs_exist_ok=True)
    return move_in(folder)


def a_case(
    house,
    *,
    name="好邻居便利店",
    key="k1",
    permits=PERMITS,
    age=0,
    files=("a.png", "b.pdf"),
    holder=None,
):
    """A submitted case with its parts, its evidence and the jobs that print it."""
    store = house.store
    versions = {p: store.published.latest("permit", p) for p in permits}
    loaded = {p: PermitSchema().load(dict(v.document)) for p, v in versions.items()}
    at = NOW - timedelta(days=age)
    lin = store.accounts.by_login("lin")[0]
    draft = _draft(versions, key, at, lin.id)
    with store.transaction():
        store.drafts.add(draft)
        shares = {p: _answers(store, draft, loaded[p], files, key) for p in permits}
        numbers = Numbers(store.cases.next_number(at), _ids(key), holder)
        case = open_case(
            draft,
            loaded,
            shares,
            account=lin,
            numbers=numbers,
            title=name,
            applicant=name,
            now=at,
        )
        kept = store.cases.add(case, idempotency_key=key)
        for part in kept.parts:
            store.jobs.enqueue(
                "print_package", {"part": part.id}, key=f"package:{part.id}:0", now=at, total=3
            )
    return kept


def part_of(case, permit):
    return next(p for p in case.parts if p.permit == permit)


def _draft(versions, key, at, account):
    pins = {p: v.id for p, v in versions.items()}
    return Draft(f"draft-{key}", account, None, {}, pins, {}, 1, at, at)


def _answers(store, draft, permit, files, key):
    kinds = iter(range(1000))

    def file_for(field, number):
        kind = files[next(kinds) % len(files)]
        data = (
            _png(f"{permit.id} {field}")
            if kind.endswith("png")
            else _pdf(f"{key} {permit.id} {field}")
        )
        digest = store.files.put(data)
        _note(store, draft, f"{permit.id}.{field}", f"{field}{kind[-4:]}", digest, len(data))
        return digest

    return sample(permit.form.schema, Random(f"{key}{permit.id}"), files=file_for, share=0.9)


def _note(store, draft, key, name, digest, size):
    media = "image/png" if name.endswith("png") else "application/pdf"
    id = hashlib.sha256(f"{draft.id}{key}{digest}".encode()).hexdigest()[:32]
    if id not in {e.id for e in store.evidence.of_draft(draft.id)}:
        piece = Evidence(id, draft.id, key, name, media, size, 1, digest, digest, draft.created_at)
        store.evidence.add(piece)


def _png(text):
    seed = int(hashlib.sha256(text.encode()).hexdigest()[:6], 16)
    out = BytesIO()
    Image.new("RGB", (900, 1200), (seed % 120 + 120, seed // 256 % 120 + 120, 210)).save(out, "PNG")
    return out.getvalue()


def _pdf(text):
    return b"%PDF-1.7\n%" + text.encode() + b"\n%%EOF\n"


def _ids(key):
    count = iter(range(1000))
    return lambda: hashlib.sha256(f"{key} {next(count)}".encode()).hexdigest()[:32]
