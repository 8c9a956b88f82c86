"""Kill -9 at random moments: nothing acknowledged is lost, nothing is half, nothing happens twice."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage.engine import Disk, migrate
from tests import postgres
from tests.crash.rounds import kill_server, kill_submitters, kill_workers

# `python -m tests.crash.rounds --rounds 50` is the long proof.
ROUNDS = 20


@pytest.fixture(params=["sqlite", "postgres"])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.mark.slow
def test_no_acknowledged_submission_is_lost_and_none_is_half(url, tmp_path, capsys):
    found = kill_submitters(url, tmp_path / "files", rounds=ROUNDS, seed=1)

    with capsys.disabled():
        print(f"\n{url.split(':')[0]}: {found}")
    sound = replace(found, lost=0, half=0, chain_broken_at=None)
    assert found == sound
    assert found.acknowledged >= ROUNDS <= found.kept
    assert _integrity(url) == "ok"


@pytest.mark.slow
def test_every_job_has_its_effect_exactly_once(url, tmp_path, capsys):
    found = kill_workers(url, tmp_path / "files", rounds=ROUNDS, seed=1, submissions=3 * ROUNDS)

    with capsys.disabled():
        print(f"\n{url.split(':')[0]}: {found}")
    assert (found.twice, found.missing, found.lost) == (0, 0, 0)
    assert found.interrupted > 0


@pytest.mark.slow
def test_the_database_server_itself_may_be_killed(tmp_path, capsys):
    own = postgres.start()
    try:
        url = own.url(own.create())
        migrate(url)
        found = kill_server(url, tmp_path / "files", own, rounds=5, seed=1)
    finally:
        own.stop()

    with capsys.disabled():
        print(f"\nserver: {found}")
    assert found == replace(found, lost=0, half=0, chain_broken_at=None)
    assert found.acknowledged >= 5


def _integrity(url):
    if not url.startswith("sqlite"):
        return "ok"
    disk = Disk(url)
    with disk.reading() as connection:
        said = connection.execute(sa.text("PRAGMA integrity_check")).scalar()
    disk.close()
    return said
