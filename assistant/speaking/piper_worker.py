"""Piper, in a process of its own, for many phrases, and after everything else on the machine.

A line of JSON in ({"text", "scale", "file"}), one out ({"ok": true} or {"error": "..."}), after a first one that says
whether Piper and its voice are there. It is given the path of the voice's network. `scale` is how long each sound
lasts: 1 is the voice's own pace, and a larger one is slower.

Piper is under the GPL. It is imported here and nowhere else, and nothing else runs in this process.
"""

import contextlib
import json
import os
import sys
import wave
from typing import Any

LAST = 10
"""How far back it steps: a tenth of what others get where all want the machine. At 19 it hardly comes to its turn."""


def _step_back() -> None:
    """Let everything else on this machine go first."""
    with contextlib.suppress(OSError):
        os.nice(LAST)


def _network(path: str) -> Any:
    """The voice; one thread renders it, because there are as many processes as there are cores."""
    import onnxruntime
    from piper import PiperVoice
    from piper.config import PiperConfig

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with open(f"{path}.json", encoding="utf-8") as file:  # noqa: PTH123
        config = PiperConfig.from_dict(json.load(file))
    return PiperVoice(onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]), config)


def _render(voice: Any, line: str) -> None:
    from piper import SynthesisConfig

    asked = json.loads(line)
    with wave.open(asked["file"], "wb") as file:
        voice.synthesize_wav(asked["text"], file, syn_config=SynthesisConfig(length_scale=asked["scale"]))


def main(path: str) -> None:
    """Serve line after line, until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(words: dict[str, object]) -> None:
        print(json.dumps(words), file=answers, flush=True)

    _step_back()
    try:
        voice = _network(path)
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        answer({"error": f"{type(error).__name__}: {error}"})
        return
    answer({"ok": True})
    for line in sys.stdin:
        try:
            _render(voice, line)
        except Exception as error:  # noqa: BLE001  the next phrase may go well
            answer({"error": f"{type(error).__name__}: {error}"})
        else:
            answer({"ok": True})


if __name__ == "__main__":
    main(sys.argv[1])
