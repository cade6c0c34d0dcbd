"""Whether what started the program that runs now would start another one."""

import pytest

from assistant.running.programs import Start


@pytest.mark.parametrize(
    ("now", "elsewhere"), [("1.0", False), ("1.1", True), (None, False)], ids=["the same", "another", "gone"]
)
def test_an_update_is_noticed_by_where_the_command_leads(tmp_path, now, elsewhere):
    for version in ("1.0", "1.1"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/limber").touch()
    (tmp_path / "in-use").symlink_to("1.0")
    (tmp_path / "limber").symlink_to("in-use/bin/limber")
    start = Start(tmp_path / "limber")
    assert not start.leads_elsewhere
    (tmp_path / "in-use").unlink()
    if now:
        (tmp_path / "in-use").symlink_to(now)
    assert start.leads_elsewhere == elsewhere
