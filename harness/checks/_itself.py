"""Pages and facts as keys of caches: compared by what they are, not by all that is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


@dataclass(frozen=True, eq=False, slots=True)
class Itself(Generic[Kept]):
    """A key that is equal to one of the same object, which it keeps alive."""

    value: Kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)
