"""Voices on the page: they are listed, heard at the loudspeaker of a Limber that stays, and chosen."""

import json

import pytest

from assistant.running.links import Links
from assistant.settings import load_settings
from assistant.words.arrivals import VoiceWanted
from tests.support.pages import own_pages, send


@pytest.fixture
def pages(tmp_path, monkeypatch):
    return own_pages(tmp_path, monkeypatch)


def listed(pages):
    body = send(pages, "/voices", None, "GET").body.decode()
    given = json.loads(body.partition('id="given">')[2].partition("</script>")[0])
    return {voice["name"]: voice for voice in given["voices"]}


def test_those_that_can_be_heard_are_heard_and_one_is_chosen(pages):
    wanted = []
    pages.resting = wanted.append
    voices = listed(pages)
    assert "visitor" not in voices  # it speaks for the person
    assert [name for name, voice in voices.items() if voice["chosen"]] == ["clear"]
    assert voices["plain"]["why"] == ""
    assert "joe" in voices["joe"]["why"]
    assert send(pages, "/voices/play", {"name": "plain"}).status == 200
    assert send(pages, "/voices/choose", {"name": "plain"}).status == 200
    assert wanted == [VoiceWanted("plain"), VoiceWanted("plain", kept=True)]
    assert load_settings().voice == "plain"
    assert [name for name, voice in listed(pages).items() if voice["chosen"]] == ["plain"]


def test_in_a_session_none_is_heard_and_the_one_that_is_chosen_speaks_after_it(pages):
    wanted = []
    pages.resting = wanted.append
    with pages.pressing_into(Links()):
        refused = send(pages, "/voices/play", {"name": "plain"})
        assert refused.status == 409
        assert b"A session is under way" in refused.body
        assert b"speaks after this session" in send(pages, "/voices/choose", {"name": "plain"}).body
    assert load_settings().voice == "plain"
    assert wanted == []


@pytest.mark.parametrize("data", [{}, {"name": "visitor"}, {"name": "../x"}, {"name": 1}, [], None])
def test_nothing_else_is_a_voice(pages, data):
    for path in ("/voices/play", "/voices/choose"):
        assert send(pages, path, data).status == 404
    assert load_settings().voice == "clear"
