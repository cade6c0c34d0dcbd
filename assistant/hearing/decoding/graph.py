"""A vocabulary -> the decoding graph of a Vosk model, as bytes.

Vosk composes two transducers when it is given phrases at run time: `HCLr.fst`, which turns HMM transitions into
words, and `Gr.fst`, the grammar. Both are written here in OpenFst's binary "vector" form, so a new word costs a
pronunciation and no toolkit. The acoustic model only knows phones and never changes.

The shape of `HCLr.fst`, with the two words "go" (G OW) and "up" (AH P):

              G_B / go        OW_E
          .-------------> (G) -----> (OW) --.
    loop -+   AH_B / up        P_E           +--> after --> loop
          `-------------> (AH) ----> (P) ---'        `----> silence --> loop

* There is one chain of phones for each pronunciation of a word. An arc is the forward transition into a phone. The
  state in brackets has the phone's self-loop. That order is what Kaldi's word aligner expects.
* A word's label stands on the arc into its first phone, so words that cannot be said now are left at once. Safety words
  carry it on their last phone, so a partial result shows them only when they have been said in whole.
* `[unk]` is any sequence of phones, at a cost for each phone. The cost is lower where phones follow each other in
  English. It keeps other speech from being taken for commands.
"""

import itertools
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.hearing.decoding.grammar import UNKNOWN
from assistant.hearing.decoding.lexicon import BEGIN, PHONES, Phones

SILENCE, NOISE = "SIL", "NSN"
BASE_PHONES: tuple[str, ...] = (SILENCE, NOISE, *PHONES)
"""One pair of network outputs each: 2b for a phone's first frame, 2b + 1 for the rest."""
PDFS = 2 * len(BASE_PHONES)
"""The number of the network's outputs. Kaldi calls them pdfs, for probability density functions."""

PHONE_IDS: dict[str, int] = {
    name: number
    for number, name in enumerate([SILENCE, NOISE, *(f"{p}_{place}" for p in PHONES for place in "BEIS")], start=1)
}
"""Phones by their place in the word (Begin, End, Internal, Single); all places share their outputs."""
TRANSITIONS = 2 * len(PHONE_IDS)
"""The number of transitions: for each phone in each place its self-loop (`self_loop`) and its `forward` transition."""

SILENCE_SHARE = 0.5
"""The probability, 0 to 1, of silence before the first word and after each.

It is what Kaldi's recipes use. Raised, words that follow each other without a pause cost more.
"""

_PLACES = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
_MAGIC, _VERSION = 2125659606, 2
_EXPANDED_MUTABLE = 0x3
_INPUT_SORTED, _OUTPUT_SORTED = 0x10000000, 0x40000000


def base_of(phone_id: int) -> int:
    """The index in `BASE_PHONES` of a phone of any place."""
    return phone_id - 1 if phone_id <= 2 else 2 + (phone_id - 3) // 4


def self_loop(phone_id: int) -> int:
    """Transition id of a phone's self-loop."""
    return 2 * phone_id - 1


def forward(phone_id: int) -> int:
    """Transition id that enters a phone."""
    return 2 * phone_id


@dataclass
class _Fst:
    arcs: list[list[tuple[int, int, float, int]]] = field(default_factory=list)
    final: dict[int, float] = field(default_factory=dict)

    def state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def arc(self, start: int, label: tuple[int, int], cost: float, end: int) -> None:
        self.arcs[start].append((*label, cost, end))

    def to_bytes(self, *, sort_by_output: bool) -> bytes:
        """OpenFst's binary form, start state 0, arcs sorted for composition."""
        key = 1 if sort_by_output else 0
        flags = _EXPANDED_MUTABLE | (_OUTPUT_SORTED if sort_by_output else _INPUT_SORTED)
        out = [struct.pack("<i", _MAGIC)]
        out += [struct.pack("<i", len(name)) + name for name in (b"vector", b"standard")]
        count = sum(len(arcs) for arcs in self.arcs)
        out.append(struct.pack("<iiQqqq", _VERSION, 0, flags, 0, len(self.arcs), count))
        for state, arcs in enumerate(self.arcs):
            out.append(struct.pack("<fq", self.final.get(state, math.inf), len(arcs)))
            out += [struct.pack("<iifi", *arc) for arc in sorted(arcs, key=lambda arc: arc[key])]
        return b"".join(out)


@dataclass(frozen=True, slots=True)
class Costs:
    """What sounds that are no command cost, in nats."""

    unknown: float = 2.0
    """A phone of `[unk]`, on average: the lower, the more is rejected."""
    silence: float = 0.0
    """A frame of silence (30 ms): the higher, the less of other speech is taken for silence."""
    follow: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """What is added to `unknown` for (phone before, phone)."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The files of a Vosk model's `graph` folder, path inside it -> content."""

    files: Mapping[str, bytes]


