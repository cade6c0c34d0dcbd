"""What a clinician may change without a programmer: questions, red flags, pain, progress and waits, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["first", "later"]
"""When a question is asked: before anything is done, or after the first exercise of a session."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What an answer leaves out; an exercise must pass every part of it."""

    leave_out: frozenset[str] = frozenset()
    """Of the domain's demands: exercises that ask one of these are left out."""
    most: Mapping[str, int] = field(default_factory=dict)
    """area -> the highest load, 0 to 3, of what is left"""
    levels_out: frozenset[str] = frozenset()
    """Levels on which nothing is done."""
    kinds: frozenset[str] = frozenset()
    """Kinds of exercises that are left; none: every kind."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about health or about the home, and what may be done after the answer that limits."""

    id: str
    ask: str
    limits_on: str
    """"yes" or "no"; "I don't know" and no answer limit too"""
    say: str
    """What is said after an answer that limits; may be empty."""
    part: Part
    group: str
    """The group with which it is asked whether anything has changed."""
    limits: tuple[Limit, ...] = ()
    flag: str = ""
    """The red flag that the limiting answer names; it locks sessions."""
    furniture: str = ""
    """Of the domain's furniture: what a home has if the answer is yes."""
    after: str = ""
    """The question whose answer must be one of `after_answers` for this one to be asked."""
    after_answers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that are near to each other, so that it can be asked of all of them whether anything has changed."""

    id: str
    ask: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The questions of the first session, in the order they are asked in."""

    questions: tuple[Question, ...]
    groups: tuple[QuestionGroup, ...]
    """In the order in which they are gone through."""
    answer_s: float
    again_days: int
    """Days after which an answer is asked for again."""

    def question(self, name: str) -> Question:
        """The question of an id; there must be one."""
        return next(question for question in self.questions if question.id == name)

    def of_group(self, name: str) -> tuple[Question, ...]:
        """The questions of a group."""
        return tuple(question for question in self.questions if question.group == name)

    @property
    def by_group(self) -> tuple[Question | QuestionGroup, ...]:
        """Each group, and after it its questions."""
        steps: list[Question | QuestionGroup] = []
        for group in self.groups:
            steps += (group, *self.of_group(group.id))
        return tuple(steps)


@dataclass(frozen=True, slots=True)
class RedFlags:
    """Words that lock sessions, and whom to call."""

    say: Mapping[str, tuple[str, ...]]
    locked_s: float
    yes_sure: float
    """The confidence, 0 to 1, of a spoken yes that unlocks."""
    sit_down: tuple[str, ...]
    """Of these, flags at which one sits or lies down first."""
    heard: Mapping[str, str]
    """flag -> what was heard, as it is said back"""
    denied: Mapping[str, str]
    """flag -> the question whether it was never said"""


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """How the answers to questions are taken."""

    confirm_from: int
    """A score of so much or more is confirmed."""
    confirm_jump: int
    """So is one that differs so much from the last that is known."""
    late_s: float
    """For so long a number can be corrected, or come late."""
    offer_after: int
    """So many answers that were not understood, and it is said how to answer by number."""
    rounds_most: int
    """So many, and the question is left as though nobody had answered."""
    amounts: Mapping[str, int]
    """A word for how much, such as "little" -> the score it stands for"""


@dataclass(frozen=True, slots=True)
class PainRules:
    """What "that hurts" leads to; content/safety/pain.yaml says where each number comes from."""

    green_most: int
    amber_most: int
    unanswered: int
    """The score taken for silence."""
    answer_s: float
    """How long a question waits."""
    spare_amber: int
    """After an amber report, exercises loading the area this much or more are spared."""
    spare_red: int
    stop_words: tuple[str, ...]
    refer_words: tuple[str, ...]
    """Words after which the coach advises to see somebody."""
    never_again_words: tuple[str, ...]
    """Words after which the very exercise is not offered again."""
    sit_down_words: tuple[str, ...]
    """Words after which one sits or lies down at once, and stays there for the rest of the session."""
    green_reports: int
    """Green reports of one exercise in a session, after which it is made easier or left."""
    amber_reports: int
    """Amber reports in a session, after which stopping for today is offered."""
    hold_most_s: float
    """Of a hold, in seconds: "more time" leads no further."""
    waits_most: int
    """How often a wait is lengthened by "more time"."""
    easing_s: float
    """In a smaller range, before the question is asked again."""
    fall_rest_s: float
    """Of rest after a fall, before it is asked whether to go on."""
    rise_red: int
    """Points above the usual pain from which on a score above amber is red."""
    usual_most: int
    """A score above this is red, whatever pain is usual."""
    gentle: tuple[str, ...]
    """What is left to do when it hurts too much at rest, best first."""
    keep_least: int
    """How many exercises that are more than breathing a session keeps, if it had so many."""
    substitutes: Mapping[str, tuple[str, ...]]
    """area -> exercises that spare it, best first"""
    answers: AnswerRules

    def spare_from(self, zone: str) -> int:
        """After a report of this zone, amber or red, exercises loading the area this much or more are spared."""
        return self.spare_red if zone == "red" else self.spare_amber


