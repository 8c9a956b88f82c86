"""The secrets that live outside the database: to seal answers, to chain the audit, to sign certificates."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """`data` seals answers (AES-256, `current` for new values, the others to open old ones); `audit`
    chains the audit; `signing` holds Ed25519 seeds for codes, `signing_current` signs new ones; `seals`
    are the files of the electronic seal by their ids, as they are, `sm2` those of the second signature."""

    data: Mapping[str, bytes] = field(repr=False)
    current: str
    audit: bytes = field(repr=False)
    signing: Mapping[str, bytes] = field(repr=False)
    signing_current: str
    seals: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    sm2: Mapping[int, bytes] = field(default_factory=dict, repr=False)


def load_or_make_keys(folder: Path, seals: Path | None = None) -> Keys:
    """The keys in `folder`, made at the first start. To rotate, add `data-2.key` or `signing-2.key`
    (32 random bytes): the highest number is used for what is new, the older ones still open the old.
    `seals`, by default the same folder, holds `seal-1.p12` or `seal-1.pem` and so on, and, where wanted,
    `sm2-1.pem`; none is made here."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("data-1.key", "audit.key", "signing-1.key"):
        _make(folder / name, secrets.token_bytes(32))
    data, signing = _numbered(folder, "data"), _numbered(folder, "signing")
    return Keys(
        data=data,
        current=max(data, key=int),
        audit=_read(folder / "audit.key"),
        signing=signing,
        signing_current=max(signing, key=int),
        seals=_files(seals or folder, r"seal-([0-9]{1,6})\.(p12|pfx|pem)"),
        sm2=_files(seals or folder, r"sm2-([0-9]{1,6})\.pem"),
    )


def _files(folder: Path, named: str) -> dict[int, bytes]:
    """The files whose names match, by the number in the name."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    found = {p: re.fullmatch(named, p.name) for p in paths}
    return {int(match[1]): p.read_bytes() for p, match in found.items() if match}


def keep_first_seal(folder: Path, pem: bytes) -> None:
    """Keep `pem` as seal 1 unless another process was quicker."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make(folder / "seal-1.pem", pem)


def _make(path: Path, content: bytes) -> None:
    if path.exists():
        return
    spare = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never replaces the key of another process.
        os.link(spare, path)
    except FileExistsError:
        pass
    finally:
        spare.unlink(missing_ok=True)


def _numbered(folder: Path, kind: str) -> dict[str, bytes]:
    found = {}
    for path in sorted(folder.glob(f"{kind}-*.key")):
        if match := re.fullmatch(rf"{kind}-([0-9]+)\.key", path.name):
            found[match[1]] = _read(path)
    return found


def _read(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError(f"{path}: a key is exactly 32 bytes, this file has {len(key)}.")
    return key
