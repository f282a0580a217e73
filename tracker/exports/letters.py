"""Names and references in the letters that UK banks carry: A to Z, digits, space and . - / &. Pure.

Bacs blanks or drops anything else, so it is written out here instead: accents go, letters that are not an
accent away from A to Z (Ł, Ø, ß) have their usual spelling, apostrophes close up, and what has no spelling
becomes a space. Sources: Access PaySuite's and Lloyds' help on Bacs characters.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart, which would otherwise be lost from people's names.
_SPELT = str.maketrans(
    {
        "Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H", "Ŧ": "T",
        "Ŋ": "NG", "ẞ": "SS", "Ə": "A", "Ɓ": "B", "Ɗ": "D", "Ɛ": "E", "Ɣ": "G", "Ɔ": "O", "Ƙ": "K",
        "Ɖ": "D", "Ɨ": "I", "Ɲ": "N", "Ʉ": "U", "Ƴ": "Y", "Ŀ": "L", "ĸ": "K", "×": "X",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2044": "/",
    }
)  # fmt: skip
# Marks that stand inside a name: the letters beside them close up.
_CLOSES_UP = re.compile("['\"`\u00b4\u2018-\u201f\u02bb-\u02bf\u02c8\u2032]")
_NOT_CARRIED = re.compile("[^A-Z0-9 ./&-]")
# A field begins with a letter or a digit, so that no spreadsheet reads it as a formula.
_BEFORE_THE_FIRST = re.compile("^[^A-Z0-9]+")


def written(text: str) -> str:
    """The text in the letters of banks, of any length; empty where it has not one of their letters."""
    upper = unicodedata.normalize("NFKD", text).upper().translate(_SPELT)
    bare = _CLOSES_UP.sub("", unicodedata.normalize("NFKD", upper))
    kept = "".join(letter for letter in bare if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return _BEFORE_THE_FIRST.sub("", " ".join(_NOT_CARRIED.sub(" ", kept).split()))


def fitted(text: str, longest: int) -> str:
    """The same, cut to a field's width at the end of a word where one ends in its second half."""
    whole = written(text)
    if len(whole) <= longest:
        return whole
    word_ends = whole.rfind(" ", 0, longest + 1)
    return whole[: word_ends if word_ends > longest // 2 else longest].rstrip()
