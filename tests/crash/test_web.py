"""Kill -9 of the running web and worker: whoever was told a number keeps it, whole and once."""

from dataclasses import replace

import pytest

from tests.crash.bundle_rounds import kill_bundling
from tests.crash.web_rounds import kill_web, kill_workers

# `python -m tests.crash.web_rounds` is the long proof.
ROUNDS = 4


@pytest.mark.slow
def test_a_case_number_told_over_http_outlives_the_web(tmp_path, capsys):
    found = kill_web(tmp_path, rounds=ROUNDS, seed=1)

    with capsys.disabled():
        print(f"\nover HTTP: {found}")
    nothing = {"lost": 0, "doubled": 0, "half": 0, "odd_answers": 0, "gaps": 0}
    assert found == replace(found, **nothing, chain_broken_at=None, integrity="ok")
    assert found.acknowledged == found.cases >= ROUNDS
    assert found.cut_off > 0


@pytest.mark.slow
def test_killed_workers_print_and_issue_everything_exactly_once(tmp_path, capsys):
    found = kill_workers(tmp_path, rounds=ROUNDS, seed=1)

    with capsys.disabled():
        print(f"\nover HTTP: {found}")
    nothing = {"without_package": 0, "without_certificate": 0, "issued_twice": 0, "jobs_lost": 0}
    sound = replace(found, **nothing, seals_broken=0, gaps=0, chain_broken_at=None, integrity="ok")
    assert found == replace(sound, certificates=found.packages)
    assert found.interrupted > 0


@pytest.mark.slow
def test_a_bundle_is_whole_or_not_there_and_a_download_goes_on_where_its_sender_died(tmp_path):
    found = kill_bundling(tmp_path, rounds=4, seed=1)

    nothing = {"lost": 0, "half": 0, "refused": 0, "changed": 0, "unlike": 0}
    assert found == replace(found, **nothing, chain_broken_at=None, integrity="ok")
    assert found.cut_off > 0
