import threading

from tests.storage.making import NOW, later


def tries(store, count, now=NOW, key="login:lin"):
    return [store.limits.hit(key, limit=3, seconds=60, now=now) for _ in range(count)]


def test_after_the_limit_tries_are_refused_until_the_window_ends(store):
    assert tries(store, 5) == [True, True, True, False, False]
    assert tries(store, 1, later(seconds=59)) == [False]
    assert tries(store, 4, later(seconds=60)) == [True, True, True, False]


def test_each_key_has_its_own_count(store):
    tries(store, 4)

    assert tries(store, 1, key="login:chen") == [True]


def test_a_count_is_cleared_and_old_ones_are_swept(store):
    tries(store, 4)
    store.limits.clear("login:lin")
    assert tries(store, 1) == [True]

    assert (store.limits.sweep(NOW), store.limits.sweep(later(seconds=60))) == (0, 1)


def test_tries_at_once_are_all_counted(store, another):
    allowed = []
    threads = [
        threading.Thread(target=lambda s=s: allowed.extend(tries(s, 5))) for s in (store, another)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert allowed.count(True) == 3
