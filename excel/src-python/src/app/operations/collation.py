"""The order of texts in a sorted range."""

from __future__ import annotations

import unicodedata

Key = tuple[list[tuple[int, str | bytes]], str]


def text_key(text: str) -> Key:
    """Signs, digits, letters without regard to case and accents, then Chinese characters by their sound.

    Hyphens and apostrophes count only between texts that are else alike, as in Excel.
    """
    folded = text.casefold()
    return [_character_key(each) for each in _letters(folded) if each not in "-'’"], folded


def _letters(text: str) -> str:
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def _character_key(character: str) -> tuple[int, str | bytes]:
    if "\u4e00" <= character <= "\u9fff":
        # The common ones stand in GB 2312 in the order of pinyin.
        return 3, character.encode("gb18030")
    if character.isdigit():
        return 1, character
    return (2 if character.isalpha() else 0), character
