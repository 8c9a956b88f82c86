"""Kill -9 while admins edit a form: what was acknowledged is kept. A sample of `tests.crash.edit_rounds`."""

from dataclasses import replace

import pytest

from tests.crash.edit_rounds import kill_editing


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost(tmp_path, capsys):
    found = kill_editing(tmp_path, rounds=3, seed=1)

    with capsys.disabled():
        print(f"\nediting: {found}")
    assert found == replace(found, lost=0, half=0, odd_answers=0, integrity="ok")
    assert found.acknowledged >= 3
    assert found.revisions >= found.acknowledged
