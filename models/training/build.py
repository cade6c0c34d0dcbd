"""Make the built-in model: gather, speak, augment, train, write; then the near-end gate. Every step is kept and taken up where it stopped."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from training import clips, vocabulary, voices

HERE = Path(__file__).resolve().parent
MODEL, GATE = HERE.parent / "limber-en", HERE.parent / "near-end.npz"

SENTENCES = ("speechocean762", "librispeech")
PORT = "29477"
"""Where trainers meet, on this machine alone."""


def gather(material: Path, work: Path, processes: int) -> None:
    """Human recordings and synthetic speech into `work/clips`."""
    if (work / "clips.json").exists():
        return
    vocabulary.write_lexicon()
    people = list(clips.human(material / "speech"))
    vocabulary.write_phonotactics(text for source, _, text, split, _ in people if split == "train" and source in SENTENCES)
    phrases = vocabulary.phrases()
    words = sorted({word for *_, text, split, _ in people if split == "train" for word in text.split()})
    words += sorted({word for phrase in phrases for word in phrase.split()}) * 3
    spoken = list(voices.synthesise(voices.jobs(phrases, words), processes))
    lexicon = vocabulary.lexicon_for(text for _, _, text, _, _ in people + spoken)
    usable = [one for one in people + spoken if one[2] and all(word in lexicon for word in one[2].split())]
    clips.write(work / "clips", usable)
    hours = sum(len(one[4]) for one in usable) / clips.RATE / 3600
    print(f"{len(usable)} clips, {hours:.1f} hours")


def main() -> None:
    """Run the whole of it from the command line."""
    parser = argparse.ArgumentParser(prog="scripts/build_model", description=__doc__)
    parser.add_argument("material", type=Path, help="folder with speech/ (recordings and index.tsv) and noise/")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where intermediate files are kept")
    parser.add_argument("--passes", type=int, default=76, help="passes of the first network (default 76, and at least 63)")
    parser.add_argument("--augmenters", type=int, default=1, help="processes that make augmented copies")
    parser.add_argument("--trainers", type=int, default=1, help="processes that train together, a core each")
    parser.add_argument("--further", action="store_true", help="go on with the first network of the built-in model")
    asked = parser.parse_args()
    from training import export, train

    if asked.passes <= train.KEPT_AT + train.STILL:
        parser.error(f"--passes must be more than {train.KEPT_AT + train.STILL}, for several networks to come of them")
    copies = asked.passes if asked.further else max(asked.passes, train.KEPT_AT + train.NARROW_PASSES)
    asked.work.mkdir(parents=True, exist_ok=True)
    gather(asked.material, asked.work, asked.augmenters + 1)
    line = [sys.executable, "-m", "training.augment", str(asked.work), str(asked.material / "noise")]
    count, first = asked.augmenters, train.KEPT_AT if asked.further else 0
    helpers = [subprocess.Popen([*line, str(first + one), str(count), str(copies)]) for one in range(count)]
    model = [MODEL] if asked.further else []
    os.environ |= {"MASTER_ADDR": "localhost", "MASTER_PORT": PORT, "WORLD_SIZE": str(asked.trainers), "RANK": "0"}
    line = [sys.executable, "-m", "training.train", str(asked.work), str(asked.passes), *map(str, model)]
    helpers += [subprocess.Popen(line, env={**os.environ, "RANK": str(one)}) for one in range(1, asked.trainers)]
    try:
        export.export(train.train(asked.work, asked.passes, *model), MODEL, asked.work)
        gate = [sys.executable, "-m", "training.near_end", str(asked.work), str(asked.material), str(GATE)]
        subprocess.run([*gate, "--processes", str(count + 1)], check=True)
    finally:
        for helper in helpers:
            helper.terminate()


if __name__ == "__main__":
    main()
