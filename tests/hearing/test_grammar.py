"""Templates, phrases and meanings agree with each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.commands import read_commands
from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.hearing.decoding.sentences import PHRASES as PHRASES_BEGIN
from assistant.words.errors import ContentError
from tests.support.drive import grammar

PHRASES = grammar().phrases()


def vocabulary(phrases, slots="{}"):
    text = f"slots: {slots}\nintents:\n  test: {{phrases: {phrases}}}\n"
    return Grammar(read_commands(text, "test.yaml"))


def test_every_phrase_means_its_own_intent():
    for intent in grammar().commands.intents:
        for phrase in grammar().phrases([intent.name]):
            assert grammar().meaning(spoken(" ".join(phrase))).intent == intent.name, phrase


def test_no_phrase_belongs_to_two_intents():
    owners = {}
    for intent in grammar().commands.intents:
        for phrase in grammar().phrases([intent.name]):
            assert owners.setdefault(spoken(" ".join(phrase)), intent.name) == intent.name


@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4))
def test_phrases_said_one_after_the_other_are_told_apart(phrases):
    words = " ".join(spoken(" ".join(phrase)) for phrase in phrases)
    found = grammar().meanings(words)
    assert found
    assert len(found) <= len(phrases)


@given(st.lists(st.sampled_from("stop that hurts my left knee go on six next [unk] hurting".split()), max_size=6))
def test_meanings_are_whole_phrases_or_nothing(words):
    text = " ".join(words)
    found = grammar().meanings(text)
    if "[unk]" in words or "hurting" in words:
        assert found == ()


def test_slots_carry_their_values():
    found = grammar().meaning("my left lower back hurts")
    assert found.intent == "hurts"
    assert dict(found.slots) == {"area": "low_back", "side": "left"}
    assert dict(grammar().meaning("ten").slots) == {"number": "10"}


def test_a_template_unfolds():
    found = vocabulary('["[please] (go|come) {where}"]', "{where: {home: [home], away: [far away]}}")
    assert {" ".join(phrase) for phrase in found.phrases()} == {
        "go home", "come home", "please_go home", "please_come home",
        "go far_away", "come far_away", "please_go far_away", "please_come far_away",
    }  # fmt: skip
    assert found.meaning("please come far away").slots == (("where", "away"),)


def test_a_huge_template_is_sampled_evenly():
    numbers = ", ".join(f"v{n}: [word{chr(97 + n % 26) * (1 + n // 26)}]" for n in range(30))
    found = vocabulary('["{a} {b} {c}"]', f"{{a: {{{numbers}}}, b: {{{numbers}}}, c: {{{numbers}}}}}")
    phrases = found.phrases()
    assert 500 <= len(phrases) <= 600
    for place in range(3):
        assert len({phrase[place] for phrase in phrases}) == 30
    assert found.meaning("wordb wordc wordd")


@pytest.mark.parametrize("template", ["(go", "go)", "[go", "a | b", "{nothing}", "", "{go", "10 minutes", "go!"])
def test_a_broken_template_is_named_with_its_line(template):
    with pytest.raises(ContentError, match=r"test\.yaml:3: "):
        vocabulary(f'["{template}", "fine"]').phrases()


def test_decoys_are_no_commands():
    commands = {spoken(" ".join(phrase)) for phrase in PHRASES}
    for (token,) in grammar().decoys():
        assert spoken(token) not in commands


def test_broken_commands_files_say_where():
    with pytest.raises(ContentError, match=r"x\.yaml:2: unknown key 'phrase' \(did you mean 'phrases'\?\)"):
        read_commands("intents:\n  stop: {phrase: [stop]}\n", "x.yaml")


def test_names_of_slots_keep_their_case():
    found = vocabulary('["Make a {coffeeDrink}"]', "{coffeeDrink: {Latte: [Latte]}}")
    assert found.meaning("make a latte").slots == (("coffeeDrink", "Latte"),)


def test_every_value_of_a_slot_can_be_said_even_in_a_template_of_many_readings():
    values = ", ".join(f"v{n}: [word{chr(97 + n)}]" for n in range(20))
    found = vocabulary('["[a] [b] [c] [d] [e] [f] [g] [h] [i] [j] {slot} [k] [l]"]', f"{{slot: {{{values}}}}}")
    assert {f"word{chr(97 + n)}" for n in range(20)} <= found.tokens
    said = {token for phrase in found.phrases() for token in phrase}
    assert {f"word{chr(97 + n)}" for n in range(20)} <= said


def test_what_was_asked_for_is_likelier_than_other_words():
    def cost(intents, token):
        return min(
            cost
            for start, word, cost, _ in grammar().sentence_graph(intents).arcs
            if start == PHRASES_BEGIN and word == token
        )

    assert cost(None, "yes") == cost(None, "next")
    assert cost(["yes", "next"], "next") - cost(["yes", "next"], "yes") == pytest.approx(grammar().spec("yes").prior)
    assert grammar().spec("yes").prior > 0
