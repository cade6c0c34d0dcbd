"""A voice that was rendered ahead: what is there is heard, what is not there is said at once by the voice below."""

import threading

import numpy as np
import pytest
import soundfile

from assistant.narration.script import TICK_MOST_S
from assistant.places import VOICES
from assistant.speaking.ahead import Ahead
from assistant.speaking.clips import attack
from assistant.speaking.preparing import Meanwhile, prepared
from assistant.speaking.profile import WORDS_A_MINUTE, load_profile
from assistant.speaking.renderings import ENDING, Renderings
from assistant.speaking.stretch import stretched
from assistant.speaking.voice import Voice
from assistant.words.errors import LimberError, VoiceError
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library
from tests.support.patience import wait_until

ABOVE, BELOW = load_profile(VOICES / "american.yaml"), load_profile(VOICES / "clear.yaml")
"""A voice that can be told from the one below it, made by an engine that is quick."""
SENTENCES = ("Lie on your back.", "Bend both knees.", "Rest for 30 seconds.")


class Speaker:
    """A voice with all that is kept of it in one folder, begun anew as often as a session is."""

    def __init__(self, folder):
        self.stores = Renderings(folder / "prepared", ABOVE), Renderings(folder / "late", ABOVE)
        self.ahead = Ahead(ABOVE, self.stores, OUTPUT_RATE)
        self.voice = Voice(BELOW, folder / "cache", OUTPUT_RATE, self.ahead)
        self.below = Voice(BELOW, folder / "cache", OUTPUT_RATE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.voice.close()
        self.below.close()

    def is_below(self, text):
        """Whether a text is said by the voice below."""
        ours, theirs = self.voice.clip(text), self.below.clip(text)
        return len(ours) == len(theirs) and np.allclose(ours, theirs)

    def wait_until_rendered(self, text):
        self.ahead.finish()
        assert self.stores[1].has(text)


def prepare_all(store, texts=SENTENCES):
    return list(prepared(ABOVE, store, store.missing(texts)))


def test_what_is_prepared_is_heard_and_what_is_missing_is_said_at_once_and_there_the_next_time(tmp_path):
    with Speaker(tmp_path) as speaker:
        prepare_all(speaker.stores[0])
        assert not any(speaker.is_below(text) for text in SENTENCES)
        assert speaker.is_below("Turn on your side.")
        speaker.wait_until_rendered("Turn on your side.")
    with Speaker(tmp_path) as speaker:
        assert not speaker.is_below("Turn on your side.")
        assert not speaker.stores[0].has("Turn on your side.")


def test_it_goes_on_where_it_was_left_and_renders_only_what_has_changed(tmp_path):
    store = Renderings(tmp_path, ABOVE)
    prepare_all(store, SENTENCES[:1])
    assert {text for text, _ in prepare_all(store)} == {*SENTENCES[1:]}
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob(f"*{ENDING}")}
    changed = ("Lie on your back.", "Bend both of your knees.", "Rest for 30 seconds.")
    assert store.drop_all_but(changed) == 1
    assert [text for text, _ in prepare_all(store, changed)] == ["Bend both of your knees."]
    assert all(path.stat().st_mtime_ns == at for path, at in before.items() if path.exists())
    assert store.missing(changed) == []


def test_what_is_ended_in_the_middle_leaves_only_whole_files(tmp_path):
    store = Renderings(tmp_path, ABOVE)
    texts = [library().language.number_word(number) for number in range(40)]
    first = prepared(ABOVE, store, texts)
    done, _ = next(first)
    first.close()
    left = store.missing(texts)
    assert done not in left
    assert all(store.sound(text) is not None for text in texts if text not in left)
    assert {*tmp_path.rglob("*.*")} == {store.path(text) for text in texts if text not in left}
    prepare_all(store, texts)
    assert not store.missing(texts)


def test_a_voice_with_another_pace_shares_nothing_with_it(tmp_path):
    store = Renderings(tmp_path, ABOVE)
    prepare_all(store, SENTENCES[:1])
    assert not Renderings(tmp_path, BELOW).has(SENTENCES[0])


@pytest.mark.parametrize("broken", [b"", b"OggS", b"no sound at all", None])
def test_a_broken_file_is_said_by_the_voice_below_and_rendered_again(broken, tmp_path):
    with Speaker(tmp_path) as speaker:
        prepare_all(speaker.stores[0])
        path = speaker.stores[0].path(SENTENCES[0])
        path.write_bytes(path.read_bytes()[:300] if broken is None else broken)
        assert speaker.is_below(SENTENCES[0])
        assert speaker.stores[0].missing(SENTENCES) == [SENTENCES[0]]
        assert not speaker.is_below(SENTENCES[1])


