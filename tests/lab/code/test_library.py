"""Which files are held out."""

from pipeline.lab.code import library
from pipeline.lab.code.library import Source


def test_packages_are_never_on_both_sides() -> None:
    """What is held out lies in the last tenth, and none of its packages has a file before."""
    sources = [Source(f"p{k % 37}", f"p{k % 37}/{k}.py", "x = 1\n" * (k % 5 + 1)) for k in range(200)]
    ordered = library.ordered(sources)
    unseen = library.held_out(ordered)
    text = library.stream(ordered)
    assert 0 < sum(len(source.text) for source in unseen) <= library.HELD_OUT * len(text)
    assert not {s.package for s in unseen} & {s.package for s in ordered if s not in unseen}
    assert all(text.index(s.text) >= 0 for s in ordered)
