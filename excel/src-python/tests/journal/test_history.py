from __future__ import annotations

from app.journal.history import Edit, History, Operation, OperationKind


def _records(*kinds: str) -> list[Operation]:
    """``a`` types a into A1, and so on; ``-`` is undo, ``+`` redo."""
    names: dict[str, OperationKind] = {"-": "undo", "+": "redo"}
    return [
        Operation(seq, names[kind]) if kind in names else Operation(seq, "set", (Edit(0, 1, 1, kind),))
        for seq, kind in enumerate(kinds, start=1)
    ]


def _typed(history: History) -> tuple[str, str]:
    return (
        "".join(step.edits[0].text for step in history.done),
        "".join(step.edits[0].text for step in history.undone),
    )


def test_folds_records_to_two_stacks() -> None:
    assert _typed(History.replay(_records(*"abc"))) == ("abc", "")
    assert _typed(History.replay(_records(*"abc--"))) == ("a", "cb")
    assert _typed(History.replay(_records(*"abc--+"))) == ("ab", "c")
    assert _typed(History.replay(_records(*"abc--d"))) == ("ad", "")


def test_top_names_the_state() -> None:
    assert History().top == 0
    assert History.replay(_records(*"ab-")).top == 1
    assert History.replay(_records(*"ab-+")).top == 2
    assert History.replay(_records(*"ab-c")).top == 4


def test_last_input_of_a_cell_counts() -> None:
    assert History.replay(_records(*"abc-")).net_edits() == {(0, 1, 1): "b"}


def test_counts_what_a_saved_state_does_not_have() -> None:
    history = History.replay(_records(*"abc"))
    assert [history.count_after(top) for top in (0, 1, 3)] == [3, 2, 0]
    # The saved state was undone and typed over: nothing of the stack is in it for certain.
    assert History.replay(_records(*"ab-c")).count_after(2) == 2
