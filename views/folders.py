"""The papers of parts as folders of a bundle: found by digest, none of them read yet."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from documents.bundle import Folder, Paper
from schemas.case import Evidence, Part
from schemas.certificate import CERTIFICATE_STATES, Certificate
from schemas.form import Form
from storage.errors import NotFound
from storage.store import Store
from views.desk_data import STATES
from views.published import permit_of
from views.second_signature import second_signature

DRAFTS_AT_ONCE = 20  # the parts of one case may follow one another, those of many do not


def folders(store: Store, chosen: Iterable[tuple[Part, str]]) -> Iterator[Folder]:
    """A folder for each part; with each part comes the draft its evidence hangs on."""

    @lru_cache(maxsize=DRAFTS_AT_ONCE)
    def uploads(draft: str) -> tuple[Evidence, ...]:
        return store.evidence.of_draft(draft)

    return (_folder(store, part, uploads(draft)) for part, draft in chosen)


def _folder(store: Store, part: Part, uploads: tuple[Evidence, ...]) -> Folder:
    form = permit_of(part.form_version).form
    own = [
        (field.label, piece)
        for field in form.materials
        for digest in dict.fromkeys(part.answers.get(field.key, ()))
        if (piece := _given(uploads, field.key, digest))
    ]
    certificate = _certificate(store, part)
    printed = certificate.pdf_sha256 if certificate else None
    second = second_signature(store, certificate)
    found = _Found(store)
    return Folder(
        part=part,
        state=_state(part, certificate),
        package=found.printed("案卷", part.package_sha256),
        materials=found.kept("材料", ((f"{label}-{e.name}", e.sha256) for label, e in own)),
        originals=found.kept(
            "原件", ((f"{label}-{e.name}", e.original_sha256) for label, e in own)
        ),
        certificate=certificate,
        certificate_pdf=found.printed("证照", printed) if certificate else None,
        second_signature=found.printed("第二签名", second) if second else None,
        missing=tuple(found.missing),
        uscc=_code(part, form),
    )


def _given(uploads: tuple[Evidence, ...], key: str, digest: str) -> Evidence | None:
    """The file under the name it has at this material: one file may be given for several."""
    same = [e for e in uploads if e.sha256 == digest]
    here = [e for e in same if e.key.rpartition(".")[2] == key]
    return next(iter(here or same), None)


class _Found:
    """Papers from the file store, and in words what it does not have."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.missing: list[str] = []

    def printed(self, name: str, sha256: str | None) -> Paper | None:
        if sha256:
            return self._paper(name, sha256, name)
        self.missing.append(f"{name}：还没有打印好")
        return None

    def kept(self, kind: str, named: Iterable[tuple[str, str]]) -> tuple[Paper, ...]:
        found = (self._paper(name, sha256, f"{kind} {name}") for name, sha256 in named)
        return tuple(paper for paper in found if paper)

    def _paper(self, name: str, sha256: str, words: str) -> Paper | None:
        try:
            return Paper(name, sha256, self._store.files.size(sha256))
        except NotFound:
            self.missing.append(f"{words}：文件不在了")
            return None


def _state(part: Part, certificate: Certificate | None) -> str:
    """As the departments say it, in Chinese as all paper is."""
    words = STATES[part.state][0]
    if certificate and certificate.state != "valid":
        return f"{words}，证照{CERTIFICATE_STATES[certificate.state]}"
    return words


def _code(part: Part, form: Form) -> str:
    asked = (f.key for f in form.fields if f.element == "uscc")
    return next((str(part.answers[key]) for key in asked if key in part.answers), "")


def _certificate(store: Store, part: Part) -> Certificate | None:
    if not part.certificate:
        return None
    return store.certificates.of_part(part.id)
