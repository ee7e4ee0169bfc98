"""The lists of top-level domains."""

from pipeline.text import tlds


def test_current_domains_hold_what_everyone_knows() -> None:
    """Country, generic and Unicode domains, and no suffix of two labels."""
    current = tlds.current_domains()
    assert {"com", "uk", "jp", "app", "みんな", "中国"} <= current
    assert not any("." in name or "*" in name or name.startswith("//") for name in current)
    assert len(current) > 1400


def test_unicode_domains_have_their_encoded_form() -> None:
    """xn--p1ai is рф (IANA), and every Unicode name has such a form in the list."""
    assert {"рф", "xn--p1ai"} <= tlds.current_domains()
    every = tlds.all_domains()
    assert all(name.encode("idna").decode() in every for name in every if not name.isascii())


def test_retired_domains_are_apart() -> None:
    """No retired domain is a current one; together they are all."""
    retired = set(tlds.RETIRED.split())
    assert retired.isdisjoint(tlds.current_domains())
    assert retired | tlds.current_domains() <= tlds.all_domains()
    assert {"an", "statoil", "手表"} <= retired
