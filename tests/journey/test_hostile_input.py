"""What nobody types by accident, sent to every room: never a crash, never a change without the token."""

import contextlib
import itertools
import random
import urllib.parse

import pytest

from tests.crash.city import copies
from tests.journey.applicant import fill, merged_form, submit
from tests.journey.walker import Walker, of_visitor, walker
from tests.views.house import build_house

BUILD = "/build/food_business"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONG = "9" * 100_000
BROKEN = (
    b"%00",
    b"%ff%fe",
    b"%ed%a0%80",
    b"%f4%90%80%80",
    b"%C0%80",
    b"%E2%80%AE%0d%0aX-Evil:%201",
)
ODD = (
    "\0",
    LONG,
    "字" * 60_000,
    "²",
    "-1",
    "1e400",
    "NaN",
    "9" * 5000,
    "{{7*7}}",
    "__proto__",
    "a" * 300,
)
KINDS = (
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded; charset=utf-7",
)
BODIES = (
    b"",
    b"--x\r\n",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00.pdf"\r\n\r\n%PDF',
    b"\x00" * 5000,
)
ROWS = ("-1", "0", "999999999999", "9" * 5000, "²", "1.5", "", "x")


@pytest.fixture(scope="module")
def draft(visitor, store):
    csrf = next(v for f in visitor.get("/apply").forms() for n, v in f.fields if n == "csrf")
    sent = [("csrf", csrf), ("permits", "food_business"), ("permits", "outdoor_ad")]
    made = visitor.post("/apply", sent).path.split("/")[2]
    fill(visitor, made, merged_form(store, made), random.Random(2))
    return made


@pytest.fixture(scope="module")
def people(city, visitor):
    found = {name: walker(name, city.url, name) for name in ("market_admin", "market_approver")}
    return {**found, "lin": of_visitor("lin", visitor), "nobody": walker("nobody", city.url)}


@pytest.fixture(scope="module")
def part(visitor, store, draft, people):
    """A part on the approver's desk, of a case sent from the same answers."""
    copy = copies(store, store.drafts.get(draft), 1)[0]
    case = store.cases.by_number(submit(visitor, copy.id))
    return next(p.id for p in case.parts if p.department == "market")


@pytest.fixture(scope="module")
def doors(draft, part):
    """(who, address, usual fields) of every room that takes what people type."""
    apply, desk = f"/apply/{draft}", f"/desk/parts/{part}"
    table = "food_business.staff"
    return (
        ("lin", f"{apply}/sections/entity", {"asked": "ent_name", "ent_name": "x"}),
        (
            "lin",
            f"{apply}/sections/food_business",
            {"asked": "food_business.area", "food_business.area": "1"},
        ),
        ("lin", f"{apply}/fields/ent_name", {"asked": "ent_name", "ent_name": "x"}),
        (
            "lin",
            f"{apply}/rows/{table}",
            {"asked": table, "add": "1", "remove": "0", f"{table}.0": ""},
        ),
        ("lin", f"{apply}/basket", {"permits": "food_business", "permit": "x"}),
        ("lin", f"{apply}/same/biz_address", {"from": "ent_address", "same": "yes"}),
        ("lin", f"{apply}/files/outdoor_ad.m_design", {"remove": "x"}),
        ("lin", f"{apply}/submit", {"revision": "1", "commit": "x"}),
        ("lin", "/apply", {"permits": "zz", "scenario": "zz"}),
        ("market_approver", f"{desk}/return", {"version": "0", "reason": "", "sentence": ""}),
        ("market_approver", f"{desk}/approve", {"version": "0"}),
        ("market_approver", f"{desk}/reveal/lr_id", {"why": "x"}),
        (
            "market_admin",
            f"{BUILD}/fields/area",
            {"revision": "1", "label": "x", "hint": "x", "limit.minimum": "1", "options": ""},
        ),
        (
            "market_admin",
            f"{BUILD}/fields/area/condition",
            {"row": "and:0", "0.0.field": "area", "0.0.operator": "eq", "0.0.value": "1"},
        ),
        (
            "market_admin",
            f"{BUILD}/fields",
            {"type": "text", "after": "area", "section": "s1", "element": ""},
        ),
        ("market_admin", f"{BUILD}/put", {"field": "area", "section": "s1", "before": "area"}),
        ("market_admin", f"{BUILD}/sections/s1", {"title": "x", "revision": "1"}),
        ("market_admin", f"{BUILD}/title", {"title": "x"}),
        ("market_admin", f"{BUILD}/publish", {"note": "x", "revision": "1"}),
        ("nobody", "/account/login", {"login": "x", "password": "x", "next": "/"}),
        ("nobody", "/account/register", {"login": "x", "name": "x", "password": "x"}),
    )


@pytest.mark.slow
def test_nothing_changes_without_the_token_or_from_another_site(people, doors, store, draft, part):
    before = _state(store, draft, part)
    for who, path, usual in doors:
        person = people[who]
        sent = urllib.parse.urlencode(usual).encode()
        right = {**FORM, "X-CSRF-Token": person.csrf}
        for headers in (
            FORM,
            {**FORM, "X-CSRF-Token": ""},
            {**FORM, "X-CSRF-Token": "é" * 8},
            {**FORM, "X-CSRF-Token": people["nobody"].csrf + "0"},
            {**right, "Origin": "https://evil.example"},
            {**right, "Origin": person.url + ".evil.example"},
            {**right, "Sec-Fetch-Site": "cross-site"},
            {**right, "Sec-Fetch-Site": "same-site"},
        ):
            assert person.ask("POST", path, body=sent, headers=headers).status == 400, (
                path,
                headers,
            )
    assert _state(store, draft, part) == before


