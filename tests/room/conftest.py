"""A room that failed on a machine that was too busy for its sound card says nothing about Limber."""

import pytest

from tests.support.patience import Pace

RERUNS = 3
"""How often a session is tried again before it counts as failed, or the machine as too slow."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Each test of this folder; one that fails while the machine kept no pace is skipped, with what was measured."""
    pace = Pace()
    try:
        return (yield)
    except Exception:
        pace.close()
        if pace.too_slow and getattr(item, "execution_count", 1) > RERUNS:
            pytest.skip(pace.too_slow)
        raise
    finally:
        pace.close()
