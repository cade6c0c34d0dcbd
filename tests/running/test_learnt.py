"""The file of learnt keys: written whole, read strictly, and mended by hand."""

import pytest

from assistant.running.learnt import Key, LearntKey, keep, learnt, with_key
from assistant.words.errors import ContentError, LimberError

PEDAL = LearntKey(Key("A Pedal: left", "0003:1a86:e026", 48), "KEY_B", "everything")
REMOTE = LearntKey(Key("AB Shutter3 \u00e9", "0005:248a:8266", 115), "KEY_VOLUMEUP", "pause")


def test_what_is_kept_is_read_again(tmp_path):
    path = tmp_path / "limber" / "buttons.yaml"
    keep((PEDAL, REMOTE), path)
    assert learnt(path) == (PEDAL, REMOTE)
    assert path.stat().st_mode & 0o077 == 0
    keep((), path)
    assert not path.exists()
    assert learnt(path) == ()
    keep((), path)


def test_a_key_that_is_learnt_again_does_something_else_from_then_on():
    again = LearntKey(PEDAL.key, "KEY_B", "stop")
    assert with_key((PEDAL, REMOTE), again) == (REMOTE, again)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("buttons: [{device: A, numbers: x, code: 48, does: everyting}]", "did you mean 'everything'?"),
        ("buttons: [{device: A, numbers: x, code: 0, does: next}]", "'code' must be a number from 1 to 767"),
        ("buttons: [{numbers: x, code: 3, does: next}]", "'device' is missing"),
        ("button: []", "unknown key 'button' (did you mean 'buttons'?)"),
        (
            "buttons: [{device: A, numbers: x, code: 3, does: next}, {device: A, numbers: x, code: 3, does: stop}]",
            "stands here twice",
        ),
        ("buttons: [", "not readable as YAML"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, text, wrong):
    path = tmp_path / "buttons.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as found:
        learnt(path)
    assert wrong in str(found.value)
    assert str(path) in str(found.value)


def test_an_empty_file_has_none(tmp_path):
    path = tmp_path / "buttons.yaml"
    path.write_text("\n", encoding="utf-8")
    assert learnt(path) == ()


def test_a_folder_in_its_place_is_a_sentence(tmp_path):
    with pytest.raises(LimberError, match="it is a folder"):
        learnt(tmp_path)
