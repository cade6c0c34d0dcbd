"""The house's walls: who may import whom, and what the pure rooms may not touch."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "assistant"
LAYERS = {
    0: ["", "words", "words.units", "words.samples", "words.errors", "words.events", "words.arrivals", "words.effects", "words.cues", "words.records", "words.clinical_records", "words.verdicts", "words.wire", "words.numbers"],
    1: [
        "places", "clock", "files", "deleting", "paths", "logs", "languages", "languages.language", "languages.plurals", "languages.plain", "languages.typed",
        "interrupts", "printed",
        "content.nodes", "content.fields", "content.writing", "content.domain", "content.clinical", "content.model", "content.position", "content.commands", "content.hands", "content.calling", "content.exercise", "content.prescription", "content.rounds", "content.spoken", "content.measures", "content.plans", "content.routines", "content.safety", "content.language",
        "content.advice", "content.fitting", "content.wish", "content.worked_out",
        "content.ways", "content.household",
        "content.missing", "content.needed", "content.questions", "content.load", "content", "coach.person", "coach.today",
    ],
    2: [
        "hearing", "hearing.echo", "hearing.decoding", "hearing.deciding", "hearing.enrolling", "hearing.decoding.grammar", "hearing.decoding.lexicon", "hearing.decoding.graph",
        "hearing.decoding.loudness", "hearing.decoding.quiet", "hearing.decoding.features", "hearing.enrolling.examples", "hearing.enrolling.own_voice", "hearing.echo.near_end",
        "hearing.decoding.templates", "hearing.decoding.courtesies", "hearing.decoding.longer", "hearing.decoding.patterns", "hearing.decoding.sentences", "hearing.deciding.decide", "hearing.deciding.utterance", "hearing.deciding.rules", "hearing.deciding.memory", "hearing.deciding.early", "hearing.deciding.likeness", "hearing.deciding.speaker", "hearing.deciding.doubt", "hearing.decoding.result",
        "hearing.muteness", "hearing.backlog", "hearing.echo.following", "hearing.echo.lateness", "hearing.echo.linear", "hearing.echo.barge_in", "hearing.enrolling.takes", "hearing.enrolling.guide",
        "coach", "coach.counting",
        "coach.permission", "coach.bounds", "coach.stand_in", "coach.interview", "coach.outlook",
        "coach.timeline", "coach.weighing", "coach.understanding", "coach.correcting", "coach.sparing", "coach.rungs", "coach.taking_up", "coach.plan", "coach.length", "coach.left", "coach.fit", "coach.longer", "coach.telling", "coach.greeting", "coach.building", "coach.speech",
        "coach.running_count", "coach.preferences", "coach.asked", "coach.marking", "coach.following", "coach.checks", "coach.states", "coach.stage", "coach.sets", "coach.steps",
        "coach.table", "coach.topics", "coach.topics.locking", "coach.flagged", "coach.pain", "coach.topics.misheard", "coach.topics.screening", "coach.topics.before",
        "coach.topics.choosing", "coach.topics.arriving", "coach.topics.preparing", "coach.topics.options", "coach.topics.forgetting", "coach.topics.course", "coach.topics.moving",
        "coach.topics.enough", "coach.topics.elsewhere", "coach.topics.hurting", "coach.topics.furnishing", "coach.topics.offering", "coach.topics.helping", "coach.topics.narrowing", "coach.topics.noting", "coach.topics.checking", "coach.topics.naming", "coach.topics.afterwards", "coach.topics.ending",
        "coach.audible", "coach.causes", "coach.place", "coach.settling", "coach.patience", "coach.keeping_up", "coach.learning", "coach.topics.travelling", "coach.topics.trying", "coach.topics.rising", "coach.returning", "coach.reach",
        "coach.topics.asking", "coach.topics.attending", "coach.topics.answers", "coach.topics.preferences", "coach.topics.reminders",
        "coach.summons",
        "coach.topics.usual", "coach.topics.spreading", "coach.scoring",
        "coach.refusing", "coach.button", "coach.reading_out", "coach.choices", "coach.pressing", "coach.topics.pressing",
        "coach.topics.gate", "coach.machine", "coach.drawing", "coach.view", "coach.coach", "narration", "narration.phrasing", "narration.aloud", "narration.every", "narration.script", "audio", "speaking", "speaking.levelling", "speaking.clips",
        "audio.earcons", "audio.mixer",
    ],
    3: [
        "hearing.decoding.model", "hearing.decoding.cached", "hearing.decoding.published", "hearing.decoding.network", "hearing.decoding.phones", "hearing.decoding.engine", "hearing.decoding.decoders", "hearing.decoding.sleeping", "hearing.decoding.second_pass", "hearing.enrolling.comparison", "hearing.enrolling.learner", "hearing.enrolling.wake_phrase", "hearing.enrolling.voice_file", "hearing.echo.separator", "hearing.echo.canceller", "hearing.echo.reference", "hearing.listener", "hearing.recogniser", "hearing.microphone", "speaking.profile", "speaking.synthesiser", "speaking.espeak", "speaking.espeak_worker", "speaking.piper", "speaking.piper_worker", "speaking.engines", "speaking.renderings", "speaking.recordings", "speaking.stretch", "speaking.ahead", "speaking.preparing", "speaking.voice", "audio.devices",
        "audio.speaker", "audio.wav", "history", "history.past", "history.store", "history.unkept", "history.database", "history.migrations", "history.findings", "history.progress", "history.standings",
        "history.recorder", "history.overview", "history.measures", "history.exchange", "history.rows", "history.reading", "history.set_aside", "history.sheets", "history.importing", "history.merging", "history.taking_in", "history.forgetting", "history.days", "history.report", "history.report_tables", "history.report_glance", "history.report_plots", "history.report_page", "history.planned",
    ],
    4: [
        "running", "running.standby", "running.reminders", "running.kept", "running.resident", "running.resting", "running.transcript", "running.programs", "running.inventory", "running.installing", "running.performance", "running.own_activities", "running.links", "running.alone", "running.prompted", "running.entries", "running.journal", "running.journals", "running.readable", "running.replay", "running.scrubbing", "running.hidden_time", "running.own_names", "running.versions", "running.ear", "running.rehearsal", "running.live", "running.turns", "running.mouth", "running.voices", "running.awaiting", "running.notifying", "running.pulse", "running.memory", "running.liveness", "running.unit", "running.systemd",
        "hub", "hub.messages", "hub.waiting", "hub.offers", "hub.seen", "hub.tables", "hub.collected", "hub.clerk", "hub.hub", "hub.desk",
        "house.client", "house.services", "house.connection",
        "house", "house.status", "house.orders", "house.discovery", "house.outbox", "house.rates", "house.broker", "house.watching",
        "page", "page.scene", "page.board", "page.pressed", "page.guard", "page.watching", "page.yielding", "page.server",
        "page.doors", "page.limits", "page.pairing", "page.entrance", "page.shelf", "page.shell", "page.live",
        "running.pressing", "running.learnt", "running.hands", "running.keys", "running.pins", "running.handling", "running.light", "running.lamps",
        "settings",
    ],
    5: ["app"],
    6: [
        "commands.clinic", "commands.hub", "commands.hubbing",
        "doctor.house", "commands.housing", "commands.wyoming",
        "doctor", "doctor.findings", "doctor.installation", "doctor.room", "doctor.hands", "doctor.keeping", "doctor.examination", "commands", "commands.showing", "commands.wishes", "commands.remembering",
        "commands.speaking", "commands.taking_over", "commands.usable", "commands.awaiting", "commands.arguments", "commands.known", "commands.options", "commands.screen", "commands.advancing", "commands.sample", "commands.performing", "commands.heeding", "commands.learning", "commands.session", "commands.pressing", "commands.keyboard", "commands.voicing", "commands.paging", "commands.attached", "commands.buttons", "commands.rehearse", "commands.type_", "commands.stay", "commands.service", "commands.staying", "commands.reminding", "commands.vocabulary", "commands.hear", "commands.progress", "commands.report", "commands.standby_ear",
        "commands.export", "commands.import_", "commands.enrol", "commands.teach", "commands.activities", "commands.check", "commands.plan", "commands.sheet", "commands.routines", "commands.doctor", "commands.fetch_model", "commands.update", "commands.privacy", "commands.voices", "commands.journalling", "commands.replay", "commands.log", "commands.report_bug",
        "commands.standby_voice", "commands.recording",
        "commands.planning", "commands.editing",
        "commands.looking_back", "commands.setting",
    ],
    7: ["cli", "__main__"],
}  # fmt: skip
LAYER = {name: layer for layer, names in LAYERS.items() for name in names}
SIDEWAYS = {
    ("hearing.microphone", "audio.devices"),  # both kinds of device share one sound library
    ("speaking.renderings", "audio.wav"),  # what is rendered ahead is a sound file like any other
}
UNCLEAN = {
    "time",
    "random",
    "uuid",
    "datetime",
    "threading",
    "queue",
    "subprocess",
    "os",
    "pathlib",
    "sounddevice",
    "vosk",
}
FILES = sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_file_has_a_layer():
    assert {name_of(path) for path in FILES} == set(LAYER)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_down_and_never_into_another_room(path):
    mine = name_of(path)
    for module in imports(path):
        if not module.startswith("assistant"):
            continue
        other = module.removeprefix("assistant").removeprefix(".")
        assert LAYER[other] <= LAYER[mine], f"{mine} imports upward: {other}"
        rooms = mine.split(".")[0], other.split(".")[0]
        if LAYER[mine] in (2, 3) and LAYER[other] >= 2 and rooms[0] != rooms[1]:
            assert (mine, other) in SIDEWAYS, f"{mine} imports sideways: {other}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if LAYER[name_of(path)] in (0, 2) or "languages" in path.parts], ids=name_of
)
def test_pure_rooms_touch_nothing_in_the_world(path):
    assert not {module.split(".")[0] for module in imports(path)} & UNCLEAN
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "languages").glob("*.py")), ids=name_of)
def test_the_rules_of_languages_stand_on_words_alone(path):
    others = {module.split(".")[1] for module in imports(path) if module.startswith("assistant.")}
    assert others <= {"languages", "words"}


def test_only_the_machine_knows_the_transitions_package():
    users = {name_of(path) for path in FILES if any(module.split(".")[0] == "transitions" for module in imports(path))}
    assert users == {"coach.machine"}
