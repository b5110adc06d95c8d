"""A formula as typed → as a file stores it: ``_xlfn.`` and ``_xlpm.`` names, spill and ``@`` operators.

The typed text is kept, not the engine's print of it, which drops parentheses and expands table references.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.package.formula_tokens import Kind, Token, tokenize
from app.package.future_functions import FUTURE_FUNCTIONS, WORKSHEET_FUNCTIONS

_WORDS_IN_CAPITALS = frozenset(("TRUE", "FALSE"))


def store_formula(typed: str) -> str:
    """The text of ``<f>`` for a formula as typed, with or without its ``=``."""
    return _Writer(tokenize(typed.strip().removeprefix("=").strip())).write()


@dataclass
class _Call:
    """An open parenthesis: which function it belongs to, the argument that is being read, names declared in it."""

    function: str
    argument: int = 0
    names: set[str] = field(default_factory=set)


class _Writer:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._calls: list[_Call] = []
        self._pieces: list[str] = []
        self._closings: dict[int, int] = {}
        """How many ``SINGLE(`` end before the token at an index."""

    def write(self) -> str:
        function = ""
        for index, token in enumerate(self._tokens):
            self._pieces.append(")" * self._closings.pop(index, 0))
            if token.kind is Kind.OPERATOR:
                self._write_operator(index, token.text, function)
            else:
                self._pieces.append(self._stored(index, token))
            function = token.text.upper() if token.kind is Kind.FUNCTION else ""
        self._pieces.append(")" * self._closings.pop(len(self._tokens), 0))
        return "".join(self._pieces)

    def _write_operator(self, index: int, text: str, function: str) -> None:
        if text in "({":
            self._calls.append(_Call(function))
        elif text in ")}" and self._calls:
            self._calls.pop()
        elif text == "," and self._calls:
            self._calls[-1].argument += 1
        elif text == "#" and index > 0:
            self._wrap_spill(index)
            return
        elif text == "@":
            self._pieces.append("_xlfn.SINGLE(")
            end = self._end_of_operand(index + 1)
            self._closings[end] = self._closings.get(end, 0) + 1
            return
        self._pieces.append(text)

    def _stored(self, index: int, token: Token) -> str:
        text = token.text
        if token.kind is Kind.FUNCTION:
            return self._function(text)
        if token.kind in (Kind.CELL, Kind.COLUMN, Kind.ERROR):
            return text.upper()
        if token.kind is Kind.BRACKETS:
            return _this_row(text)
        if token.kind is Kind.NAME:
            if text.upper() in _WORDS_IN_CAPITALS:
                return text.upper()
            if self._declares(index) or self._is_declared(text):
                return f"_xlpm.{text}"
        return text

    def _function(self, text: str) -> str:
        if self._is_declared(text):
            return f"_xlpm.{text}"
        name = text.upper()
        if name in WORKSHEET_FUNCTIONS:
            return f"_xlfn._xlws.{name}"
        if name in FUTURE_FUNCTIONS:
            return f"_xlfn.{name}"
        return text if name.startswith("_XL") else name

    def _declares(self, index: int) -> bool:
        """Whether a name stands where LET or LAMBDA declare one; it is known from there on."""
        call = self._calls[-1] if self._calls else None
        if call is None or self._near(index, 1) != "," or self._near(index, -1) not in ("(", ","):
            return False
        if call.function == "LAMBDA" or (call.function == "LET" and call.argument % 2 == 0):
            call.names.add(self._tokens[index].text.lower())
            return True
        return False

    def _is_declared(self, name: str) -> bool:
        return any(name.lower() in call.names for call in self._calls)

    def _near(self, index: int, step: int) -> str:
        index += step
        while 0 <= index < len(self._tokens) and self._tokens[index].kind is Kind.SPACE:
            index += step
        return self._tokens[index].text if 0 <= index < len(self._tokens) else ""

    def _wrap_spill(self, index: int) -> None:
        """``Sheet1!A1#`` → ``_xlfn.ANCHORARRAY(Sheet1!A1)``. Pieces alternate: closings, text."""
        start = index - 1
        if start > 0 and self._tokens[start - 1].kind is Kind.SHEET:
            start -= 1
        place = len(self._pieces) - 2 * (index - start)
        self._pieces.insert(place - 1 if place > 0 else 0, "_xlfn.ANCHORARRAY(")
        self._pieces.append(")")

    def _end_of_operand(self, index: int) -> int:
        """Index after the reference, name or call that begins at ``index``."""
        tokens = self._tokens
        while index < len(tokens) and tokens[index].kind in (Kind.SPACE, Kind.SHEET):
            index += 1
        if index < len(tokens) and (tokens[index].kind is Kind.FUNCTION or tokens[index].text == "("):
            depth = 0
            while index < len(tokens):
                depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
                index += 1
                if depth == 0 and tokens[index - 1].text == ")":
                    break
            return index
        index += 1
        while index + 1 < len(tokens) and tokens[index].text == ":":
            index += 2
        if index < len(tokens) and tokens[index].kind is Kind.BRACKETS:
            index += 1
        return min(index, len(tokens))


def _this_row(text: str) -> str:
    """``[@Price]`` → ``[[#This Row],[Price]]``."""
    if not text.startswith("[@"):
        return text
    column = text[2:-1]
    if not column:
        return "[#This Row]"
    return f"[[#This Row],{column}]" if column.startswith("[") else f"[[#This Row],[{column}]]"
