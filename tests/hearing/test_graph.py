"""The graph that Vosk loads, and pronunciations for it."""

import struct

import pytest

from assistant.hearing.decoding.graph import PHONE_IDS, TRANSITIONS, Costs, base_of, compile_graph, forward, self_loop
from assistant.hearing.decoding.lexicon import from_ipa, pronounce, read_lexicon, read_phonotactics
from assistant.hearing.decoding.model import Vocabulary, guess, prepare, pronunciations_of
from assistant.hearing.decoding.sentences import SentenceGraph
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import LimberError

LINES = ["go G OW", "on AA N", "on AO N", "bad X Y"]
LEXICON = read_lexicon(LINES)


def test_of_a_dictionary_only_the_words_that_are_wanted_are_read():
    for wanted in ({"on"}, {"go", "bad"}, {"nowhere"}, set()):
        assert read_lexicon(LINES, wanted) == {word: said for word, said in LEXICON.items() if word in wanted}


def test_a_dictionary_is_read_and_unknown_phones_passed_over():
    assert LEXICON == {"go": (("G", "OW"),), "on": (("AA", "N"), ("AO", "N"))}


def test_a_phrase_is_said_in_every_way_its_words_are():
    assert pronounce("go_on", LEXICON) == (("G", "OW", "AA", "N"), ("G", "OW", "AO", "N"))
    with pytest.raises(KeyError):
        pronounce("go_off", LEXICON)


def test_transitions_are_numbered_as_kaldi_does():
    ids = [transition for phone in PHONE_IDS.values() for transition in (self_loop(phone), forward(phone))]
    assert ids == list(range(1, TRANSITIONS + 1))
    assert [base_of(PHONE_IDS[name]) for name in ("SIL", "NSN", "AA_B", "AA_S", "ZH_S")] == [0, 1, 2, 2, 40]


def read(data):
    """(arcs of each state, final costs) of a written transducer."""
    at = 4
    for _ in range(2):
        (size,) = struct.unpack_from("<i", data, at)
        at += 4 + size
    _, _, _, start, states, count = struct.unpack_from("<iiQqqq", data, at)
    at += 40
    arcs, finals = [], []
    for _ in range(states):
        final, size = struct.unpack_from("<fq", data, at)
        at += 12
        arcs.append([struct.unpack_from("<iifi", data, at + 16 * n) for n in range(size)])
        finals.append(final)
        at += 16 * size
    assert (start, at, sum(map(len, arcs))) == (0, len(data), count)
    return arcs, finals


def test_the_word_stands_on_the_first_phone_or_on_the_last():
    ways = {"go_on": pronounce("go_on", LEXICON), "on": LEXICON["on"]}
    graph = compile_graph(ways, late=frozenset({"go_on"}))
    ids = dict(line.split() for line in graph.files["words.txt"].decode().splitlines())
    arcs, _ = read(graph.files["HCLr.fst"])
    flat = [arc for state in arcs for arc in state]
    labels = {output: [entry for entry, label, _, _ in flat if label == output] for output in {arc[1] for arc in flat}}
    assert set(labels[int(ids["go_on"])]) == {forward(PHONE_IDS["N_E"])}
    assert set(labels[int(ids["on"])]) == {forward(PHONE_IDS["AA_B"]), forward(PHONE_IDS["AO_B"])}


def test_arcs_are_sorted_for_composition():
    graph = compile_graph({"on": LEXICON["on"], "go": LEXICON["go"]})
    for name, key in (("HCLr.fst", 1), ("Gr.fst", 0)):
        for state in read(graph.files[name])[0]:
            assert [arc[key] for arc in state] == sorted(arc[key] for arc in state)


def test_other_speech_costs_less_where_its_phones_follow_each_other_in_english():
    follow = read_phonotactics(["S T", "- 0.25 0.5", "S 2 -1", "T 0 3"])
    graph = compile_graph({"on": LEXICON["on"]}, costs=Costs(2.0, follow=follow))
    ids = dict(line.split() for line in graph.files["words.txt"].decode().splitlines())
    arcs, _ = read(graph.files["HCLr.fst"])
    begins = [arc for state in arcs for arc in state if arc[1] == int(ids["[unk]"])]
    costs = {entry: (cost, end) for entry, _, cost, end in begins}
    begun, after_s = costs[forward(PHONE_IDS["S_B"])]
    assert begun == pytest.approx(2.25)
    later = {entry: cost for entry, _, cost, _ in arcs[after_s]}
    assert [later[forward(PHONE_IDS[name])] for name in ("T_I", "T_E", "S_I", "B_E")] == pytest.approx([1, 1, 4, 2])


def test_espeak_says_what_the_dictionary_lacks():
    assert guess(["zumba"])["zumba"][0][0] == "Z"
    assert from_ipa("ˈtʃɛɹ") == ("CH", "EH", "R")
    with pytest.raises(LimberError, match="I do not know how"):
        guess(["..."])


def test_the_further_ways_to_say_a_word_are_added_to_the_dictionarys():
    further = [line.split() for line in (BUILT_IN_MODEL / "ways.txt").read_text().splitlines()]
    words = {word for word, *_ in further}
    found = pronunciations_of(BUILT_IN_MODEL, words, {})
    assert all(tuple(phones) in found[word] for word, *phones in further)
    assert all(len(found[word]) > sum(pronunciation[0] == word for pronunciation in further) for word in words)


def test_a_model_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LimberError, match="there is no Vosk model in"):
        prepare(tmp_path / "nothing", Vocabulary(("go",), (), SentenceGraph(())), tmp_path)
