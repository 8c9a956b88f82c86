"""Our scripts as one page can carry them: modules without their imports and exports, each in a scope of its own."""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
NAMED = re.compile(r"(\w+) as (\w+)")
EXPORTED = re.compile(r"^export (?=const|class|function)", re.M)
LISTED = re.compile(r"^export (?:default .*|\{[^}]*\});?$", re.M)


@cache
def pieces() -> tuple[tuple[str, ...], str]:
    """The offline verifier's scripts in their order, and its style."""
    noble = f"const nobleEd25519 = {_scope(_read('vendor/noble-ed25519-3.2.0.js'), 'verifyAsync')};"
    ours = (_plain(_read("camera.js")), _read("offline.js"))
    return (noble, _decoder(), *ours), _read("css/offline.css")


def _decoder() -> str:
    """The decoder of codes; what it imports from its neighbour is handed to it by name."""
    neighbour = _read("vendor/qr-0.7.0/index.js")
    (listed,) = re.findall(r"^export \{([^}]*)\};$", neighbour, re.M)
    given = _scope(neighbour, NAMED.sub(r"\2: \1", listed))
    first, decode = _read("vendor/qr-0.7.0/decode.js").split("\n", 1)
    wanted = NAMED.sub(r"\1: \2", first[first.index("{") : first.index("}") + 1])
    return f"const qrDecoder = {_scope(f'const {wanted} = {given};{decode}', 'decodeQR')};"


def _scope(module: str, names: str) -> str:
    return f"(() => {{\n{_plain(module)}\nreturn {{ {names} }};\n}})()"


def _plain(module: str) -> str:
    return EXPORTED.sub("", LISTED.sub("", module))


def _read(name: str) -> str:
    return (STATIC / name).read_text("utf-8")