@pytest.mark.slow
def test_odd_values_in_every_box_of_every_room_never_crash(people, doors):
    for who, path, usual in doors:
        for n, odd in enumerate(ODD):
            boxes = list(usual)
            for filled in (boxes, boxes[n % len(boxes) :][:1]):
                sent = {**usual, **dict.fromkeys(filled, odd)}
                _calm(people[who], path, urllib.parse.urlencode(sent).encode())
        for broken in BROKEN:
            boxes = [name.encode() + b"=" + broken for name in usual]
            _calm(people[who], path, b"&".join(boxes))


@pytest.mark.slow
def test_odd_names_rows_and_repetitions_never_crash(people, doors):
    names = [
        "a" * 5000,
        ".".join("abc" * 400),
        "/".join("x" * 900),
        "0.0.field",
        "²",
        "asked",
        "__class__",
        "",
    ]
    for who, path, usual in doors:
        base = urllib.parse.urlencode(usual).encode()
        for name in names:
            _calm(people[who], path, base + b"&" + urllib.parse.quote(name).encode() + b"=1" * 3)
        for broken in BROKEN:
            _calm(people[who], path, base + b"&" + broken + b"=1")
        for row in ROWS:
            named = [
                f"food_business.staff.{row}",
                f"food_business.staff.{row}.name",
                f"{row}.0.field",
                f"0.{row}.field",
            ]
            _calm(
                people[who],
                path,
                base + b"&" + urllib.parse.urlencode(dict.fromkeys(named, "x")).encode(),
            )
        _calm(people[who], path, base + b"&" + base.replace(b"=", b"=%00") * 200)
        _calm(people[who], path, base + b"&x=1" * 6000)
    for row in ROWS:
        for verb in ("add", "remove", "row"):
            _calm(people["lin"], doors[3][1], urllib.parse.urlencode({verb: row}).encode())
        for asked in (f"and:{row}", f"drop:{row}.{row}", f"or:{row}"):
            _calm(
                people["market_admin"],
                f"{BUILD}/fields/area/condition",
                urllib.parse.urlencode({"row": asked}).encode(),
            )


@pytest.mark.slow
def test_addresses_that_lead_nowhere_and_wrong_methods_never_crash(
    people, city, draft, part, tmp_path
):
    app = build_house(tmp_path).app
    real = {"draft": draft, "part_id": part, "permit": "food_business"}
    odd = [
        "%00",
        "%ff",
        "..%2f..%2fetc",
        "-1",
        "9" * 30,
        "%ED%A0%80",
        "a" * 3000,
        "food_business.staff/0/name",
        "%0d%0a",
    ]
    turn = itertools.cycle(people.values())
    for rule in app.url_map.iter_rules():
        usual = sorted(rule.methods & {"GET", "POST"})
        paths = dict.fromkeys(_filled(rule.rule, real, value) for value in odd)
        for n, path in enumerate(paths):
            if "logout" not in path and "/account/sessions" not in path:
                for method in usual if n else ("GET", "POST", "DELETE"):
                    _calm(next(turn), path, b"", method=method)


@pytest.mark.slow
def test_bodies_too_long_or_broken_are_refused_calmly(people, doors):
    # They are read before a room is entered: each room gets every third of them.
    for n, (who, path, _usual) in enumerate(doors):
        person = people[who]
        for kind, body in tuple(itertools.product(KINDS, BODIES))[n % 3 :: 3]:
            headers = {"Content-Type": kind, "X-CSRF-Token": person.csrf}
            _calm(person, path, body, headers=headers)
    long = b"csrf=x&label=" + b"a" * 23_000_000
    for _who, path, _usual in doors[::7]:
        # The door may be shut while we are still pushing.
        with contextlib.suppress(OSError):
            reply = people["market_admin"].ask("POST", path, body=long, headers=FORM)
            assert reply.status in (400, 404, 413)


def _calm(person: Walker, path: str, body: bytes, *, method: str = "POST", headers=None) -> None:
    sent = {"X-CSRF-Token": person.csrf, **FORM, **(headers or {})}
    more = {"HX-Request": "true"} if len(body) % 2 else {}
    status = person.ask(method, path, body=body, headers={**sent, **more}).status
    assert status < 500, (person.name, method, path[:200], body[-200:], status)


def _filled(pattern: str, real: dict[str, str], odd: str) -> str:
    words = pattern.replace("<", "\0<").replace(">", ">\0").split("\0")
    names = [w.strip("<>").rpartition(":")[2] if w.startswith("<") else None for w in words]
    return "".join(
        w if name is None else real.get(name, odd) for w, name in zip(words, names, strict=True)
    )


def _state(store, draft, part):
    return store.drafts.get(draft), store.parts.get(part), store.catalogue.load("market").revision
