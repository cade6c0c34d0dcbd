"""Make the built-in model, and the near-end network, which hears somebody speak over our own voice.

The steps are: gather the recordings, let synthetic voices speak, train, write the model, train the near-end network.
The result of every step is kept in the work folder. A build that was interrupted goes on where it stopped.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from training import clips, vocabulary, voices

HERE = Path(__file__).resolve().parent
MODEL, NEAR_END = HERE.parent / "limber-en", HERE.parent / "near-end.npz"

SENTENCES = ("speechocean762", "librispeech")
"""The collections in which people say whole sentences. The order of phones in English is counted in them."""


def gather(material: Path, work: Path, processes: int) -> None:
    """Write human recordings and synthetic speech into `work`, unless that was done before.

    Beside the clips goes `chains.json`, the pronunciations of each.
    """
    if (work / "chains.json").exists():
        return
    vocabulary.write_lexicon()
    people = list(clips.human(material / "speech"))
    trained = [recording for recording in people if recording.split == "train"]
    vocabulary.write_phonotactics(recording.text for recording in trained if recording.source in SENTENCES)
    phrases = vocabulary.phrases()
    words = sorted({word for recording in trained for word in recording.text.split()})
    words += sorted({word for phrase in phrases for word in phrase.split()}) * 3
    said = voices.jobs(phrases, vocabulary.safety_phrases(), words)
    spoken = list(voices.synthesise(said, processes))
    lexicon = vocabulary.lexicon_for(recording.text for recording in people + spoken)
    usable = [recording for recording in people + spoken if all(word in lexicon for word in recording.text.split())]
    clips.write(work / "clips", usable)
    chains = [vocabulary.chains(recording.text, lexicon) if recording.text else [] for recording in usable]
    (work / "chains.json").write_text(json.dumps(chains))
    hours = sum(len(recording.sound) for recording in usable) / clips.RATE / 3600
    print(f"{len(usable)} clips, {hours:.1f} hours")


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/build_model", description=__doc__)
    parser.add_argument("material", type=Path, help="folder with speech/ (recordings and index.tsv) and noise/")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where intermediate files are kept")
    parser.add_argument("--teacher", type=Path, default=MODEL, help="model folder (default: the built-in model)")
    parser.add_argument("--steps", type=int, default=13000, help="training steps (default 13000)")
    parser.add_argument("--processes", type=int, default=2, help="processes that make synthetic speech and scenes")
    return parser.parse_args()


def main() -> None:
    """Do all steps."""
    asked = _arguments()
    from training import export, train

    asked.work.mkdir(parents=True, exist_ok=True)
    gather(asked.material, asked.work, asked.processes)
    training = train.Training(asked.work, asked.material / "noise", asked.teacher)
    export.export(training.run(asked.steps), MODEL, asked.work)
    near_end = [sys.executable, "-m", "training.near_end", str(asked.work), str(asked.material), str(NEAR_END)]
    subprocess.run([*near_end, "--processes", str(asked.processes)], check=True)


if __name__ == "__main__":
    main()
