"""The past and the settings on the page: what was done, why something was not obeyed, and what is set."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli import main
from assistant.commands.looking_back import LookingBack
from assistant.commands.setting import Setting
from assistant.content.load import load_language
from assistant.history.store import Store
from assistant.page.doors import Inquiry, RefusedError
from assistant.page.shell import Shell
from assistant.places import settings_file
from assistant.running.journals import journals, journals_folder
from assistant.settings import Settings
from tests.commands import test_sessions_go_on as sessions
from tests.commands.test_privacy import moved_into
from tests.support.histories import SET

SHELL = Shell(load_language().reader("desk"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    return moved_into(tmp_path, monkeypatch)


def doors(room):
    return {(door.method, door.path): door.does for door in room.doors()}


def test_the_report_is_as_it_stands_now_and_says_how_health_answers_change(home):
    assert home
    look = doors(LookingBack(Settings(), SHELL, lambda: False))["GET", "/progress"]
    before = look(Inquiry())
    assert "my health has changed" in before.body
    with Store() as store:
        store.record(store.begin(), 1.0, SET)
    after = look(Inquiry())
    assert after.body != before.body
    assert after.body.count("<style>") == 1
    assert f"<style>{after.styles[0]}</style>" in after.body
    assert "style=" not in after.body
    assert "aria-current=page>Progress" in after.body


def test_a_conversation_tells_why_something_was_not_obeyed(home, capsys):
    assert home
    room = doors(LookingBack(Settings(), SHELL, lambda: False))
    assert "There is no conversation yet." in room["GET", "/talks"](Inquiry()).body
    sessions.session(capsys)
    (path,) = journals(journals_folder())
    text = room["GET", "/talks"](Inquiry()).body
    assert "Everything that was heard was obeyed." in text
    assert 'class="limber"' in text
    assert 'class="person"' in text
    assert room["GET", "/talks/{name}"](Inquiry(name=path.stem)).body.count("aria-current=true") == 1
    main(["log"])
    printed = capsys.readouterr().out.splitlines()
    assert text.count("<li class=") == len(printed) - 1
    with pytest.raises(RefusedError, match="there is no such conversation"):
        room["GET", "/talks/{name}"](Inquiry(name="../../etc/passwd"))
    path.write_text("{")
    assert "<h2>" not in room["GET", "/talks"](Inquiry()).body


def test_what_was_said_is_no_part_of_the_page(home, capsys):
    assert home
    sessions.session(capsys)
    (path,) = journals(journals_folder())
    written = path.read_text()
    path.write_text(
        written.replace('"text":"', '"text":"<script>alert(1)</script>').replace(
            '"text": "', '"text": "<script>alert(1)</script>'
        )
    )
    assert path.read_text() != written
    text = doors(LookingBack(Settings(), SHELL, lambda: False))["GET", "/talks"](Inquiry()).body
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.fixture
def room(home):
    assert home
    return doors(Setting(Settings(), SHELL))


def checked(room, text, values=None):
    return room["POST", "/settings/check"](
        Inquiry(data={"text": text, **({"values": values} if values is not None else {})})
    ).body


@pytest.mark.parametrize(
    ("values", "path", "message"),
    [
        ({"voice": "cleer"}, ("voice",), "cleer"),
        ({"morning": "25:00"}, ("morning",), "'25:00' is no time of day; write it as \"7:00\""),
        ({"reminders": ["every day at noon"]}, ("reminders",), "'every day at noon' is no reminder"),
        ({"echo": "none"}, ("echo",), "it must be one of cancel, half, hardware"),
        ({"wakes": "maybe"}, ("wakes",), "must be true or false"),
        ({"routine": "morning"}, ("routine",), "there is no routine 'morning'"),
        ({"language": "xx"}, ("language",), "there is no language 'xx'"),
        ({"speeker": "a"}, ("speeker",), "unknown key 'speeker' (did you mean 'speaker'?)"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_at_its_field(room, values, path, message):
    (mistake,) = [each for each in checked(room, "", values)["mistakes"] if tuple(each["path"])[: len(path)] == path]
    assert message in mistake["message"]


def test_settings_are_saved_with_what_a_person_wrote_and_only_if_they_make_sense(room):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("# mine\nvoice: clear  # as I like it\n")
    page = room["GET", "/settings"](Inquiry()).body
    assert "# mine" in page
    tag = page.partition('"tag": "')[2].partition('"')[0]
    put = room["PUT", "/settings/file"]
    sent = {"text": settings_file().read_text(), "values": {"voice": "plain", "wakes": False}}
    with pytest.raises(RefusedError, match="say which version"):
        put(Inquiry(data=sent))
    with pytest.raises(RefusedError, match="have mistakes"):
        put(Inquiry(data={"text": "voice: nosuch"}, tag=tag))
    with pytest.raises(RefusedError, match="meanwhile"):
        put(Inquiry(data=sent, tag="0"))
    put(Inquiry(data=sent, tag=tag))
    assert settings_file().read_text() == "# mine\nvoice: plain  # as I like it\nwakes: false\n"


@settings(max_examples=12, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.sampled_from(["", "[", "- a", "a: &a [*a]", "voice: {a: b}", "buttons: [1]"])),
    st.none()
    | st.dictionaries(
        st.sampled_from(["voice", "buttons", "wakes", "x"]),
        st.none() | st.booleans() | st.text(max_size=5) | st.lists(st.integers(), max_size=2),
        max_size=3,
    ),
)
def test_whatever_is_sent_as_settings_is_answered(text, values):
    room = doors(Setting(Settings(), SHELL))
    found = checked(room, text, values)
    assert isinstance(found["mistakes"], list)