@dataclass(frozen=True, slots=True)
class ProgressRules:
    """How the next session follows from the last; content/safety/progress.yaml says where each number comes from."""

    easy_sessions: int
    """Easy sessions in a row after which an exercise gets one step harder."""
    max_pain: int
    """The highest pain, 0 to 10, with which a session still counts as easy."""
    holds_s: tuple[int, ...]
    """Seconds of the holds that one step after the other leads to, in order."""
    reps_more: int
    """Repetitions that one step adds."""
    reps_most: int
    """Repetitions beyond which no step leads."""
    steps_down_most: int
    """Steps below what is written beyond which an exercise gets no easier."""
    amber_reports: int
    """Amber reports of pain since the last step that make an exercise one step easier; a red one does so at once."""
    left_out: int
    """Sessions in a row in which an exercise was left out that make it one step easier."""
    morning_rise: int
    """Points of pain, on the morning after, above the score before the session that make all that was done easier."""
    morning_sessions: int
    """Sessions after which the morning is asked about whatever happened in them."""
    weeks_climbing: int
    """Weeks in a row in which the mean pain has climbed, while which nothing gets harder."""
    minutes_a_week: float
    """Minutes of held stretches of one muscle on one side, in seven days, after which a stretch rests."""
    waits: Mapping[str, tuple[str, int]]
    """exercise -> (the one that must be easy first, how often)"""
    start_easier: Mapping[str, tuple[str, str]]
    """self-check -> (the key of its question, what of the body is asked by all that starts easier after a yes to it)"""
    stiffer_steps: int
    """Steps of `holds_s` by which a stretch is held longer on the stiffer side."""
    change_points: float
    """Points of pain, 0 to 10: the smallest change of the mean that means anything."""
    change_share: float
    """Share of the first mean, 0 to 1, that means something too, where it is less than `change_points`."""
    check_days: int
    """Days from one self-check until the next is offered."""
    activities_days: int
    """Days from one question about activities until the next."""
    change_fingers: int
    """Fingers or fists: the smallest change of a self-check's number that means anything, when it was seen twice."""
    cut_off_hours: float
    """Hours for which a session that was cut off can be taken up."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """Waits between the parts of a session, in seconds."""

    side_s: float
    """Without a change of position, from a description until the count starts by itself."""
    ease_s: float
    """The same after an easier or harder rung."""
    rest_s: float
    """Between sides and exercises, and between the sets of a stretch whose dose has no rest of its own."""
    strength_rest_s: float
    """Between the sets of an exercise that strengthens, when its dose has no rest of its own."""
    more_s: float
    """What "more time" adds."""
    shorter: float
    """The share of what is left that "make it shorter" keeps, 0 to 1."""
    more_sets_most: float
    """Sets that may be added to an exercise, at the most."""
    offer_s: float
    """After the welcome's last sentence, until the first exercise is described; for an answer to what it offers."""
    lead_s: float
    """From "begin" to the first beat."""
    step_s: float
    """Taken for one step of a way to another level, when the length of a session is reckoned."""
    remind_s: float
    """Of silence, until somebody is reminded of what is waited for; each further reminder waits twice as long."""
    reminders_most: float
    """Reminders after which a session ends in which nobody says anything."""
    there_reminders: float
    """Reminders, while things are fetched, until it is asked whether anybody is there."""
    hold_back_s: float
    """For which a count waits at a time, so that an answer is heard to its end."""
    hold_back_most_s: float
    """For which it waits altogether."""
    stopped_s: float
    """After "stop", and between the questions whether to go on."""
    stopped_asks: float
    """How often it is asked after "stop" whether to go on, before the session ends."""
    paused_most_s: float
    """Between reminders of a pause, at the most."""
    paused_asks: float
    """How often a pause is reminded of, before the session ends."""
    unheard_most: float
    """Exercises without any sound of a person, after which it is asked whether anybody is there."""
    there_s: float
    """For which that question waits."""
    away_s: float
    """Of a pause, after which somebody is taken to have left their position."""
    paused_s: float
    """Until the first reminder of a pause; then twice as long each time."""
    voice_s: float
    """From the beginning of a voice's sample until the next voice is tried, at the usual pace or faster."""
    linger_s: float
    """Of listening on, after the last word of a session."""
    sitting_s: float
    """Of sitting, until a break is offered."""
    full_times: float
    """Sessions with an exercise after which it is told in short."""
