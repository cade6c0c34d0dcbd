"""The broker of each file of tests, and somebody at it."""

import pytest

from tests.support.house import Mosquitto, Somebody


@pytest.fixture(scope="module")
def mosquitto(tmp_path_factory):
    broker = Mosquitto(tmp_path_factory.mktemp("broker"))
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def somebody(mosquitto):
    found = Somebody(mosquitto.port)
    yield found
    found.close()
