"""Histories for tests: one of an earlier version, what goes by one, and random ones."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

from hypothesis import strategies as st

from assistant.coach.person import Person, remember
from assistant.history.progress import doing, today
from assistant.history.report import as_page, as_text
from assistant.words.clinical_records import TakenBack
from assistant.words.records import Forgotten, Record, SetEnded, StateEntered
from tests.support.drive import library

OLD = Path(__file__).parents[1] / "history/files/version_2.db"
BEGUN = datetime.fromisoformat("2026-03-02T08:00:00+01:00")
SET = SetEnded("squat", "squat", "", 1, "done", 30, 30)


def used(store):
    """All that goes by what is remembered."""
    known, past = library(), store.past()
    today(known, past, BEGUN)
    sentences = [told.key for told in doing(known, past, date(2026, 3, 2))]
    return as_text(known, past, sentences, date(2026, 3, 2)), as_page(known, past, sentences, date(2026, 3, 2))


def rows_in(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
OF = {
    "score": st.integers(0, 10),
    "planned_s": st.floats(0, 1e4),
    "done_s": st.floats(0, 1e4),
    "value": st.floats(0, 2),
    "set_no": st.integers(0, 9),
    "side": st.sampled_from(["", "left", "right"]),
    "effort": st.sampled_from(["easy", "right", "hard"]),
    "at": st.integers(0, 9),
    "text": TEXTS,
    "flag": st.sampled_from(["numb", "chest"]),
}


def built(kind):
    known = {name: OF[name] for name in kind.__dataclass_fields__ if name in OF}
    if kind.kind == "check":
        known["value"] = known["side"] = TEXTS
    return st.builds(kind, **known)


st.register_type_strategy(str, TEXTS)
RECORDS = st.one_of([built(kind) for kind in get_args(Record) if kind not in (StateEntered, Forgotten, TakenBack)])
SESSIONS = st.lists(st.tuples(st.integers(0, 400_000), st.lists(RECORDS, max_size=12)), max_size=5)


def lived(store, clock, sessions, person=None):
    """A history of random sessions, so many minutes apart, and the person after them."""
    person = person or Person()
    for minutes, told in sessions:
        clock[0] += timedelta(minutes=minutes)
        number = store.begin()
        for at, record in enumerate(told):
            store.record(number, float(at), record)
            person = remember(person, record)
        store.keep_person(person)
    return person
