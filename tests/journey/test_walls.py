"""A case of two departments: nothing that only one of them asks can be read from anywhere else."""

import itertools
import random
import re
import string
import urllib.parse
from collections.abc import Iterator
from functools import partial

import pytest
from werkzeug.exceptions import HTTPException

from tests.journey.walker import Walker, leaks, of_visitor, plain, walker
from tests.journey.walls import Marked, all_marks, joint_case
from tests.views.house import build_house
from tests.visitor import Visitor
from views.policy import action_of
from views.rights import is_public

OTHER = {"outdoor_ad": "tobacco", "tobacco": "urban"}
STARTS = {
    "approver": ("/", "/desk", "/desk?drawer=returned", "/desk?drawer=decided"),
    "admin": ("/", "/build"),
    "stranger": ("/", "/apply", "/cases", "/certificates"),
    "anonymous": ("/", "/permits", "/scenarios", "/verify"),
    "auditor": ("/", "/admin/audit"),
}
HX = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/"}
SENT = (("version", "1"), ("reason", "看看"), ("why", "papers"), ("label", "看看"), ("row", "or"))


@pytest.fixture(scope="module")
def joint(store, city, visitor):
    return joint_case(store, city.url, visitor)


@pytest.fixture(scope="module")
def walkers(city, store):
    found = {"anonymous": walker("anonymous", city.url)}
    found["auditor"] = walker("auditor", city.url, "auditor")
    found["stranger"] = _stranger(city.url)
    for department in ("urban", "tobacco"):
        for role in ("approver", "admin"):
            name = f"{department}_{role}"
            found[name] = walker(name, city.url, name)
    return found


@pytest.fixture(scope="module")
def crawled(joint, walkers, app):
    """What everyone reads by following links, once."""
    kind = partial(_kind, app.url_map.bind(""), frozenset(_names(joint)))
    return {
        name: person.crawl(*STARTS[name.rpartition("_")[2]], kind=kind)
        for name, person in walkers.items()
    }


def _names(joint) -> Iterator[str]:
    """What addresses call the things of this case, and what it is about."""
    yield from (joint.case.number, joint.case.draft, joint.draft, joint.holder, "convenience")
    for share in joint.shares:
        certificate = share.certificate
        yield from (share.permit, share.department, share.part.id)
        yield from (certificate.id, certificate.token, certificate.number)
        yield from (piece.id for piece in share.evidence)


def _kind(rules, names: frozenset[str], path: str) -> tuple[str, frozenset[str]]:
    """Pages of one room are alike, whichever of the shipped permits they show, except for what is of this
    case."""
    try:
        room = rules.match(urllib.parse.urlsplit(path).path)[0]
    except HTTPException:
        room = "nowhere"
    return room, frozenset(name for name in names if name in urllib.parse.unquote(path))


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The application's addresses, to know them from outside."""
    return build_house(tmp_path_factory.mktemp("house")).app


@pytest.fixture(scope="module")
def addresses(app):
    """(method, pattern, action) of every address that names something."""
    return [
        (method, rule.rule, action_of(app, rule.endpoint))
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods & {"GET", "POST"})
        if "<" in rule.rule
    ]


@pytest.mark.slow
def test_the_marks_are_found_where_they_may_be_read(joint, crawled, visitor):
    """Otherwise finding none elsewhere would prove nothing."""
    for share in joint.shares:
        own = crawled[f"{share.department}_approver"]
        seen = {leak.partition(" in /")[0] for leak in leaks(own, share.marks.items())}
        unseen = {name for name in share.marks if name not in seen and ": digest" not in name}
        assert unseen == set()
    assert len(list(all_marks(joint))) > 35


@pytest.mark.slow
def test_a_crawl_from_every_other_chair_reads_no_mark(joint, crawled):
    for share in joint.shares:
        others = [n for n in crawled if not n.startswith(f"{share.department}_")]
        for name in others:
            found = leaks(crawled[name], share.marks.items())
            if name == "auditor":  # the log says on which part, and nothing that is in it
                found = [leak for leak in found if not leak.startswith("part id in /admin/audit")]
            assert [leak for leak in found if not _is_on_the_wall(leak, share)] == [], name
    assert {
        name: r.status for pages in crawled.values() for name, r in pages.items() if r.status >= 500
    } == {}
    assert min(len(pages) for pages in crawled.values()) > 30


def _is_on_the_wall(leak: str, share: Marked) -> bool:
    """What a certificate says to everyone: its scope and address, on the public pages that show it."""
    name, _, path = leak.partition(" in ")
    is_shown = path.startswith(("/verify", "/c/", "/C/", "/h/", "/H/"))
    return is_shown and share.marks[name] in share.public


@pytest.mark.slow
def test_only_the_own_department_the_applicant_and_the_counter_read_personal_values(joint, crawled):
    for name in ("auditor", "stranger", "anonymous", "urban_admin", "tobacco_admin"):
        assert leaks(crawled[name], joint.personal.items()) == [], name


@pytest.mark.slow
def test_typing_every_address_with_real_ids_tells_nothing(joint, walkers, store, addresses):
    before = _state(store, joint)
    asked = 0
    for turn, share in enumerate(joint.shares):
        real, guessed = _ids(store, joint, share)
        for person in _outsiders(walkers, share):
            for method, pattern, action in addresses:
                # Whole pages and fragments in turn: each person asks each address for both.
                turn += 1
                for pair in _filled(pattern, real, guessed):
                    asked += 1
                    _tells_nothing(person, method, action, pair, share, HX if turn % 2 else {})
    assert asked > 1000
    assert _state(store, joint) == before


