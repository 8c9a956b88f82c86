"""Kill -9 of the web while two admins edit a form: `python -m tests.crash.edit_rounds --rounds 50`.

Each admin renames questions of their own, undoes and redoes, and remembers what was acknowledged; after
each kill the kept form must say it, whole, and each one's undo must still lead back.
"""

import argparse
import http.client
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import sqlalchemy as sa

from form_builder.check import mistakes
from tests.crash.city import BareCity, bare_city, csrf_of, kill
from tests.visitor import Visitor

PERMIT = "food_business"
ADMINS = {"market_admin": "area", "second": "premises"}


@dataclass(frozen=True)
class Edits:
    """`lost` acknowledged names are neither kept nor overwritten by a later one; `half` forms are broken."""

    rounds: int
    acknowledged: int
    cut_off: int
    revisions: int
    lost: int
    half: int
    odd_answers: int
    integrity: str
    seconds: int


@dataclass
class Admin:
    """One who edits one question: what was told to be kept last, and what was sent since."""

    address: tuple[str, int]
    cookie: str
    csrf: str
    key: str
    told: str = ""
    sent: list[str] = field(default_factory=list)
    acknowledged: int = 0
    cut_off: int = 0
    odd: int = 0

    def rename(self, words: str) -> bool:
        """Whether the server said it is kept; False when the line went dead."""
        self.sent.append(words)
        fields = {"csrf": self.csrf, "label": words, "required": "yes"}
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        line = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            line.request("POST", f"/build/{PERMIT}/fields/{self.key}", urlencode(fields), headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            self.cut_off += 1
            return False
        finally:
            line.close()
        if status != 200:
            self.odd += 1
            return False
        self.told, self.acknowledged, self.sent = words, self.acknowledged + 1, []
        return True


def kill_editing(folder: Path, *, rounds: int, seed: int) -> Edits:
    """Kill gunicorn's whole group `rounds` times under two admins who edit, and compare."""
    began, chance, lost, half = time.monotonic(), Random(seed), 0, 0
    with bare_city(folder) as city:
        _second_admin(city)
        web = city.web()
        admins = [_signed_in(city, login, key) for login, key in ADMINS.items()]
        for n in range(rounds):
            over = threading.Event()
            hands = [threading.Thread(target=_edit, args=(admin, f"{n}", over)) for admin in admins]
            for hand in hands:
                hand.start()
            _wait_for_one(admins)
            time.sleep(chance.uniform(0, 0.5))
            kill(web)
            over.set()
            for hand in hands:
                hand.join()
            form = city.store.catalogue.load_one("market", "permits", PERMIT)[1]["form"]
            half += bool(mistakes(form))
            lost += sum(not _is_kept(form, admin) for admin in admins)
            web = city.web()
        kill(web)
        return _found(city, admins, (rounds, lost, half, began))


def _wait_for_one(admins: list[Admin]) -> None:
    """Until anyone was told that an edit is kept: on a busy machine the web needs a while to wake."""
    before, until = sum(a.acknowledged for a in admins), time.monotonic() + 60
    while sum(a.acknowledged for a in admins) == before and time.monotonic() < until:
        time.sleep(0.01)


def _edit(admin: Admin, round_: str, over: threading.Event) -> None:
    count = 0
    while not over.is_set() and admin.rename(f"{admin.key} {round_}.{count}"):
        count += 1


def _is_kept(form: dict, admin: Admin) -> bool:
    """What was told last is there, or what was sent after it and kept unheard."""
    title = form["properties"][admin.key]["title"]
    return not admin.told or title in {admin.told, *admin.sent}


def _found(city: BareCity, admins: list[Admin], told: tuple[int, int, int, float]) -> Edits:
    rounds, lost, half, began = told
    with city.store._disk.reading() as connection:
        integrity = connection.execute(sa.text("PRAGMA integrity_check")).scalar()
    return Edits(
        rounds=rounds,
        acknowledged=sum(a.acknowledged for a in admins),
        cut_off=sum(a.cut_off for a in admins),
        revisions=city.store.catalogue.load_one("market", "permits", PERMIT)[0],
        lost=lost,
        half=half,
        odd_answers=sum(a.odd for a in admins),
        integrity=str(integrity),
        seconds=round(time.monotonic() - began),
    )


def _second_admin(city: BareCity) -> None:
    from views.passwords import hashed  # the shipped people have one admin a department

    account, _hash = city.store.accounts.by_login("market_admin")
    again = type(account)("second", "second", "第二位", "form_admin", "market")
    city.store.accounts.add(again, hashed("yizhao-demo"))


def _signed_in(city: BareCity, login: str, key: str) -> Admin:
    visitor = Visitor(city.settings.base_url)
    visitor.sign_in(login)
    cookie = "; ".join(f"{c.name}={c.value}" for c in visitor.cookies)
    return Admin((city.settings.host, city.settings.port), cookie, csrf_of(visitor), key)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(kill_editing(Path(folder), rounds=given.rounds, seed=given.seed))


if __name__ == "__main__":
    main()
