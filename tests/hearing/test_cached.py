"""What is kept in the cache is used only while it is whole, and made in memory where the cache takes nothing."""

import os
from pathlib import Path

import pytest

from assistant.hearing.decoding.cached import WHOLE, made
from tests.support.faults import FAULTS, FOLDER_FAULTS, bound_by_permissions, fill, read_only, small_disk


class Graph:
    """A small folder, and how often it was made."""

    def __init__(self, model):
        self.times, self.model = 0, model
        model.write_text("acoustics")

    def write(self, draft):
        self.times += 1
        (draft / "graph").mkdir()
        (draft / "graph/words.txt").write_text("stop 1\n" * 100)
        (draft / "graph/linked").symlink_to(self.model)

    def good(self, folder):
        return (folder / "graph/words.txt").read_text() == "stop 1\n" * 100


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["graph/words.txt", WHOLE])
def test_a_folder_that_is_not_whole_is_made_again(tmp_path, cache, fault, name):
    graph = Graph(tmp_path / "model")
    folder = made(cache / "a", graph.write)
    assert made(cache / "a", graph.write) == folder == cache / "a"
    assert graph.times == 1
    FAULTS[fault](folder / name)
    with bound_by_permissions():
        again = made(cache / "a", graph.write)
        assert graph.good(again)
    assert graph.times == 2
    assert [path.name for path in cache.iterdir()] == ["a"]


@pytest.mark.parametrize("fault", FOLDER_FAULTS)
def test_a_cache_that_cannot_be_used_is_done_without(tmp_path, cache, fault, request):
    graph, name = Graph(tmp_path / "model"), request.node.name
    cache.mkdir()
    FOLDER_FAULTS[fault](cache)
    with bound_by_permissions():
        folder = made(cache / name, graph.write)
        assert cache not in folder.parents
        assert graph.good(folder)
        assert made(cache / name, graph.write) == folder
    assert graph.times == 1


def test_a_cache_whose_name_is_no_text_is_done_without(tmp_path, request):
    """The recogniser's library takes names in UTF-8 alone."""
    graph, odd = Graph(tmp_path / "model"), Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    folder = made(odd / request.node.name, graph.write)
    assert str(folder).encode().decode() == str(folder)
    assert graph.good(folder)


@pytest.mark.parametrize("harm", [fill, read_only])
def test_a_disk_that_takes_nothing_is_done_without(tmp_path, harm, request):
    graph, name = Graph(tmp_path / "model"), request.node.name
    with small_disk(tmp_path / "disk") as disk:
        harm(disk)
        folder = made(disk / "cache" / name, graph.write)
        assert disk not in folder.parents
        assert graph.good(folder)
