from datetime import UTC, datetime

from storage.counters import ALPHABET, _mixed, case_number, scrambled


def test_no_two_of_the_first_million_counts_look_alike():
    assert len({_mixed(count, 20) for count in range(32**4)}) == 32**4
    assert len({scrambled(count) for count in range(50_000)}) == 50_000


def test_after_a_million_numbers_grow_by_one_character():
    longer = {scrambled(32**4 + count) for count in range(20_000)}

    assert (len(longer), {len(number) for number in longer}) == (20_000, {5})


def test_numbers_hold_no_letter_that_looks_like_a_digit():
    assert (len(ALPHABET), set("01OI") & set(ALPHABET)) == (32, set())
    assert set("".join(map(scrambled, range(5_000)))) == set(ALPHABET)


def test_neighbouring_counts_differ_in_most_places():
    pairs = [(scrambled(n), scrambled(n + 1)) for n in range(2_000)]
    alike = sum(a == b for one, two in pairs for a, b in zip(one, two, strict=True))

    assert alike / (4 * len(pairs)) < 0.1


def test_the_day_of_a_number_is_the_day_in_beijing():
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    assert case_number(late, 1) == f"20261124-{scrambled(0)}"
