"""The share of the law's run that every test run takes; the command runs more: see law.py."""

import pytest

from tests.form_builder.law import run


@pytest.mark.parametrize("part", range(10))
def test_merged_and_separate_verdicts_agree_on_generated_documents(part):
    tally = run(10_000, 2026, first=part, every=10)

    assert tally.disagreements == ()
    assert (tally.worlds, tally.documents) == (100, 10_000)
    assert 1_000 < tally.accepted < 5_000
