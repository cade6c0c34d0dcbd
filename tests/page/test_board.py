"""Readers of the board, each at their own speed: nobody misses what was said, and everybody ends with the same scene."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.page.board import Board, Entry, Follower
from assistant.page.scene import Scene

DEEDS = st.lists(st.sampled_from(["begin", "show", "add", "says", "read"]), max_size=40)


@given(DEEDS)
def test_a_reader_who_looks_now_and_then_knows_what_one_who_looks_always_knows(deeds):
    board, now_and_then, always = Board(), Follower(), Follower()
    known, all_known = [[], None, None], [[], None, None]

    def look(reader, known):
        news = board.news(reader)
        if news.fresh:
            known[0] = []
        known[0] += news.entries
        known[1] = news.scene or known[1]
        known[2] = known[2] if news.saying is None else news.saying

    for number, deed in enumerate(deeds):
        match deed:
            case "begin":
                board.begin()
            case "show":
                board.show(Scene(exercise=str(number % 3)))
            case "add":
                board.add(Entry("limber", str(number)))
            case "says":
                (board.says if number % 2 else board.has_said)("1")
            case "read":
                look(now_and_then, known)
        look(always, all_known)
    look(always, all_known)
    look(now_and_then, known)
    assert known == all_known


def test_nothing_is_sent_twice_and_who_left_is_not_woken():
    board, woken = Board(), []
    board.follow("me", lambda: woken.append(1))
    reader = Follower()
    board.show(Scene(exercise="a"))
    board.show(Scene(exercise="a"))
    assert len(woken) == 1
    assert board.news(reader).scene
    news = board.news(reader)
    assert (news.scene, news.entries, news.fresh, news.saying) == (None, (), False, None)
    board.leave("me")
    board.add(Entry("limber", "a"))
    assert len(woken) == 1
