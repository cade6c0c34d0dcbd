"""The keyboard as a person's voice."""

import io

import pytest

from assistant.commands.type_ import typed


@pytest.mark.parametrize(
    ("encoding", "errors"), [("utf-8", "strict"), ("utf-8", "surrogateescape"), ("ascii", "strict")]
)
def test_a_line_that_is_no_text_is_a_line_all_the_same(encoding, errors):
    keyboard = io.TextIOWrapper(io.BytesIO(b"ready\n\xff\xfe\nnext\n"), encoding=encoding, errors=errors)
    assert list(typed(keyboard)) == ["ready\n", "\ufffd\ufffd\n", "next\n"]


def test_a_closed_keyboard_is_one_that_has_ended():
    assert list(typed(None)) == []
