"""Plans on the page: checked in the words of `limber check`, each mistake at its field, and saved as they were written."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import PLANS
from assistant.cli import main
from assistant.commands.planning import Planning, plan_text
from assistant.commands.sheet import sheet
from assistant.content.load import load_language
from assistant.page.doors import Inquiry, RefusedError
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell
from assistant.settings import Settings
from assistant.words.errors import LimberError
from tests.support.plans import WHOLE, read_plan

WORDS = load_language().reader("desk")


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, PLANS)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def doors(shelf, heard):
    planning = Planning(shelf, Settings(), Shell(WORDS), hear=heard.append)
    return {(door.method, door.path): door.does for door in planning.doors()}


def checked(doors, text, plan=None):
    data = {"name": "mine.yaml", "text": text, **({"plan": plan} if plan is not None else {})}
    return doors["POST", "/plans/check"](Inquiry(data=data)).body


def put(doors, text, tag="", *, new=False):
    asked = Inquiry(name="mine.yaml", data={"name": "mine.yaml", "text": text}, tag=tag, new=new)
    return doors["PUT", "/plans/file/{name}"](asked)


def test_a_plan_is_opened_and_saved_again_to_the_letter(doors, shelf):
    text = f"# Of the clinic.\n{WHOLE}"
    shelf.write("mine.yaml", text, "")
    opened = doors["GET", "/plans/file/{name}"](Inquiry(name="mine.yaml"))
    body = json.loads(json.dumps(opened.body))
    assert checked(doors, body["text"], body["plan"])["text"] == text
    asked = Inquiry(
        name="mine.yaml", data={"name": "mine.yaml", **{key: body[key] for key in ("text", "plan")}}, tag=opened.tag
    )
    doors["PUT", "/plans/file/{name}"](asked)
    assert shelf.read("mine.yaml")[0] == text


def test_it_is_told_in_words_and_on_the_sheet(doors, tmp_path):
    body = checked(doors, WHOLE)
    assert body["sheet"] == sheet(*read_plan(tmp_path))
    assert body["length"].startswith("It takes about ")
    assert any("Bridge" in text for text in body["words"])
    assert body["mistakes"] == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("side: left", "side: lefd", ["items", 2, "side"]),
        ("sets: 2", "sets: many", ["items", 1, "sets"]),
        ("bridge_half_height", "bridge", ["items", 1, "rung"]),
        ("  - figure4_foot_on_wall", "  - figure4_foot_on_the_wall", ["items", 3]),
        ("spares: [wrist]", "spares: [knee, toe]", ["spares", 1]),
        ("spares: [wrist]", "spares: hip", ["items", 1, "exercise"]),
        (
            "  - figure4_foot_on_wall",
            "  - {rounds: 2, items: [bridge, {exercise: brige}]}",
            ["items", 3, "items", 1, "exercise"],
        ),
        ("hold_s: 20", "hold_s: 2000", ["caps", "figure4_foot_on_wall", "hold_s"]),
        ("days_a_week: 4", "days_a_week: 9", ["frequency", "days_a_week"]),
        ("date: 2026-03-02", "date: yesterday", ["date"]),
        ("name: After the holidays\n", "", ["name"]),
        ("usual_pain: 4", "usual_pane: 4", ["usual_pane"]),
    ],
)
def test_a_mistake_stands_at_its_field_in_the_words_of_check(doors, tmp_path, capsys, old, new, path):
    text = WHOLE.replace(old, new)
    assert text != WHOLE
    found = checked(doors, text)["mistakes"]
    assert path in [list(each["path"]) for each in found]
    (tmp_path / "mine.yaml").write_text(text)
    assert main(["check", str(tmp_path / "mine.yaml")]) == 2
    printed = capsys.readouterr().err
    for each in found:
        assert f"mine.yaml:{each['line']}: {each['message']}" in printed


def test_what_is_wrong_is_not_saved_and_nothing_is_lost(doors, shelf):
    tag = put(doors, WHOLE, new=True).tag
    with pytest.raises(RefusedError, match="nothing was saved, because the plan has mistakes") as refused:
        put(doors, WHOLE.replace("side: left", "side: lefd"), tag)
    assert refused.value.told["mistakes"]
    with pytest.raises(RefusedError, match="say which version was opened"):
        put(doors, WHOLE)
    assert shelf.read("mine.yaml") == (WHOLE, tag)


def test_it_is_said_with_what_the_plan_adds(doors, heard):
    asked = Inquiry(data={"name": "mine.yaml", "text": WHOLE})
    doors["POST", "/plans/hear"](asked)
    (said,) = heard
    assert {"Slowly is fine.", "Keep both heels heavy."} < {*said}
    doors["POST", "/plans/hear"](Inquiry(data={}))
    assert heard[-1] == ()
    with pytest.raises(LimberError):
        doors["POST", "/plans/hear"](Inquiry(data={"name": "mine.yaml", "text": "items: []"}))


BOMB = "id: a\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize("text", ["", "[", "[" * 5000, "- a", "a: b: c", "\0", "id: &x {y: *x}\n", BOMB, "%", "--- a\n--- b\n", "id: a\nid: b\n", "items: [1, {a: 2}, {rounds: 2, items: 3}]", "items: [a]\ncaps: [b]\n", "\u0085: a"])  # fmt: skip
def test_what_is_no_plan_is_told_so_and_shown_as_text(doors, text):
    body = checked(doors, text)
    assert body["mistakes"]
    assert body["text"] == text
    assert body["plan"] is None
    assert body["sheet"] == ""
    json.dumps(body, allow_nan=False)
    assert plan_text(text, {"id": "a", "items": ["clamshell"]}).startswith("id: a\n")


@pytest.mark.parametrize(
    "data", [None, [], {}, {"name": "a"}, {"name": 1, "text": ""}, {"name": "a", "text": "", "plan": []}]
)
def test_what_is_not_understood_is_refused(doors, data):
    with pytest.raises(RefusedError, match="send an object"):
        doors["POST", "/plans/check"](Inquiry(data=data))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["exercise", "rounds", "items", "sets"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = ["id", "name", "items", "caps", "say", "frequency", "spares", "date", "usual_pain", "exercises", "nonsense"]


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4), st.sampled_from(["", WHOLE]))
def test_whatever_a_form_sends_is_answered(tmp_path_factory, plan, text):
    planning = Planning(Shelf(tmp_path_factory.getbasetemp(), PLANS), Settings(), Shell(WORDS))
    found = checked({(door.method, door.path): door.does for door in planning.doors()}, text, plan)
    assert found["mistakes"] or found["sheet"]


def test_a_script_in_a_plan_is_no_script_of_the_page(shelf):
    evil = "</script><script>alert(1)</script>.yaml"
    (shelf.folder / "x<b>.yaml").write_text(WHOLE)
    planning = Planning(shelf, Settings(), Shell(WORDS), opens=evil)
    page = str(planning.doors()[0].does(Inquiry()).body)
    assert page.count("<script") == 3
    assert "x\\u003cb>.yaml" in page
