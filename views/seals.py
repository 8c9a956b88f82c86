"""The electronic seals and SM2 keys of this house: the one that seals now, and every one that must still be known."""

from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.serialization import Encoding

from config import Settings, SettingsError
from documents.sealing.examine import KnownSeal
from documents.sealing.key import BadSealKey, SealKey, newest, open_seal_key
from documents.sealing.sm2 import NoOpenssl, Sm2Key, open_sm2_key
from schemas.wording import N_
from storage.keys import Keys

NO_SEAL = N_("平台没有可用的电子印章（YIZHAO_SEAL_KEYS），证照发不出来。请平台管理员放好印章再试。")


class NoSeal(Exception):
    """YIZHAO_SEAL_KEYS: there is no seal-1.p12 or seal-1.pem with a private key, so nothing can be issued."""


def opened(files: Mapping[int, bytes], password: str) -> tuple[SealKey, ...]:
    """Every seal's key, by id; SettingsError naming the file that cannot be used."""
    return _opened(tuple(sorted(files.items())), password)


def sealing_key(keys: Keys, settings: Settings) -> SealKey:
    """The key that seals now; NoSeal when there is none."""
    found = newest(opened(keys.seals, settings.seal_password))
    if found is None:
        raise NoSeal(NoSeal.__doc__)
    return found


def known_seals(keys: Keys, settings: Settings) -> tuple[KnownSeal, ...]:
    """What checking needs of every seal that was ever ours."""
    der = Encoding.DER
    return tuple(
        KnownSeal(
            k.id,
            k.name,
            k.certificate.public_bytes(der),
            tuple(c.public_bytes(der) for c in k.chain),
        )
        for k in opened(keys.seals, settings.seal_password)
    )


def sm2_keys(keys: Keys, settings: Settings) -> tuple[Sm2Key, ...]:
    """Every SM2 key by its id, the newest last; () where the second signature is not wanted. Raises SettingsError."""
    return _sm2_opened(tuple(sorted(keys.sm2.items())), settings.seal_password)


@lru_cache(maxsize=8)
def _sm2_opened(files: tuple[tuple[int, bytes], ...], password: str) -> tuple[Sm2Key, ...]:
    try:
        return tuple(open_sm2_key(id, data, password) for id, data in files)
    except (BadSealKey, NoOpenssl) as problem:
        raise SettingsError(f"YIZHAO_SEAL_KEYS: {problem}") from problem


@lru_cache(maxsize=8)
def _opened(files: tuple[tuple[int, bytes], ...], password: str) -> tuple[SealKey, ...]:
    try:
        return tuple(open_seal_key(id, data, password.encode() or None) for id, data in files)
    except BadSealKey as problem:
        raise SettingsError(f"YIZHAO_SEAL_KEYS: {problem}.") from problem
