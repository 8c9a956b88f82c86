"""The papers of parts as folders of a bundle: found by digest, none of them read yet."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from documents.bundle import Folder, Paper
from schemas.case import Evidence, Part
from schemas.certificate import Certificate
from storage.errors import NotFound
from storage.store import Store
from views.published import permit_of
from views.second_signature import second_signature

DRAFTS_AT_ONCE = 20  # the parts of one case may follow one another, those of many do not


def folders(store: Store, chosen: Iterable[tuple[Part, str]]) -> Iterator[Folder]:
    """A folder for each part; with each part comes the draft its evidence hangs on."""

    @lru_cache(maxsize=DRAFTS_AT_ONCE)
    def uploads(draft: str) -> dict[str, Evidence]:
        return {e.sha256: e for e in store.evidence.of_draft(draft)}

    return (_folder(store, part, uploads(draft)) for part, draft in chosen)


def _folder(store: Store, part: Part, uploads: dict[str, Evidence]) -> Folder:
    materials = permit_of(part.form_version).form.materials
    digests = dict.fromkeys(d for field in materials for d in part.answers.get(field.key, ()))
    own = [uploads[d] for d in digests if d in uploads]
    certificate = _certificate(store, part)
    printed = certificate.pdf_sha256 if certificate else None
    return Folder(
        part=part,
        package=_paper(store, "", part.package_sha256),
        materials=_kept(_paper(store, e.name, e.sha256) for e in own),
        originals=_kept(_paper(store, e.name, e.original_sha256) for e in own),
        certificate=certificate,
        certificate_pdf=_paper(store, "", printed),
        second_signature=_paper(store, "", second_signature(store, certificate)),
    )


def _kept(papers: Iterable[Paper | None]) -> tuple[Paper, ...]:
    return tuple(paper for paper in papers if paper)


def _paper(store: Store, name: str, sha256: str | None) -> Paper | None:
    """None for what was never made or kept: originals stay since uploads keep them."""
    try:
        return Paper(name, sha256, store.files.size(sha256)) if sha256 else None
    except NotFound:
        return None


def _certificate(store: Store, part: Part) -> Certificate | None:
    if not part.certificate:
        return None
    return store.certificates.of_part(part.id)
