"""A plan that is changed in a form stays what a person wrote: its comments, its order, and each line that holds."""

import textwrap

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.nodes import Loader
from assistant.content.writing import plain, rewritten, same, written
from tests.support.plans import WHOLE

ORDER = ("id", "name", "purpose", "items", "caps")
NOTED = textwrap.dedent("""\
    # Of the clinic.
    id: mine     # a word
    name: "After the holidays"

    # What is done.
    items:
      # The breath first.
      - diaphragmatic_breathing
      - exercise: glute_bridge  # both heels
        sets: 2
        # as before
        note: Cramps.
      - rounds: 2
        items: [clamshell, cat_cow]
    # No more than that.
    caps:
      glute_bridge: {reps: 6}
    """)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12) | st.sampled_from(
    [
        "yes",
        "12:30",
        "2026-03-02",
        "1e3",
        "0o7",
        "~",
        "- a",
        "a: b",
        "# no",
        "a\nb",
        "'",
        '"',
        "*a",
        "&a",
        "[",
        "{",
        "|",
    ]
)
SINGLE = st.none() | st.booleans() | st.integers(-999, 999) | TEXTS
KEYS = st.text("abc_1", min_size=1, max_size=4) | st.sampled_from(["id", "items", "exercise", "yes", "1"])
VALUES = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
TABLES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def read(text):
    return plain(yaml.compose(text, Loader=Loader))


def changed(**values):
    return {**read(NOTED), **values}


@pytest.mark.parametrize("text", [NOTED, WHOLE, "{id: a, name: b}\n", "id: a", "a: &x [1]\nb: *x\n"])
def test_what_is_not_changed_stays_to_the_letter(text):
    assert rewritten(text, read(text), ORDER) == text


def test_a_single_value_changes_in_its_place():
    found = rewritten(NOTED, changed(id="yours", purpose="So that stairs get easier, again."), ORDER)
    expected = NOTED.replace("id: mine     #", "id: yours     #")
    before, after = expected.split("\n# What is done.")
    assert found == f"{before}purpose: So that stairs get easier, again.\n\n# What is done.{after}"


def test_exercises_are_moved_with_their_lines_and_comments():
    first, second, third = read(NOTED)["items"]
    found = rewritten(NOTED, changed(items=[third, {**second, "sets": 3, "side": "left"}, first, "cat_cow"]), ORDER)
    assert "\n".join(found.splitlines()[5:16]) == textwrap.dedent("""\
        items:
          - rounds: 2
            items: [clamshell, cat_cow]
          - exercise: glute_bridge  # both heels
            sets: 3
            # as before
            note: Cramps.
            side: left
          # The breath first.
          - diaphragmatic_breathing
          - cat_cow""")
    assert found.startswith(NOTED.partition("items:")[0])
    assert found.endswith("# No more than that.\ncaps:\n  glute_bridge: {reps: 6}\n")


def test_a_new_plan_is_written_as_a_person_would():
    data = {"id": "mine", "name": "After, say", "frequency": {"days_a_week": 4}, "say": ["Slowly."], "note": "a\nb\n",
            "items": ["cat_cow", {"exercise": "clamshell", "side": "left"}], "caps": {"clamshell": {"reps": 6}}}  # fmt: skip
    assert rewritten("", data) == textwrap.dedent("""\
        id: mine
        name: After, say
        frequency: {days_a_week: 4}
        say: [Slowly.]
        note: |
          a
          b
        items:
          - cat_cow
          - exercise: clamshell
            side: left
        caps:
          clamshell: {reps: 6}
        """)


def test_where_a_file_repeats_itself_it_is_written_anew_and_says_the_same():
    text = "id: a\nitems: &list [cat_cow]\nmore: *list\n"
    assert read(rewritten(text, {"id": "b", "more": ["cat_cow"]})) == {"id": "b", "more": ["cat_cow"]}


@given(TABLES)
def test_what_is_written_says_what_was_wanted(data):
    assert read(written(data)) == data


@given(TABLES, TABLES, st.sampled_from(["written", "noted"]))
def test_whatever_is_changed_the_text_says_it(before, after, kind):
    text = written(before) if kind == "written" else NOTED
    found = rewritten(text, after, ORDER)
    assert same(read(found), {key: after[key] for key in read(found)})
    assert {*read(found)} == {*after}
    assert rewritten(found, read(found), ORDER) == found


@given(st.permutations(range(3)), st.integers(0, 9), st.sampled_from(["caps", "items", "name", ""]))
def test_comments_stay_beside_what_is_kept(places, sets, gone):
    data = read(NOTED)
    items = [data["items"][at] for at in places]
    items[places.index(1)]["sets"] = sets
    data["items"] = items
    data.pop(gone, None)
    found = rewritten(NOTED, data, ORDER)
    assert read(found) == data
    for comment, part in (
        ("# Of the clinic.", "id"),
        ("# The breath first.", "items"),
        ("# as before", "items"),
        ("# No more", "caps"),
    ):
        assert (comment in found) == (part != gone)
