import threading

import pytest

from storage.keys import load_or_make_keys


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path):
    made = load_or_make_keys(tmp_path / "keys")

    assert load_or_make_keys(tmp_path / "keys") == made
    assert (made.current, made.signing_current) == ("1", "1")
    files = sorted((tmp_path / "keys").iterdir())
    assert [f.name for f in files] == ["audit.key", "data-1.key", "signing-1.key"]
    assert {oct(f.stat().st_mode & 0o777) for f in files} == {"0o600"}


def test_a_higher_number_becomes_current_and_the_old_key_stays(tmp_path):
    old = load_or_make_keys(tmp_path)
    (tmp_path / "data-10.key").write_bytes(b"n" * 32)

    new = load_or_make_keys(tmp_path)

    assert (new.current, new.data) == ("10", {**old.data, "10": b"n" * 32})


def test_a_key_of_a_wrong_length_is_refused_by_name(tmp_path):
    (tmp_path / "data-2.key").write_bytes(b"short")

    with pytest.raises(ValueError, match=r"data-2\.key"):
        load_or_make_keys(tmp_path)


def test_keys_are_not_shown(tmp_path):
    made = load_or_make_keys(tmp_path)

    assert repr(made) == "Keys(current='1', signing_current='1')"


def test_processes_that_start_together_make_the_same_keys(tmp_path):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(load_or_make_keys(tmp_path))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [found[0]] * 8
