"""Answers at rest: AES-256-GCM over their JSON, bound to the row they belong to."""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.columns import to_json
from storage.errors import Unreadable
from storage.keys import Keys

_FORMAT = 1
_NONCE = 12


def seal(value: Any, row: str, keys: Keys) -> bytes:
    """`value` as bytes only this platform opens. `row` ("part:<id>") is authenticated with it, so a
    sealed value copied to another row does not open. NIST SP 800-38D, 96-bit random nonces."""
    key_id = keys.current.encode()
    nonce = os.urandom(_NONCE)
    text = AESGCM(keys.data[keys.current]).encrypt(nonce, to_json(value).encode(), row.encode())
    return bytes((_FORMAT, len(key_id))) + key_id + nonce + text


def unseal(sealed: bytes, row: str, keys: Keys) -> Any:
    """The value; Unreadable when the key is gone or the bytes are not what was sealed for this row."""
    try:
        if sealed[0] != _FORMAT:
            raise Unreadable(f"{row} was sealed by a newer program.")
        start = 2 + sealed[1]
        key = keys.data[sealed[2:start].decode()]
        nonce, text = sealed[start : start + _NONCE], sealed[start + _NONCE :]
        return json.loads(AESGCM(key).decrypt(nonce, text, row.encode()))
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise Unreadable(f"{row} cannot be opened with the keys at hand.") from error
