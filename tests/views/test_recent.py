from views.recent import Recent


def test_what_was_asked_for_longest_ago_goes_first():
    kept: Recent[str, int] = Recent(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    kept.get("a")
    kept.keep("c", 3)

    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_the_newest_that_fits_is_found():
    kept: Recent[str, int] = Recent(9)
    for n, key in enumerate(("a", "b", "ab")):
        kept.keep(key, n)

    assert kept.newest(lambda key, _thing: key == "a") == 0
    assert kept.newest(lambda _key, thing: thing < 2) == 1
    assert kept.newest(lambda key, _thing: key == "none") is None
