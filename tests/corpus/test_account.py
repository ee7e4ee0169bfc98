"""The account of records: it adds up, or the program stops."""

from collections import Counter

import pytest

from pipeline.corpus.account import Account


def test_rows_stand_by_reason_and_must_add_up() -> None:
    """By hand: 10 = 6 + 3 + 1; one kept record less is an error that gives the numbers."""
    account = Account(10, 6, Counter(retweet=1, empty=2), Counter(broken=1))
    account.check()
    assert account.rows() == [
        ("read", 10),
        ("kept", 6),
        ("dropped: empty", 2),
        ("dropped: retweet", 1),
        ("rejected: broken", 1),
    ]
    account.kept = 5
    with pytest.raises(AssertionError, match="10 records read, 5 kept, 4 dropped or rejected"):
        account.check()
