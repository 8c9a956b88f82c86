"""The house stands: imports point down only, and each library has one door."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "schemas": {"schemas"},
    "form_builder": {"schemas", "form_builder"},
    "casework": {"schemas", "casework"},
    "documents": {"schemas", "documents"},
    "storage": {"schemas", "storage"},
    "views": {"schemas", "form_builder", "casework", "documents", "storage", "views", "config"},
}
DOORS = {
    "flask": ("views/", "app.py"),
    "htmx_flask": ("views/",),
    "flask_babel": ("views/",),
    "tinydb": ("storage/catalogue",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "weasyprint": ("documents/pdf.py", "documents/compact.py", "documents/thrift.py"),
    "segno": ("documents/qr.py",),
    "jsonschema_rs": ("schemas/swift.py",),
    "pyhanko": ("documents/sealing/",),
    "asn1crypto": ("documents/sealing/",),
    "argon2": ("views/",),
    "openpyxl": ("form_builder/sheets.py",),
}
FILES = sorted(
    p.relative_to(ROOT)
    for room in (*FLOORS, ".")
    for p in ((ROOT / room).rglob("*.py") if room != "." else ROOT.glob("*.py"))
)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_down_and_libraries_keep_to_their_door(path):
    names = imported(path)
    rooms = {*FLOORS, "app", "worker", "config"}
    above = (names & rooms) - FLOORS.get(path.parts[0], rooms)
    strangers = {n for n in names & DOORS.keys() if not path.as_posix().startswith(DOORS[n])}

    assert (above, strangers) == (set(), set())


def test_only_the_workers_rooms_set_pages():
    """A page costs a web process a hundred megabytes and every other request a tenth of a second."""
    setters = {f"{name}_pdf" for name in ("package", "certificate", "blank", "notice", "label")}
    rooms = [p for p in FILES if p.parts[0] == "views" and not p.stem.startswith("printing")]

    def named(path: Path) -> set[str]:
        tree = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        return {a.name for node in tree if isinstance(node, ast.ImportFrom) for a in node.names}

    assert [str(p) for p in rooms if named(p) & setters] == []


def test_no_room_is_too_big_to_live_in():
    kinds = ("*.py", "*.html", "*.css", "*.js")
    files = (
        p
        for room in (*FLOORS, "templates", "static")
        for k in kinds
        for p in (ROOT / room).rglob(k)
    )
    long = [
        str(p)
        for p in files
        if "vendor" not in p.parts and len(p.read_text("utf-8").splitlines()) > 400
    ]

    assert long == []


def test_no_room_is_named_misc():
    names = {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "manager",
        "services",
        "service",
    }

    assert [str(p) for p in FILES if names & {p.stem, *p.parts}] == []
