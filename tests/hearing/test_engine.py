"""What Vosk's own OpenBLAS is told of the processor, and that nothing else is told it."""

import os

import pytest

from assistant.hearing.decoding.engine import CORE, core, loaded

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
    with pytest.raises(Exception, match="model"):
        loaded(tmp_path)
    assert dict(os.environ) == before
    assert CORE not in before
