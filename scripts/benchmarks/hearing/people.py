"""Command words by people whom training never met: in quiet, in noise, and other words that are taken for commands."""

from collections.abc import Sequence

from assistant.words.samples import Samples
from benchmarks.hearing.noises import SNRS, mixed
from benchmarks.recordings import Clip
from benchmarks.table import Row, row_of
from benchmarks.tested import STATES, TestedListener, padded
from training.clips import TEST_COLLECTION

DIGITS = "zero one two three four five six seven eight nine ten".split()


def commands(tested: TestedListener, clips: Sequence[Clip]) -> list[Row]:
    """Command words and digits, heard right, and other words, taken for a command."""
    collections = (
        (TEST_COLLECTION, f"collection never met ({TEST_COLLECTION})"),
        ("speech_commands", "Speech Commands, people never met"),
    )
    rows = []
    for collection, name in collections:
        words = [clip for clip in clips if clip.collection == collection]
        plain = [clip for clip in words if clip.text in STATES]
        right = tested.results(plain, lambda clip: tested.state(STATES[clip.text]))
        rows.append(row_of(f"{name}: in the state's grammar", right))
        every = [clip for clip in words if clip.text in STATES or clip.text in DIGITS]
        rows.append(row_of(f"{name}: in all phrases", tested.results(every, lambda _: None)))
    return rows + digits(tested, [clip for clip in clips if clip.text in DIGITS]) + others(tested, clips)


def digits(tested: TestedListener, said: Sequence[Clip]) -> list[Row]:
    """Digits in the grammar of the question about pain, and where only numbers are possible."""
    numbers = frozenset({"number"})
    uncut = [clip for clip in said if not clip.cut]
    return [
        row_of(
            "digits zero to ten, pain question's grammar",
            tested.results(said, lambda _: tested.state("scale")),
        ),
        row_of("digits zero to ten, digits alone", tested.results(said, lambda _: numbers)),
        row_of(
            "digits zero to ten, digits alone, words the recording does not cut off",
            tested.results(uncut, lambda _: numbers),
        ),
    ]


def others(tested: TestedListener, clips: Sequence[Clip]) -> list[Row]:
    """Words that are no commands and are taken for one."""
    words = [clip for clip in clips if clip.collection == "speech_commands"]
    words = [clip for clip in words if tested.grammar.meaning(clip.text) is None]
    rows = [
        row_of(
            f"other words taken for a command, grammar of '{state}'",
            tested.accepted(words, tested.state(state)),
            "lower is better",
        )
        for state in ("work", "screen")
    ]
    everything = tested.accepted(words, None)
    return [*rows, row_of("other words taken for a command, all phrases", everything, "lower is better")]


def in_noise(tested: TestedListener, clips: Sequence[Clip], noise: dict[str, Samples]) -> list[Row]:
    """Command words in the state's grammar, at each level over each noise."""
    words = [clip for clip in clips if clip.text in STATES]
    rows = []
    for snr in SNRS:
        for kind, sound in noise.items():
            results = []
            for number, clip in enumerate(words):
                found = tested.take_in(mixed(padded(clip.sound), sound, snr, number), tested.state(STATES[clip.text]))
                results.append((tested.right(clip.text, found), clip.speaker))
            rows.append(row_of(f"command words, {kind} at {snr} dB", results))
    return rows
