"""A real broker of the tests' own on loopback, somebody else at it, a proxy before it that stalls, and a broker that lies."""

import contextlib
import json
import os
import queue
import shutil
import socket
import subprocess
import threading

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from tests.support.patience import PATIENCE_S

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "limber", "a pass phrase"
OTHER, OTHERS_PASSWORD = "house", "another"
ACL = f"user {USER}\ntopic readwrite limber/#\ntopic write homeassistant/#\n\nuser {OTHER}\ntopic readwrite #\n"
MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin") or "mosquitto"


def free_port():
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return found.getsockname()[1]


class Mosquitto:
    """Debian's broker, with passwords and rights."""

    def __init__(self, folder, *more):
        """`more`: further lines of its configuration."""
        self.port, self._folder = free_port(), folder
        self.password_file = folder / "password"
        self.password_file.write_text(f"{PASSWORD}\n")
        (folder / "acl").write_text(ACL)
        for number, (user, password) in enumerate([(USER, PASSWORD), (OTHER, OTHERS_PASSWORD)]):
            made = ["-c"] if number == 0 else []
            subprocess.run(["mosquitto_passwd", *made, "-b", str(folder / "users"), user, password], check=True)
        lines = [f"listener {self.port} {LOOPBACK}", "allow_anonymous false", f"password_file {folder}/users"]
        lines += [f"acl_file {folder}/acl", "persistence false", "log_dest stderr", "log_type information"]
        lines += ["connection_messages false", "max_queued_messages 20000"]
        lines += ["user root"] if os.getuid() == 0 else []
        lines += more
        (folder / "conf").write_text("\n".join(lines) + "\n")
        for name in ("acl", "users"):
            (folder / name).chmod(0o600)

    def start(self):
        self._process = subprocess.Popen(
            [MOSQUITTO, "-c", str(self._folder / "conf")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        while "running" not in (line := self._process.stdout.readline()):
            assert line, "the broker has ended"

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()


class Somebody:
    """Home Assistant's side: it gets everything, and sends what it wants."""

    def __init__(self, port, ca_file=""):
        self.got = queue.SimpleQueue()
        self.kept = {}
        self.listens = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, "somebody")
        self._client.username_pw_set(OTHER, OTHERS_PASSWORD)
        if ca_file:
            self._client.tls_set(ca_file)
        self._client.reconnect_delay_set(1, 1)

        def connected(client, *_):
            client.subscribe("#", qos=1)

        def message(_client, _data, message):
            self.got.put((message.topic, message.payload.decode()))

        self._client.on_connect, self._client.on_message = connected, message
        self._client.on_subscribe = lambda *_: self.listens.set()
        self._client.connect(LOOPBACK, port)
        self._client.loop_start()
        assert self.listens.wait(PATIENCE_S)

    def send(self, topic, payload, *, retain=False, qos=1):
        self._client.publish(topic, payload, qos=qos, retain=retain)

    def await_message(self, topic, fits=lambda _: True):
        """Wait for a message to this topic; returns it, as JSON where it is that."""
        while True:
            where, text = self.got.get(timeout=PATIENCE_S)
            if where == topic:
                data = json.loads(text) if text.startswith("{") else text
                if fits(data):
                    return data

    def close(self):
        self._client.disconnect()
        self._client.loop_stop()


class Proxy:
    """Stands before the broker, and lets everything through, or nothing."""

    def __init__(self, port):
        self._to = port
        self._server = socket.create_server((LOOPBACK, 0))
        self.port = self._server.getsockname()[1]
        self.flows, self.there = threading.Event(), threading.Event()
        self.flows.set()
        self.there.set()
        self._open = []
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self):
        """Cut every connection."""
        for side in self._open:
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def close(self):
        self.flows.set()
        self.cut()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                if not self.there.is_set():
                    client.close()
                    continue
                broker = socket.create_connection((LOOPBACK, self._to))
                self._open += [client, broker]
                for way in ((client, broker), (broker, client)):
                    threading.Thread(target=self._pass, args=way, daemon=True).start()

    def _pass(self, source, sink):
        with contextlib.suppress(OSError), source, sink:
            while data := source.recv(4096):
                self.flows.wait()
                sink.sendall(data)


class Liar:
    """Lets anybody in, and then sends what no broker may."""

    def __init__(self, *lies):
        self._lies = lies
        self._server = socket.create_server((LOOPBACK, 0))
        self.port = self._server.getsockname()[1]
        self.left = queue.SimpleQueue()
        """For each time that it was left: how many bytes of its lies had been taken."""
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                sent = 0
                with client:
                    client.recv(4096)
                    client.sendall(b"\x20\x02\x00\x00")  # CONNACK, accepted
                    with contextlib.suppress(OSError):
                        for lie in self._lies:
                            client.sendall(lie)
                            sent += len(lie)
                        while client.recv(4096):
                            pass
                self.left.put(sent)


def publish(topic, payload, *, length=None, qos=0, number=1):
    """A PUBLISH as MQTT 3.1.1 has it; `length`: what it says of its length, if that is not true."""
    name = topic if isinstance(topic, bytes) else topic.encode()
    body = len(name).to_bytes(2, "big") + name + (number.to_bytes(2, "big") if qos else b"") + payload
    rest, digits = (len(body) if length is None else length), b""
    while rest or not digits:
        rest, digit = divmod(rest, 128)
        digits += bytes([digit | (0x80 if rest else 0)])
    return bytes([0x30 | qos << 1]) + digits + body
