"""Laws of trouble: whoever names a red flag or a pain is heard, whatever was said before, until the program has gone."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.states import EASING
from assistant.words.effects import Leave, Say
from assistant.words.events import Guess, Heard
from assistant.words.records import PainReported, SessionEnded
from tests.coach.test_laws import AREAS, PEOPLE, ROUTINES, SPEECH, WAITS
from tests.support.drive import Driver, grammar, library

FLAGS = st.sampled_from(sorted(library().red_flags.say))
REPORTS = st.one_of(
    st.sampled_from([Heard("hurts"), Heard("fell"), Heard("call_for_help")]),
    st.builds(lambda area: Heard("hurts", (("area", area),)), st.sampled_from(AREAS)),
    st.builds(
        lambda word: Heard("symptom", (("quality", word),)),
        st.sampled_from(sorted(grammar().commands.slots["quality"])),
    ),
)
GOODBYE = [(8.0, Heard("start")), (40.0, Heard("finish"))]
"""(seconds to wait, what is said then)"""


def brought(routine, person, speech, wait):
    """A session in which all this was said, some time after it."""
    driver = Driver(routine, person=person)
    for pause, event in speech:
        driver.run(pause)
        driver.event(event)
    driver.run(wait)
    return driver


def said(effects):
    return [line.key for effect in effects if isinstance(effect, Say) for line in effect.lines]


@example("morning_nine", None, GOODBYE, 1.0, "chest")
@example("morning_nine", None, GOODBYE, 5.0, "chest")
@example("morning_nine", None, GOODBYE, 60.0, "chest")
@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS)
def test_a_red_flag_locks_at_once_in_every_state(routine, person, speech, wait, flag):
    driver = brought(routine, person, speech, wait)
    effects = driver.hear("red_flag", flag=flag)
    assert driver.coach.states == ("locked", "open")
    assert driver.coach.person.lock == flag
    assert {"flag", "locked"} <= set(said(effects))


@example("morning_nine", None, GOODBYE, 1.0, Heard("hurts"))
@example("morning_nine", None, GOODBYE, 60.0, Heard("hurts"))
@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, REPORTS)
def test_a_report_of_pain_is_answered_in_every_state(routine, person, speech, wait, report):
    driver = brought(routine, person, speech, wait)
    keys = said(driver.event(report))
    assert keys
    assert not [key for key in keys if key.startswith("not_") or key in ("session_over", "hurt_again")]


@example("morning_nine", None, GOODBYE, 1.0, 5)
@example("morning_nine", None, [*GOODBYE, (1.0, Heard("red_flag", (("flag", "chest"),)))], 3.0, 5)
@example("floor_only_gentle", None, [(200.0, Heard("finish"))], 30.0, 4)
@example("morning_nine", None, [(0.0, Heard("symptom", (("quality", "burning"),)))], 0.0, 5)
@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, st.integers(0, 10))
def test_how_strong_a_reported_pain_is_can_be_said_in_every_state(routine, person, speech, wait, score):
    driver = brought(routine, person, speech, wait)
    if driver.flow in EASING:
        return  # that it hurts answers what is asked there
    driver.hear("hurts")
    if driver.flow in ("spread", "harmed", "head"):
        return  # yes or no is asked first
    keys = said(driver.hear("number", number=str(score)))
    if driver.coach.doubts is not None:
        keys += said(driver.hear("yes"))
    assert {"number_heard", "sure_number"} & {*keys}
    assert driver.scores[-1] == score


@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS)
def test_a_doubtful_red_flag_is_asked_about_in_every_state_and_yes_locks(routine, person, speech, wait, flag):
    driver = brought(routine, person, speech, wait)
    if driver.flow == "done":
        return
    keys = said(driver.event(Guess(Heard("red_flag", (("flag", flag),), flag))))
    assert "did_you_say" in keys
    driver.hear("yes")
    assert driver.coach.states == ("locked", "open")


@settings(max_examples=30, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS, FLAGS)
def test_a_doubtful_red_flag_that_is_said_again_is_one(routine, person, speech, wait, flag, other):
    driver = brought(routine, person, speech, wait)
    if driver.coach.states[0] in ("done", "locked"):
        return
    driver.event(Guess(Heard("red_flag", (("flag", flag),), flag)))
    keys = said(driver.event(Guess(Heard("red_flag", (("flag", other),), other))))
    assert ("did_you_say" in keys) == (other != flag)
    assert (driver.coach.states == ("locked", "open")) == (other == flag)


@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, st.lists(st.tuples(WAITS, REPORTS | st.just(Heard("red_flag"))), max_size=5))
def test_a_session_ends_after_whatever_trouble_and_its_last_word_says_how(routine, person, speech, troubles):
    driver = brought(routine, person, [*speech, *troubles, *[(0.0, Heard("resume"))] * 2], 0)
    driver.run_to_end()
    assert driver.left
    ends = [at for at, effect in driver.effects if isinstance(effect, Leave)]
    assert ends
    assert any(isinstance(record, SessionEnded) for record in driver.records)


@settings(max_examples=60, deadline=None)
@given(ROUTINES, REPORTS.filter(lambda report: report.intent in ("hurts", "symptom")), st.floats(0, 6))
def test_what_is_reported_at_the_goodbye_is_recorded_and_the_session_still_ends(routine, report, wait):
    driver = brought(routine, None, GOODBYE, wait)
    driver.event(report)
    reports = [record for record in driver.records if isinstance(record, PainReported)]
    assert [(record.area, record.word) for record in reports] == [
        (report.slot("area") or "", report.slot("quality") or "")
    ]
    driver.run_to_end()
    assert driver.left
