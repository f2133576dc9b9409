"""Words that are nearly right: one slip of the finger in a word that is long enough for it to be one.

The player finds the same slips (`player/src/questions/spelling.ts`).
"""

from __future__ import annotations

from hornbook.folding import is_mark, without_accents
from hornbook.numerals import is_digit

#: In a shorter word one other letter makes another word.
SHORTEST = 5


def is_near(given: str, accepted: str) -> bool:
    """Whether a folded text is another one but for one letter too many, too few or wrong, two swapped, or accents.

    The slip lies in a word of five letters or more, and no digit is part of it.
    """
    if given == accepted:
        return False
    if without_accents(given) == without_accents(accepted):
        return _letters(accepted) >= SHORTEST
    if abs(len(given) - len(accepted)) > 1:
        return False
    shorter = min(len(given), len(accepted))
    start = next((at for at in range(shorter) if given[at] != accepted[at]), shorter)
    rest = shorter - start
    same = next((at for at in range(rest) if given[-1 - at] != accepted[-1 - at]), rest)
    ours, theirs = accepted[start : len(accepted) - same], given[start : len(given) - same]
    swapped = len(ours) == len(theirs) == 2 and ours == theirs[::-1]
    if not swapped and max(len(ours), len(theirs)) > 1:
        return False
    if any(is_digit(one) for one in ours + theirs):
        return False
    return _letters(_words_at(accepted, start, start + len(ours))) >= SHORTEST


def _words_at(text: str, start: int, end: int) -> str:
    """The word, or the two words, that a part of the text touches."""
    after = text.find(" ", end)
    return text[text.rfind(" ", 0, start) + 1 : after if after >= 0 else len(text)]


def _letters(text: str) -> int:
    """How many letters there are; of a Hangul syllable, which is taken apart, the first counts."""
    return sum(not (one in " -'" or is_mark(one) or is_digit(one) or "\u1160" <= one <= "\u11ff") for one in text)
