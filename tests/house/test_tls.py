"""The connection to the broker over TLS: it is encrypted, and a certificate that nobody vouches for is refused."""

import json
import logging
import subprocess

import pytest

from assistant.content.household import HouseSettings
from assistant.house.broker import Broker
from assistant.house.client import try_broker
from assistant.house.discovery import Topics
from assistant.house.outbox import Happening, Outbox
from assistant.words.errors import LimberError
from tests.support.house import LOOPBACK, USER, Mosquitto, Somebody
from tests.support.patience import wait_until

TOPICS = Topics("limber")


def authority(folder, name):
    """A new authority that vouches for certificates; returns its file."""
    folder.mkdir(exist_ok=True)
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    made += ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]  # Python 3.13 asks for it
    _openssl("req", *made, "-keyout", folder / "ca.key", "-out", folder / "ca.crt")
    return folder / "ca.crt"


def certificate(folder, host):
    """A certificate for a machine, signed by the authority in the folder: (its file, its key's)."""
    key, wish, made, names = (folder / f"{host}.{ending}" for ending in ("key", "csr", "crt", "ext"))
    names.write_text(f"subjectAltName={host}\n")
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=broker", "-keyout", key, "-out", wish)
    signed = ["-CA", folder / "ca.crt", "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", "2"]
    _openssl("x509", "-req", "-in", wish, *signed, "-extfile", names, "-out", made)
    return made, key


def _openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """(a broker that speaks nothing but TLS, who vouches for it, a broker of another name, an authority of nobody)"""
    folder, ours = tmp_path_factory.mktemp("tls"), tmp_path_factory.mktemp("authority")
    trusted, other = authority(ours, "ours"), authority(tmp_path_factory.mktemp("other"), "another")
    brokers = []
    for host in (f"IP:{LOOPBACK}", "DNS:elsewhere.example"):
        cert, key = certificate(ours, host)
        place = folder / host[:3]
        place.mkdir()
        brokers.append(Mosquitto(place, f"certfile {cert}", f"keyfile {key}"))
        brokers[-1].start()
    yield brokers[0], trusted, brokers[1], other
    for broker in brokers:
        broker.stop()


def settings(broker, ca_file):
    return HouseSettings(LOOPBACK, broker.port, USER, str(broker.password_file), str(ca_file))


def test_over_tls_the_house_is_told_as_without(tls):
    broker, trusted, *_ = tls
    try_broker(settings(broker, trusted))
    somebody, outbox = Somebody(broker.port, str(trusted)), Outbox()
    limber = Broker(settings(broker, trusted), TOPICS, outbox, {}, lambda _: {}, lambda *_: None)
    limber.start()
    outbox.tell(Happening("reminder_due", {"number": 1}))
    assert somebody.await_message(TOPICS.event("reminder_due"))["number"] == 1
    limber.close()
    somebody.close()


@pytest.mark.parametrize(
    ("which", "ca", "told"),
    [
        (0, 3, "does not vouch for: "),
        (2, 1, "certificate is not valid for '127.0.0.1'"),
    ],
    ids=["signed by somebody else", "of another machine"],
)
def test_a_broker_that_nobody_vouches_for_gets_nothing_and_that_is_one_sentence(tls, which, ca, told, caplog):
    wanted = settings(tls[which], tls[ca])
    with pytest.raises(LimberError) as error:
        try_broker(wanted)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    limber = Broker(wanted, TOPICS, Outbox(), {}, lambda _: {}, lambda *_: None, retry_s=(1, 1))
    with caplog.at_level(logging.WARNING):
        limber.start()
        wait_until(lambda: told in caplog.text)
    assert not limber.connected
    limber.close()


def test_a_file_without_certificates_and_a_broker_without_tls_are_told_of(tls, mosquitto, tmp_path):
    none = tmp_path / "none.crt"
    none.write_text(json.dumps({}))
    with pytest.raises(LimberError, match="holds no certificates that can be read"):
        try_broker(settings(tls[0], none))
    with pytest.raises(LimberError, match=f"at port {mosquitto.port}"):
        try_broker(settings(mosquitto, tls[1]))
