"""Whatever the welcome offers is accepted until the first exercise has been described, at any moment of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.today import Change, CutOff, Lever, Today
from assistant.words.effects import Say
from tests.support.drive import Driver, library

TODAY = Today(
    changes=(Change("glute_bridge", Lever(), Lever(reps=12), "easy"),),
    levers={"glute_bridge": Lever(reps=12)},
    check_due=True,
    cut_off=CutOff("three_stretches", ("marching_supported", "figure4_supine", "glute_bridge"), 1),
)
OFFERS = {
    "take it up": "figure4_supine",
    "check me": "check_hip_circle",
    "ten minutes": "breathing_seated",
    "in a chair": "breathing_seated",
    "as last time": "diaphragmatic_breathing",
    "three stretches": "marching_supported",
    "what can we do": "diaphragmatic_breathing",
}
"""What is said -> the exercise that is then described first."""


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(OFFERS)), st.floats(0, 120), st.booleans())
def test_an_offer_is_accepted_at_any_time_until_an_exercise_was_described(said, wait, scored):
    driver = Driver("floor_only_gentle", person=cleared(library().screening), today=TODAY)
    if scored:
        driver.hear("number", number="1")
    driver.run(wait)
    if driver.flow not in ("before", "welcome", "prepare", "travel", "brief"):
        return
    begun = len(driver.effects)
    driver.say(said)
    keys = [line.key for _, effect in driver.effects[begun:] if isinstance(effect, Say) for line in effect.lines]
    assert not [key for key in keys if key.startswith("not_") and key != "not_feel"]
    for _ in range(40):
        if driver.flow == "work":
            break
        driver.run(10)
        if driver.flow in ("before", "travel"):
            driver.hear("next")
    assert driver.exercise == OFFERS[said]


def test_the_welcome_waits_after_its_last_word():
    driver = Driver("floor_only_gentle", person=cleared(library().screening), today=TODAY)
    driver.hear("number", number="1")
    driver.run_until("brief")
    told = max(at for at, key in driver.said if key in ("fit_hint", "check_due", "cut_off", "as_last_time_hint"))
    assert driver.now - told >= library().pacing.offer_s
