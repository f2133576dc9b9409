"""PCG32 (XSH-RR 64/32): the one source of chance, so that a draw can be repeated from its seed and stream.

The same in `player/src/pcg32.ts`; both run `tests/vectors/pcg32.json`. Nothing here may be used for secrets.
"""

from __future__ import annotations

_MULTIPLIER = 6364136223846793005
_MASK_64 = (1 << 64) - 1
_MASK_32 = (1 << 32) - 1


class Pcg32:
    """A sequence of unsigned 32-bit numbers, the same for the same `seed` and `stream` (32 bits each)."""

    def __init__(self, seed: int, stream: int = 54) -> None:
        self._state = 0
        self._increment = ((stream & _MASK_32) << 1) | 1
        self.next()
        self._state = (self._state + (seed & _MASK_32)) & _MASK_64
        self.next()

    def next(self) -> int:
        """The next number, 0 to 2^32 - 1."""
        old = self._state
        self._state = (old * _MULTIPLIER + self._increment) & _MASK_64
        mixed = (((old >> 18) ^ old) >> 27) & _MASK_32
        turn = old >> 59
        return ((mixed >> turn) | (mixed << (-turn & 31))) & _MASK_32
