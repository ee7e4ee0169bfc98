"""Where every record of a corpus went: rows read = kept + dropped + rejected, always."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Account:
    """The numbers of records by what became of them."""

    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def rows(self) -> list[tuple[str, int]]:
        """The account as the rows of a table."""
        lines = [("read", self.read), ("kept", self.kept)]
        lines += [(f"dropped: {reason}", n) for reason, n in sorted(self.dropped.items())]
        return lines + [(f"rejected: {reason}", n) for reason, n in sorted(self.rejected.items())]

    def check(self) -> None:
        """The identity that makes the account one."""
        gone = self.dropped.total() + self.rejected.total()
        if self.read != self.kept + gone:
            raise AssertionError(f"{self.read} records read, {self.kept} kept, {gone} dropped or rejected")

    def add(self, other: "Account") -> None:
        """Take in the account of another part of the same corpus."""
        self.read += other.read
        self.kept += other.kept
        self.dropped.update(other.dropped)
        self.rejected.update(other.rejected)
