"""What was found wrong, and how much was looked at."""

import collections


class Findings:
    def __init__(self):
        self.wrong: list[str] = []
        self.checked: collections.Counter[str] = collections.Counter()

    def expect(self, found, wanted, place: str) -> None:
        """Notes that `found` is not what it has to be."""
        if found != wanted:
            self.wrong.append(f"{place}: found {found!r}, expected {wanted!r}")

    def count(self, thing: str, amount: int = 1) -> None:
        """Notes that this much was looked at."""
        self.checked[thing] += amount
