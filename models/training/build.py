"""Make the built-in model, and the near-end network, which hears somebody speak over our own voice.

The steps are: gather the recordings, let synthetic voices speak, augment, train, write the model, train the near-end
network. The result of every step is kept in the work folder. A build that was interrupted goes on where it stopped.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from training import clips, plan, vocabulary, voices

HERE = Path(__file__).resolve().parent
MODEL, NEAR_END = HERE.parent / "limber-en", HERE.parent / "near-end.npz"

SENTENCES = ("speechocean762", "librispeech")
"""The collections in which people say whole sentences. The order of phones in English is counted in them."""
PORT = "29477"
"""The port on this machine at which the training processes meet."""


def gather(material: Path, work: Path, processes: int) -> None:
    """Write human recordings and synthetic speech into `work/clips`, unless that was done before."""
    if (work / "clips.json").exists():
        return
    vocabulary.write_lexicon()
    people = list(clips.human(material / "speech"))
    trained = [recording for recording in people if recording.split == "train"]
    vocabulary.write_phonotactics(recording.text for recording in trained if recording.source in SENTENCES)
    phrases = vocabulary.phrases()
    words = sorted({word for recording in trained for word in recording.text.split()})
    words += sorted({word for phrase in phrases for word in phrase.split()}) * 3
    spoken = list(voices.synthesise(voices.jobs(phrases, words), processes))
    lexicon = vocabulary.lexicon_for(recording.text for recording in people + spoken)
    usable = [
        recording
        for recording in people + spoken
        if recording.text and all(word in lexicon for word in recording.text.split())
    ]
    clips.write(work / "clips", usable)
    hours = sum(len(recording.sound) for recording in usable) / clips.RATE / 3600
    print(f"{len(usable)} clips, {hours:.1f} hours")


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/build_model", description=__doc__)
    parser.add_argument("material", type=Path, help="folder with speech/ (recordings and index.tsv) and noise/")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where intermediate files are kept")
    passes = f"passes of the first network (default 76, and at least {plan.FEWEST_PASSES})"
    parser.add_argument("--passes", type=int, default=76, help=passes)
    parser.add_argument("--augmenters", type=int, default=1, help="processes that make augmented copies")
    parser.add_argument("--trainers", type=int, default=1, help="processes that train together, a core each")
    parser.add_argument("--further", action="store_true", help="go on with the first network of the built-in model")
    asked = parser.parse_args()
    if asked.passes < plan.FEWEST_PASSES:
        parser.error(f"--passes must be at least {plan.FEWEST_PASSES}, for several networks to come of them")
    return asked


def _augmenters(asked: argparse.Namespace) -> list[subprocess.Popen[bytes]]:
    """Start the processes that make augmented copies."""
    end = asked.passes if asked.further else max(asked.passes, plan.SNAPSHOT_AT + plan.NARROW_PASSES)
    first = plan.SNAPSHOT_AT if asked.further else 0
    line = [sys.executable, "-m", "training.augment", str(asked.work), str(asked.material / "noise")]
    count = asked.augmenters
    return [subprocess.Popen([*line, str(first + number), str(count), str(end)]) for number in range(count)]


def _trainers(asked: argparse.Namespace, further: Path | None) -> list[subprocess.Popen[bytes]]:
    """Start the training processes beside this one, which is number 0, and tell all of them where they meet."""
    os.environ |= {"MASTER_ADDR": "localhost", "MASTER_PORT": PORT, "WORLD_SIZE": str(asked.trainers), "RANK": "0"}
    line = [sys.executable, "-m", "training.train", str(asked.work), str(asked.passes)]
    line += [str(further)] if further else []
    return [subprocess.Popen(line, env={**os.environ, "RANK": str(rank)}) for rank in range(1, asked.trainers)]


def main() -> None:
    """Do all steps."""
    asked = _arguments()
    from training import export, train

    further = MODEL if asked.further else None
    asked.work.mkdir(parents=True, exist_ok=True)
    gather(asked.material, asked.work, asked.augmenters + 1)
    beside = _augmenters(asked)
    try:
        beside += _trainers(asked, further)
        export.export(train.train(asked.work, asked.passes, further), MODEL, asked.work)
        near_end = [sys.executable, "-m", "training.near_end", str(asked.work), str(asked.material), str(NEAR_END)]
        subprocess.run([*near_end, "--processes", str(asked.augmenters + 1)], check=True)
    finally:
        for process in beside:
            process.terminate()


if __name__ == "__main__":
    main()
