"""How a mistake in a file is shown."""

import pytest

from assistant.words.errors import Mistake

LONG = "a" * 3000


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (f"'{LONG}' is no number", f"'{'a' * 99}...' is no number"),
        (f"isn't '{LONG}' too long?", f"isn't '{'a' * 99}...' too long?"),
        (f"intent 'next': the model {LONG} lacks 'on'", f"intent 'next': the model {LONG} lacks 'on'"),
        ("'next' and 'back' exclude each other", "'next' and 'back' exclude each other"),
    ],
)
def test_only_what_is_quoted_is_cut(message, shown):
    assert str(Mistake("plan.yaml", 3, message)) == f"plan.yaml:3: {shown}"
