"""Ear, voice and wake phrase as services: the protocol's own client, the real recogniser and the real synthesiser."""

import asyncio
import json
import socket
import threading
from contextlib import contextmanager

import numpy as np
import pytest
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.tts import Synthesize
from wyoming.wake import Detect, Detection, NotDetected

from assistant.app import App
from assistant.commands.wyoming import service_of
from assistant.house.connection import READ_MOST, pcm, samples
from assistant.house.services import handler, server_at
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE, OUTPUT_RATE
from tests.support.loops import outcome

CHUNK = 1600


@pytest.fixture(scope="module")
def app():
    return App.open(Settings(model="limber-en"))


@pytest.fixture(scope="module")
def uri(app, tmp_path_factory):
    """Where it is served, in a thread of its own."""
    address = f"unix://{tmp_path_factory.mktemp('wyoming')}/socket"
    ready, end = threading.Event(), []

    async def serve():
        server = server_at(address)
        await server.start(handler(service_of(app)))
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        end.append(lambda: loop.call_soon_threadsafe(over.set))
        ready.set()
        await over.wait()
        await server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    yield address
    end[0]()
    thread.join()


@pytest.fixture(scope="module")
def speaks(app):
    voice = app.user_voice()
    yield voice.clip
    voice.close()


def asked(uri, *messages, until):
    """The answer of this kind, and the sound that came before it, to these messages."""

    async def ask():
        sound = b""
        async with AsyncClient.from_uri(uri) as client:
            for message in messages:
                await client.write_event(message if isinstance(message, Event) else message.event())
            while (event := await client.read_event()) is not None:
                if AudioChunk.is_type(event.type):
                    sound += AudioChunk.from_event(event).audio
                for kind in (until, Error):
                    if kind.is_type(event.type):
                        return kind.from_event(event), sound
            return None, sound

    return outcome(ask())


def heard(sound, rate=INPUT_RATE):
    """The messages of a sound."""
    data = pcm(np.concatenate([np.zeros(rate // 2, np.float32), sound, np.zeros(rate // 2, np.float32)]))
    kind = {"rate": rate, "width": 2, "channels": 1}
    chunks = [AudioChunk(audio=data[at : at + CHUNK], **kind) for at in range(0, len(data), CHUNK)]
    return AudioStart(**kind), *chunks, AudioStop()


def test_it_says_what_it_offers(uri, app):
    info, _ = asked(uri, Describe(), until=Info)
    assert [program.models[0].name for program in info.asr] == ["commands"]
    assert info.tts[0].voices[0].name == "clear"
    assert [model.phrase for model in info.wake[0].models] == list(app.commands.waking.phrases)


@pytest.mark.parametrize("words", ["stop", "that hurts"])
def test_a_command_is_heard(uri, speaks, words):
    transcript, _ = asked(uri, Transcribe(), *heard(speaks(words)), until=Transcript)
    assert (transcript.text, transcript.language) == (words, "en")


def test_what_is_no_command_has_no_words(uri, speaks):
    transcript, _ = asked(uri, Transcribe(), *heard(speaks("the price of butter has gone up")), until=Transcript)
    assert transcript.text == ""


def test_what_it_says_it_hears_also_at_another_rate(uri):
    _, sound = asked(uri, Synthesize("Go back."), until=AudioStop)
    spoken = samples(sound)
    assert len(spoken) > OUTPUT_RATE // 2
    transcript, _ = asked(uri, Transcribe(), *heard(spoken, OUTPUT_RATE), until=Transcript)
    assert transcript.text == "go back"


def test_it_is_woken_by_its_name_and_by_nothing_else(uri, speaks):
    found, _ = asked(uri, Detect(), *heard(speaks("limber, start")), until=Detection)
    assert found.name == "limber"
    quiet, _ = asked(uri, Detect(), *heard(speaks("ready, let's go")), until=NotDetected)
    assert isinstance(quiet, NotDetected)


def test_one_program_at_a_time_waits_for_the_wake_phrase(uri):
    async def ask():
        async with AsyncClient.from_uri(uri) as first, AsyncClient.from_uri(uri) as second:
            await first.write_event(Detect().event())
            await first.write_event(Describe().event())
            await first.read_event()
            await second.write_event(Detect().event())
            return Error.from_event(await second.read_event())

    assert outcome(ask()).text == "somebody else waits for the wake phrase already"


@contextmanager
def connected(uri):
    with socket.socket(socket.AF_UNIX) as there:
        there.connect(uri.removeprefix("unix://"))
        yield there


@pytest.mark.parametrize(
    "message",
    [
        b"\xff\xfe\n",
        b"[1]\n",
        b"{}\n",
        b"x" * 200_000 + b"\n",
        b"x" * 200_000,
        b"[" * 60_000 + b"\n",
        json.dumps({"type": "audio-chunk", "payload_length": READ_MOST + 1}).encode() + b"\n",
        json.dumps({"type": "audio-chunk", "data": {"rate": 0, "width": 9, "channels": 3}}).encode() + b"\n",
        json.dumps({"type": "synthesize", "data": {"text": 7}}).encode() + b"\n",
    ],
)
def test_what_makes_no_sense_ends_its_connection_and_no_other(uri, message):
    with connected(uri) as there:
        there.sendall(message)
        with there.makefile("rb") as answers:
            answers.read()  # until it is closed
    assert asked(uri, Describe(), until=Info)[0].asr


@pytest.mark.parametrize(
    "uri", ["tcp://0.0.0.0:10300", "tcp://example.org:1", "tcp://127.0.0.1", "unix://", "stdio://", "x"]
)
def test_nobody_outside_this_machine_is_served(uri):
    with pytest.raises(LimberError, match="is no address of this machine"):
        server_at(uri)


def test_sound_is_the_same_there_and_back():
    sound = np.sin(np.arange(1000, dtype=np.float32) / 9) * np.float32(0.9)
    assert np.abs(samples(pcm(sound)) - sound).max() < 1e-3