def _tells_nothing(person: Walker, method, action, pair, share, headers) -> None:
    path, missing = pair
    sent = SENT if method == "POST" else ()
    reply = person.ask(method, path, sent, headers)
    marks = [(n, m) for n, m in share.marks.items() if m not in path]
    marks = [(n, m) for n, m in marks if not (action == "verify.read" and m in share.public)]
    assert reply.status < 500, (person.name, method, path)
    assert leaks({path: reply}, marks) == [], person.name
    if not is_public(action):
        denied = person.ask(method, missing, sent, headers)
        assert plain(reply, path) == plain(denied, missing), (person.name, method, path, missing)


@pytest.mark.slow
def test_another_departments_files_do_not_come_through_ones_own_part(joint, walkers):
    for share, own in (joint.shares, joint.shares[::-1]):
        person = walkers[f"{own.department}_approver"]
        for piece in share.evidence:
            path = f"/desk/parts/{own.part.id}/files/"
            guess = _guess(piece.id)
            denied, missing = person.ask("GET", path + piece.id), person.ask("GET", path + guess)
            assert denied.status == 404
            assert plain(denied, path + piece.id) == plain(missing, path + guess)
        asked = {
            path: person.ask("GET", path)
            for path in (
                f"/desk/parts/{own.part.id}?file={share.evidence[0].id}",
                f"/desk/parts/{own.part.id}/view?file={share.evidence[0].id}",
                f"/desk?done={share.part.id}",
                f"/desk/cases?q={joint.case.number}",
            )
        }
        typed = {share.evidence[0].id, share.part.id}
        marks = [(name, mark) for name, mark in share.marks.items() if mark not in typed]
        assert leaks(asked, marks) == []


def _outsiders(walkers, share):
    theirs = OTHER[share.permit]
    names = ("anonymous", "auditor", "stranger", f"{theirs}_approver", f"{theirs}_admin")
    return [walkers[name] for name in names]


def _ids(store, joint, share):
    """The real value of each placeholder, and one of the same shape that leads nowhere."""
    fields = [key.rpartition(".")[2] for key in share.marks if ":" not in key and key != "part id"]
    real = {
        "part_id": [share.part.id],
        "draft": [joint.case.draft, joint.draft],
        "evidence": [piece.id for piece in share.evidence[:2]],
        "number": [joint.case.number],
        "certificate_id": [share.certificate.id],
        "permit": [share.permit],
        "token": [share.certificate.token],
        "job_id": [str(store.jobs.of_key(f"package:{share.part.id}:0").id)],
        "account_id": [joint.case.account],
        "department_id": [share.department],
    }
    plain_words = {
        "key": [share.evidence[0].key, f"{share.permit}.{fields[0]}", "s1"],
        "section": ["business", "papers", share.permit],
        "place": ["lr_id", fields[0]],
        "action": ["accept", "approve", "return", "refuse"],
        "name": [fields[0], "lr_id"],
        "verb": ["up", "copy", "remove"],
        "act": ["suspend", "restore"],
        "code": [joint.holder],
        "scenario_id": ["convenience"],
        "permit_id": [share.permit],
        "size": ["normal"],
        "filename": ["logo.svg"],
        "copy_id": ["1"],
        "share_id": [share.part.id],
        "secret": [share.part.id],
        "bundle": [share.part.id],
        "proposal": [share.part.id],
        "element": ["ent_name"],
        "kind": ["receipt", "acceptance", "refusal"],
        "part": ["same"],
        "scenario": ["convenience"],
        "id": ["food"],
        "at": ["0"],
    }
    return real, plain_words


def _filled(pattern, real, plain_words):
    """Each address with real ids, beside the same address with ids that nobody has."""
    names = re.findall(r"<(?:[^:>]*:)?([a-z_]+)>", pattern)
    for values in itertools.product(*(real.get(n) or plain_words[n] for n in names)):
        path = missing = pattern
        for name, value in zip(names, values, strict=True):
            guess = _guess(value) if name in real else value
            place = re.compile(rf"<(?:[^:>]*:)?{name}>")
            path = place.sub(lambda _m, v=value: v, path)
            missing = place.sub(lambda _m, v=guess: v, missing)
        yield path, missing


def _guess(value: str) -> str:
    """Same length, same kind of characters, another value."""
    chance = random.Random(value)
    swap = {
        str.isdigit: string.digits,
        str.isupper: string.ascii_uppercase,
        str.islower: string.ascii_lowercase,
    }
    keep = 9 if re.match(r"20\d{6}-", value) else 0
    made = [
        next((chance.choice(a) for kind, a in swap.items() if kind(c)), c) for c in value[keep:]
    ]
    return value[:keep] + "".join(made)


def _state(store, joint):
    parts = [store.parts.get(share.part.id) for share in joint.shares]
    certificates = [store.certificates.get(share.certificate.id) for share in joint.shares]
    catalogue = [store.catalogue.load(share.department).revision for share in joint.shares]
    return parts, certificates, catalogue, store.drafts.get(joint.draft)


def _stranger(url: str) -> Walker:
    """An applicant with nothing of their own, registered a moment ago."""
    visitor = Visitor(url)
    typed = [("login", "stranger"), ("name", "路人"), ("password", "a-long-enough-password")]
    visitor.send(visitor.get("/account/register"), "/account/register", typed)
    return of_visitor("stranger", visitor)
