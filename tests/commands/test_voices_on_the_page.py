"""Voices on the page: they are listed, heard at the loudspeaker of a Limber that stays, and chosen."""

import json
from datetime import time

import pytest

from assistant.commands.attached import Attached
from assistant.commands.standby_voice import StandbyVoice
from assistant.running.links import Links
from assistant.running.standby import Standby
from assistant.settings import Settings, load_settings
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
    pages.resting, pages.speaks = wanted.append, lambda: True
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


def test_where_nobody_would_say_it_that_is_told_and_the_one_that_is_chosen_speaks_from_then_on(pages):
    wanted = []
    pages.resting = wanted.append  # as after "goodnight", or where it only reminds
    refused = send(pages, "/voices/play", {"name": "plain"})
    assert refused.status == 409
    assert b"does not speak at its loudspeaker just now" in refused.body
    assert wanted == []
    assert b"speaks from now on" in send(pages, "/voices/choose", {"name": "plain"}).body
    assert wanted == [VoiceWanted("plain", kept=True)]
    assert StandbyVoice(Settings(voice="clear")).look_again().voice == "plain"


def test_a_limber_that_stays_tells_the_page_whether_it_speaks(pages):
    standby = Standby(time(7))
    Attached(page=pages, resting=lambda _arrival: None, speaks=lambda: standby.speaks).begin_from_afar()
    assert send(pages, "/voices/play", {"name": "plain"}).status == 200
    standby.state = "closed"
    assert send(pages, "/voices/play", {"name": "plain"}).status == 200
    standby.state = "asleep"
    assert send(pages, "/voices/play", {"name": "plain"}).status == 409


@pytest.mark.parametrize("data", [{}, {"name": "visitor"}, {"name": "../x"}, {"name": 1}, [], None])
def test_nothing_else_is_a_voice(pages, data):
    for path in ("/voices/play", "/voices/choose"):
        assert send(pages, path, data).status == 404
    assert load_settings().voice == "clear"
