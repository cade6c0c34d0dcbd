"""A folder of files on the page: two who save at once lose nothing, and nothing outside the folder is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.doors import RefusedError
from assistant.page.shelf import Shelf


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "secret.yaml").write_text("mine")
    return Shelf(tmp_path / "plans", (".yaml", ".yml"))


def test_what_is_saved_is_read_again_and_only_this_user_may(shelf):
    tag = shelf.write("mine.yaml", "id: a\n", "")
    assert shelf.read("mine.yaml") == ("id: a\n", tag)
    assert shelf.write("mine.yaml", "id: b\n", tag) != tag
    assert shelf.names() == ["mine.yaml"]
    assert (shelf.folder / "mine.yaml").stat().st_mode & 0o077 == 0
    assert shelf.folder.stat().st_mode & 0o077 == 0


def test_the_second_of_two_is_told_and_gets_what_stands_there(shelf):
    tag = shelf.write("mine.yaml", "id: a\n", "")
    now = shelf.write("mine.yaml", "id: first\n", tag)
    with pytest.raises(RefusedError, match="changed by somebody else meanwhile; nothing was saved") as refused:
        shelf.write("mine.yaml", "id: second\n", tag)
    assert (refused.value.status, refused.value.told) == (412, {"text": "id: first\n", "tag": now})
    with pytest.raises(RefusedError, match=r"there is a file 'mine\.yaml' already"):
        shelf.write("mine.yaml", "id: new\n", "")
    assert shelf.read("mine.yaml") == ("id: first\n", now)
    (shelf.folder / "mine.yaml").unlink()
    with pytest.raises(RefusedError, match="was deleted meanwhile"):
        shelf.write("mine.yaml", "id: second\n", now)
    with pytest.raises(RefusedError, match=r"there is no file 'mine\.yaml' any more"):
        shelf.read("mine.yaml")


NAMES = st.text(max_size=12).map(lambda text: f"{text}.yaml") | st.sampled_from(
    [
        "../secret.yaml",
        "/etc/x.yaml",
        "..yaml",
        ".yaml",
        "a/../../secret.yaml",
        "a\\b.yaml",
        "a\0.yaml",
        "a\n.yaml",
        "x" * 200 + ".yaml",
        "plan.txt",
    ]
)


@given(NAMES)
def test_no_name_leads_out_of_the_folder(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("shelf") / "plans"
    shelf = Shelf(folder, (".yaml",))
    try:
        shelf.write(name, "id: a\n", "")
    except RefusedError:
        assert not folder.exists()
    else:
        assert [path.name for path in folder.parent.rglob("*.yaml")] == [name]


def test_a_link_out_of_the_folder_is_no_file_of_it(shelf):
    tag = shelf.write("mine.yaml", "id: a\n", "")
    (shelf.folder / "out.yaml").symlink_to(shelf.folder.parent / "secret.yaml")
    assert shelf.names() == ["mine.yaml"]
    for deed in (lambda: shelf.read("out.yaml"), lambda: shelf.write("out.yaml", "id: a\n", tag)):
        with pytest.raises(RefusedError, match="leads out of the folder"):
            deed()
    assert (shelf.folder.parent / "secret.yaml").read_text() == "mine"
