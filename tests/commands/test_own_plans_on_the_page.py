"""The person's own plans stand among the sessions on the page, and are begun by a press."""

import argparse

import pytest

from assistant.commands.wishes import as_asked, chosen
from assistant.history.store import Store
from assistant.places import plans_folder
from assistant.settings import Settings
from assistant.words.arrivals import Wanted
from assistant.words.errors import ContentError
from assistant.words.events import Heard
from tests.support.pages import own_pages, press, send
from tests.support.plans import WHOLE

ASKED = argparse.Namespace(routine="office_micro", minutes=0, place="", no_kneeling=False, gentle=False)
NAME = "<img src=x onerror=alert(1)>"


@pytest.fixture
def pages(tmp_path, monkeypatch):
    return own_pages(tmp_path, monkeypatch)


def offered(pages):
    (sessions,) = [choice for choice in pages._board.scene.choices if choice.label == "Choose a session"]
    return [choice for choice in sessions.more if dict(choice.slots)["routine"].endswith((".yaml", ".yml"))]


def test_a_plan_that_is_saved_can_be_begun_at_once(pages):
    wanted = []
    pages.resting = wanted.append
    assert offered(pages) == []
    assert (
        send(pages, "/plans/file/mine.yaml", {"name": "mine.yaml", "text": WHOLE}, "PUT", If_None_Match="*").status
        == 200
    )
    (plan,) = offered(pages)
    assert plan.label == "After the holidays"
    answer = press(pages, {"intent": plan.intent, "slots": plan.slots, "label": plan.label})
    assert (answer.status, wanted) == (200, [Wanted(plan.means)])
    with Store() as store:
        asked, events = as_asked(ASKED, Settings(), store.person(), [wanted[0].heard])
        assert events == ()
        assert chosen(asked, Settings(), store.person())[1].id == "my_plan"


def test_a_plan_that_is_none_any_more_is_told_and_no_other_session_begins_in_its_place(pages):
    plans_folder().mkdir(parents=True)
    (plans_folder() / "broken.yaml").write_text(f"name: '{NAME}'\n")
    (plans_folder() / "none.yml").write_text("[")
    pages.tell("")
    assert [(plan.label, dict(plan.slots)["routine"]) for plan in offered(pages)] == [
        (NAME, "broken.yaml"), ("none.yml", "none.yml")
    ]  # fmt: skip
    with Store() as store, pytest.raises(ContentError, match=r"broken\.yaml:1: 'items' is missing"):
        as_asked(ASKED, Settings(), store.person(), [Heard("pick", (("routine", "broken.yaml"),))])


def test_no_other_file_can_be_begun(pages):
    (plans_folder().parent / "other.yaml").write_text(WHOLE)
    for name in ("../other.yaml", "/etc/passwd", "nothing.yaml"):
        assert press(pages, {"intent": "pick", "slots": [["routine", name]], "label": "x"}).status == 400
