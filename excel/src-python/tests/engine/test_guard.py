from __future__ import annotations

import ironcalc
import pytest

from app.engine.guard import guarded
from app.engine.port import EngineFailed


def test_panic_leaves_as_engine_failed() -> None:
    with pytest.raises(EngineFailed, match="testing panic handling") as failure:
        guarded(ironcalc.test_panic)()
    assert failure.value.code == "ENGINE_FAILED"


def test_error_of_the_engine_leaves_as_engine_failed() -> None:
    with pytest.raises(EngineFailed, match="Invalid sheet index"):
        guarded(ironcalc.UserModel("x").get_cell_value)(9, 1, 1)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_what_is_not_the_engines_passes(error: type[BaseException]) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(error):
        guarded(fail)()
