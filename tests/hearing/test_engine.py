"""What Vosk's own OpenBLAS is told of the processor, and that nothing else is told it."""

import logging
import os
import shutil

import pytest

from assistant.content.commands import read_commands
from assistant.hearing.decoding.engine import CORE, core, decoder, loaded
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.model import Vocabulary, prepare
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import LimberError

AVX512 = "avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("can", "name"),
    [
        (f"flags\t\t: fpu sse2 avx2 fma {AVX512} avx512_bf16", "SkylakeX"),
        ("flags\t\t: fpu sse2 avx2 fma avx512f", "Haswell"),
        ("flags\t\t: fpu sse2 avx2", ""),
        ("Features\t: fp asimd", ""),
        ("model name\t: avx2 fma", ""),
        ("", ""),
    ],
)
def test_a_processor_is_taken_only_for_what_it_can_do(can, name):
    assert core(f"processor\t: 0\n{can}\nbugs\t\t: {AVX512}\n") == name


def test_nothing_but_vosk_is_told_of_it(tmp_path):
    before = dict(os.environ)
    with pytest.raises(LimberError, match="cannot be loaded"):
        loaded(tmp_path, tmp_path)
    assert dict(os.environ) == before
    assert CORE not in before


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Our model, prepared for one word."""
    grammar = Grammar(read_commands("intents:\n  pause: {phrases: [wait]}\n", "x.yaml"))
    vocabulary = Vocabulary(tuple(sorted(grammar.tokens)), (), grammar.sentence_graph())
    return prepare(BUILT_IN_MODEL, vocabulary, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("file", ["conf/model.conf", "graph/Gr.fst", "graph/words.txt"])
def test_a_damaged_model_is_one_sentence_and_what_vosk_prints_goes_into_the_log(
    prepared, tmp_path, file, capfd, caplog
):
    model = shutil.copytree(prepared, tmp_path / "model")
    (model / file).unlink()
    (model / file).write_text("damaged")
    with caplog.at_level(logging.WARNING), pytest.raises(LimberError) as told:
        decoder(loaded(model, model), model)
    assert str(told.value).startswith(f"the speech model in {model} cannot be loaded; ")
    assert "ERROR" in caplog.text
    assert capfd.readouterr().err == ""