def test_what_is_kept_is_as_clear_as_what_was_rendered(tmp_path):
    """Half of the sounds of speech that tell words apart, such as s and f, lie above 4 kHz."""
    store = Renderings(tmp_path, ABOVE)
    rng = np.random.default_rng(7)
    hiss = (rng.standard_normal(2 * 24000) * 0.1).astype(np.float32)

    def render(file):
        soundfile.write(file, hiss, 24000, subtype="PCM_16", format="WAV")

    store.keep("Hiss.", render)
    found = store.sound("Hiss.")
    assert found
    sound, rate = found
    assert (rate, len(sound)) == (24000, len(hiss))
    for low, high in ((500, 4000), (4000, 8000), (8000, 11000)):
        kept, was = (band(each, low, high) for each in (sound, hiss))
        assert 0.25 * was < kept < 1.5 * was


def band(sound, low, high):
    """The power of a sound at 24 kHz between two frequencies."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    at = np.fft.rfftfreq(len(sound), 1 / 24000)
    return power[(at >= low) & (at < high)].sum()


def test_what_makes_no_sound_is_not_kept(tmp_path):
    store = Renderings(tmp_path, ABOVE)

    for data in (b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVE"):

        def render(file, data=data):
            file.write_bytes(data)

        with pytest.raises(ValueError, match=r"sound|silent"):
            store.keep("Hello.", render)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_without_room_it_ends_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LimberError, match="a file is where a folder should be"):
        list(prepared(ABOVE, Renderings(tmp_path / "file", ABOVE), SENTENCES))


def test_an_engine_that_never_makes_a_sound_ends_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('no synthesiser here')\n")
    monkeypatch.setattr("assistant.speaking.preparing.BROKEN_MOST", 2)
    with pytest.raises(VoiceError, match=r"is espeak-ng installed\?"):
        list(prepared(ABOVE, Renderings(tmp_path / "store", ABOVE), SENTENCES))


@pytest.mark.parametrize("rate", [WORDS_A_MINUTE[0], 140, 250, 350, WORDS_A_MINUTE[1]])
def test_it_keeps_to_every_pace_and_counts_within_half_a_second(rate, tmp_path):
    long = "Bend both knees and plant your feet, a hand's length from your seat."
    words = [library().language.number_word(number) for number in (1, 7, 17, 27, 77)]
    with Speaker(tmp_path) as speaker:
        prepare_all(speaker.stores[0], (long, *words))
        usual = len(speaker.voice.clip(long))
        speaker.voice.factor = rate / ABOVE.rate
        assert len(speaker.voice.clip(long)) == pytest.approx(usual * ABOVE.rate / rate, rel=0.02)
        for word in words:
            clip = speaker.voice.word(word, TICK_MOST_S)
            assert 0.1 * OUTPUT_RATE < len(clip) <= TICK_MOST_S * OUTPUT_RATE
            assert attack(clip) == 0


@pytest.mark.parametrize("faster", [0.65, 0.9, 1.3, 2.0, 2.9])
def test_another_pace_is_no_other_pitch(faster):
    rate, pitch = 24000, 150.0
    at = np.arange(2 * rate) / rate
    voiced = sum(np.sin(2 * np.pi * pitch * n * at) / n for n in range(1, 12)).astype(np.float32) * 0.2
    changed = stretched(voiced, rate, faster)
    assert len(changed) == pytest.approx(len(voiced) / faster, rel=0.05)
    spectrum = np.abs(np.fft.rfft(changed * np.hanning(len(changed))))
    assert np.argmax(spectrum) * rate / len(changed) == pytest.approx(pitch, rel=0.03)
    assert np.abs(changed).max() <= np.abs(voiced).max() * 1.1


def test_what_is_rendered_meanwhile_stops_at_once_and_goes_on_where_it_was(tmp_path):
    store = Renderings(tmp_path, ABOVE)
    texts = [library().language.number_word(number) for number in range(8)]
    meanwhile = Meanwhile(ABOVE, store, texts)
    threads = threading.active_count()
    rounds = 0
    while not meanwhile.over:
        before = len(store.missing(texts))
        meanwhile.go_on()
        wait_until(lambda before=before: meanwhile.over or len(store.missing(texts)) < before)
        meanwhile.stop()
        wait_until(lambda: threading.active_count() <= threads)
        left = store.missing(texts)
        meanwhile.stop()
        assert store.missing(texts) == left
        rounds += 1
    assert (store.missing(texts), rounds > 1) == ([], True)
    assert {*tmp_path.rglob("*.*")} == {store.path(text) for text in texts}


def test_what_is_rendered_meanwhile_ends_where_nothing_can_be_kept(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    meanwhile = Meanwhile(ABOVE, Renderings(tmp_path / "file", ABOVE), SENTENCES)
    meanwhile.go_on()
    wait_until(lambda: meanwhile.over)
    meanwhile.go_on()
    assert len(caplog.records) == 1
    assert "a file is where a folder should be" in caplog.text
