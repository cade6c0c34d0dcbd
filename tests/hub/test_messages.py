"""Whatever comes from a broker is one of few messages, or is refused in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.history.past import PainReport, Practice
from assistant.hub.messages import (
    LIST_MOST,
    MESSAGE_MOST,
    About,
    FinishedSession,
    HubHere,
    HubTopics,
    OfferedPlan,
    PlanAnswer,
    Stored,
    read_message,
    whose,
    written,
)
from assistant.words.errors import LimberError

DEVICE = "0123456789abcdef"
SESSION = FinishedSession(
    f"{DEVICE}-3", "2026-03-02T10:00:00+01:00", 612.5, "three_stretches", "left", "right",
    (Practice("squat", "squat", "", 1, 30, 12, "hurt", 40),), (PainReport("report", 4, "amber", "knee", "sharp"),), ("numb",),
)  # fmt: skip
WORDS = [
    About(DEVICE, "K\u00fcche", True), SESSION, Stored((f"{DEVICE}-3",)), OfferedPlan("a" * 32, "id: x\nname: y\n"),
    PlanAnswer("a" * 32, "wrong", "line 1: no"), HubHere("x", "y"),
]  # fmt: skip
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: type(word).__name__)
def test_what_is_sent_is_read_back(word):
    assert read_message(written(word).encode(), type(word)) == word


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "kitchen-3"}, "no name that one of ours has"),
        ({"begun": "2026-03-02T10:00:00"}, "without a zone"),
        ({"begun": "yesterday"}, "Invalid isoformat"),
        ({"seconds": 1e300}, "too long"),
        ({"seconds": "612"}, "is not of type float"),
        ({"routine": "a\x1b[2J"}, "signs that cannot be shown"),
        ({"routine": "x" * 301}, "too long"),
        ({"more": 1}, "extra fields found (more)"),
        ({"sets": [{}] * (LIST_MOST + 1)}, "too long"),
        ({"pains": [{"moment": "before", "score": 11}]}, "a pain score is not from 0 to 10"),
    ],
)
def test_what_is_no_session_of_ours_is_told_in_a_sentence(change, told):
    data = json.loads(written(SESSION)) | change
    with pytest.raises(LimberError) as error:
        read_message(json.dumps(data).encode(), FinishedSession)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("payload", [b"", b"\xff", b"[" * 50_000, b"NaN", b'{"id": NaN}', b" " * (MESSAGE_MOST + 1)])
def test_what_is_no_json_is_refused(payload):
    with pytest.raises(LimberError):
        read_message(payload, FinishedSession)


@given(DATA | st.fixed_dictionaries({"plan": st.text(), "answer": st.text(), "why": DATA}))
def test_whatever_is_sent_is_refused_or_is_such_a_message(data):
    for form in (About, FinishedSession, Stored, OfferedPlan, PlanAnswer, HubHere):
        try:
            found = read_message(json.dumps(data).encode(), form)
        except LimberError:
            continue
        assert isinstance(found, form)


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("limber/kitchen/hub/session", ("kitchen", "session")),
        ("limber/kitchen/state", None),
        ("limber/Kitchen<script>/hub/session", None),
        ("limber/kitchen/hub/a/b", None),
        ("x/kitchen/hub/about", None),
    ],
)
def test_a_topic_names_a_speaker_or_none(topic, found):
    if found:
        assert whose(topic) == found
        assert HubTopics("kitchen").kind(topic) == found[1]
    else:
        with pytest.raises(LimberError):
            whose(topic)