def compile_graph(
    pronunciations: Mapping[str, Sequence[Phones]],
    *,
    late: frozenset[str] = frozenset(),
    sentences: Sequence[tuple[int, str, float, int]] = (),
    costs: Costs = Costs(),
) -> Graph:
    """Compile a vocabulary.

    `pronunciations` are those of each token; `late` are tokens whose label stands on their last phone;
    `sentences` are the arcs of the grammar used when none is given at run time: (from, token, cost, to), from state 0
    to state 1; without any, every token may follow every other.
    """
    words = ["<eps>", *sorted(pronunciations), UNKNOWN, "#0", "<s>", "</s>"]
    ids = {word: number for number, word in enumerate(words)}
    lexicon = _lexicon_fst(pronunciations, ids, late, costs)
    sentences = sentences or [(0, word, math.log(len(pronunciations) + 1), 0) for word in (*pronunciations, UNKNOWN)]
    boundaries = (f"{number} {_PLACES[name[-1]] if '_' in name else 'nonword'}\n" for name, number in PHONE_IDS.items())
    return Graph(
        {
            "HCLr.fst": lexicon.to_bytes(sort_by_output=True),
            "Gr.fst": compile_grammar(sentences, ids),
            "words.txt": "".join(f"{word} {number}\n" for word, number in ids.items()).encode(),
            "disambig_tid.int": f"{TRANSITIONS + 1}\n".encode(),
            "phones/word_boundary.int": "".join(boundaries).encode(),
        }
    )


def compile_grammar(sentences: Sequence[tuple[int, str, float, int]], ids: Mapping[str, int]) -> bytes:
    """`Gr.fst`: the arcs of a grammar, (from, token, cost, to), from state 0 to state 1; `ids` are words.txt's."""
    fst = _Fst(arcs=[[] for _ in range(1 + max(max(start, end) for start, _, _, end in sentences))])
    for start, token, cost, end in sentences:
        label = ids[token] if token else 0
        fst.arc(start, (label, label), cost, end)
    fst.final[0] = fst.final[min(1, len(fst.arcs) - 1)] = 0.0  # nobody has to say anything
    return fst.to_bytes(sort_by_output=False)


def _lexicon_fst(
    pronunciations: Mapping[str, Sequence[Phones]],
    ids: Mapping[str, int],
    late: frozenset[str],
    costs: Costs,
) -> _Fst:
    fst = _Fst()
    start, loop, after = fst.state(), fst.state(), fst.state()
    fst.final[loop] = 0.0

    def sounding(name: str, cost: float = 0.0) -> int:
        """A state in which a phone goes on."""
        state = fst.state()
        fst.arc(state, (self_loop(PHONE_IDS[name]), 0), cost, state)
        return state

    silence = sounding(SILENCE, costs.silence)
    fst.arc(silence, (0, 0), 0.0, loop)
    for state in (start, after):
        fst.arc(state, (0, 0), -math.log(1 - SILENCE_SHARE), loop)
        fst.arc(state, (forward(PHONE_IDS[SILENCE]), 0), costs.silence - math.log(SILENCE_SHARE), silence)
    for word in sorted(pronunciations):
        for phones in pronunciations[word]:
            state, labelled = loop, len(phones) - 1 if word in late else 0
            for at, name in enumerate(phones):
                place = "S" if len(phones) == 1 else "B" if at == 0 else "E" if at == len(phones) - 1 else "I"
                there, entry = sounding(f"{name}_{place}"), forward(PHONE_IDS[f"{name}_{place}"])
                fst.arc(state, (entry, ids[word] if at == labelled else 0), 0.0, there)
                state = there
            fst.arc(state, (0, 0), 0.0, after)
    other = {name: sounding(name) for name in (f"{phone}_{place}" for phone in PHONES for place in "BIE")}

    def follows(before: str, name: str) -> float:
        return costs.unknown + costs.follow.get((before, name), 0.0)

    for name in PHONES:
        begin, end = f"{name}_B", f"{name}_E"
        fst.arc(loop, (forward(PHONE_IDS[begin]), ids[UNKNOWN]), follows(BEGIN, name), other[begin])
        fst.arc(other[end], (0, 0), 0.0, after)
        for before, place, here in itertools.product(PHONES, "BI", "IE"):
            entry = forward(PHONE_IDS[f"{name}_{here}"])
            fst.arc(other[f"{before}_{place}"], (entry, 0), follows(before, name), other[f"{name}_{here}"])
    return fst
