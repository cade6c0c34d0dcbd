"""What is generated is up to date, everything the sources teach has a place, and what the pages say is there is there."""

import re
import textwrap
import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import generated
import pytest
import yaml

from assistant.content.language import ENGLISH, LANGUAGES
from assistant.content.load import CONTENT
from assistant.settings import Settings
from tests.support.drive import grammar, library

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PROSE = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *DOCS,
    *sorted((ROOT / "models").rglob("README.md")),
]
README_LINES_MOST = 150
MINUTE_BYTES_MOST = 300_000
LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
SEEDS, PAGES = generated.seed_items(), generated.pages()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], "run scripts/docs"


def places():
    known = library()
    pain = yaml.safe_load((CONTENT / "safety/pain.yaml").read_text(encoding="utf-8"))
    yield from (f"exercise/{name}" for name in known.exercises)
    yield from (f"routine/{name}" for name in known.routines)
    yield from (f"tip/{tip.id}" for tip in known.tips)
    yield from (f"reason/{name}" for name in known.reasons)
    yield from (f"flag/{name}" for name in known.red_flags.say)
    yield from (f"phrase/{name}" for name in known.phrases)
    yield from (f"pain/{name}" for name in pain)
    yield from ("coach/fit", "professional")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_item_of_every_source_lives_somewhere_or_is_left_out_for_a_reason(seed):
    known = set(places())
    for item in SEEDS[seed]:
        assert set(item) in ({"item", "in"}, {"item", "out"}), item
        for place in item.get("in", ()):
            assert place in known, f"{seed}: '{item['item']}' is said to live in {place}"


def test_what_names_a_seed_is_in_that_seeds_table():
    listed = {(seed, place) for seed, items in SEEDS.items() for item in items for place in item.get("in", ())}
    known = library()
    named = [(seed, f"exercise/{exercise.id}") for exercise in known.exercises.values() for seed in exercise.seeds]
    named += [(seed, f"routine/{routine.id}") for routine in known.routines.values() for seed in routine.seeds]
    named += [(seed, f"tip/{tip.id}") for tip in known.tips for seed in tip.seeds]
    assert set(named) - listed == set()


def text(page):
    return page.read_text(encoding="utf-8")


def anchors(page):
    """What can be linked to in a page: its headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", text(page)), re.MULTILINE)
    found = []
    for heading in headings:
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.append(name if name not in found else f"{name}-{found.count(name)}")
    return found


def links(page):
    return LINK.findall(CODE.sub("", text(page)))


@pytest.mark.parametrize("page", PROSE, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for link in links(page):
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        if anchor:
            assert anchor in anchors(target), (
                f"{link}: there is no such heading; there are: {', '.join(anchors(target))}"
            )


def test_every_file_that_the_pages_name_is_there():
    named = {
        path
        for page in PROSE
        for path in re.findall(r"`((?:assistant|tests|docs|scripts|models)/[\w./-]+)`", text(page))
    }
    missing = {path for path in named if not (ROOT / path).exists()}
    assert missing == set()


def test_nothing_is_left_to_be_checked():
    assert [page.name for page in PROSE if re.search(r"<!-- *(check|todo)", text(page), re.IGNORECASE)] == []


def test_the_number_of_exercises_is_told_truly():
    told = f"There are {len(library().exercises)} exercises"
    assert told in text(ROOT / "README.md")


def blocks(page):
    """What is indented in a page, without the indent."""
    for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text(page), re.MULTILINE):
        yield textwrap.dedent(block)


def test_the_example_of_how_to_add_an_exercise_is_the_exercise():
    structure, words = (
        yaml.safe_load(block) for block in blocks(ROOT / "docs/add-an-exercise.md") if "heel_slide_half" in block
    )
    written = yaml.safe_load((CONTENT / "exercises/lying.yaml").read_text(encoding="utf-8"))
    assert structure[0] in written["exercises"]
    said = yaml.safe_load((LANGUAGES / ENGLISH / "exercises/lying.yaml").read_text(encoding="utf-8"))
    assert words.items() <= said.items()


def test_every_list_that_a_new_topic_is_written_into_is_named():
    page = text(ROOT / "docs/add-a-topic.md")
    lists = {
        "coach/states.py": ("FLOW", "LIVE", "ASKING"),
        "coach/topics/__init__.py": ("TOPICS",),
        "coach/topics/answers.py": ("HELPFUL",),
        "coach/topics/asking.py": ("CHOICES",),
        "running/scrubbing.py": ("HARMLESS_LINES", "HEALTH_INTENTS", "HARMLESS_FLOWS", "_kept"),
    }
    for file, names in lists.items():
        module = import_module(f"assistant.{file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}")
        assert f"`assistant/{file}`" in page
        for name in names:
            assert hasattr(module, name)
            assert f"`{name}`" in page


def test_every_page_is_in_the_index():
    index = ROOT / "docs/index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    assert {page for page in PROSE if page != index} - linked == set()


def test_the_readme_can_be_read_in_one_go():
    assert len(text(ROOT / "README.md").splitlines()) <= README_LINES_MOST


def test_the_two_commands_of_the_readme_are_there():
    commands = re.findall(r"^    (\./scripts/\w+)", text(ROOT / "README.md"), re.MULTILINE)
    assert commands == ["./scripts/run", "./scripts/test"]
    for command in re.findall(r"(?:\./)?scripts/\w+", "".join(text(page) for page in PROSE)):
        assert (ROOT / command).exists(), command


def test_the_minute_of_sound_is_small_and_its_size_is_told_truly():
    size = (ROOT / "docs/a-minute.opus").stat().st_size
    assert size < MINUTE_BYTES_MOST
    assert f"Opus, {round(size / 1000)} kB" in text(ROOT / "README.md")


def command_line(*arguments, capsys):
    """What `limber` answers when it is asked for help."""
    module, _, name = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["scripts"]["limber"].partition(":")
    with pytest.raises(SystemExit):
        getattr(import_module(module), name)([*arguments, "--help"])
    return capsys.readouterr().out


def test_every_command_and_option_of_the_command_line_is_explained(capsys):
    page = text(ROOT / "docs/commands.md")
    whole = command_line(capsys=capsys)
    commands = re.findall(r"^ {4}([a-z][a-z-]+)\b", whole.partition("\ncommands:")[2], re.MULTILINE)
    assert "rehearse" in commands
    assert [name for name in commands if not re.search(rf"^\| `limber {name}\b", page, re.MULTILINE)] == []
    helps = [whole, *(command_line(name, capsys=capsys) for name in commands)]
    options = {
        option for each in helps for option in re.findall(r"^ {2}(?:-\w(?: \w+)?, )?(--[\w-]+)", each, re.MULTILINE)
    }
    assert {option for option in options if not re.search(rf"{option}(?![\w-])", page)} == set()


def test_nobody_is_told_to_fetch_limber_by_its_name():
    pages = {
        str(page): page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    }
    assert [name for name, text in pages.items() if re.search(r"(pip|pipx) install '?limber", text)] == []


def test_every_setting_is_explained():
    page = text(ROOT / "docs/commands.md")
    assert [each.name for each in fields(Settings) if f"`{each.name}`" not in page] == []


@pytest.mark.parametrize("intent", grammar().commands.names)
def test_every_intent_is_explained_by_one_of_its_phrases(intent):
    explained = text(ROOT / "docs/commands.md").partition("## Every phrase")[0].lower()
    said = {
        phrase.strip(" .…")
        for row in re.findall(r"^\| (.+?) \|", explained, re.MULTILINE)
        for phrase in re.split(r" · | … ", re.sub(r"\[|\]\(.*?\)", "", row))
    }
    assert {" ".join(" ".join(phrase).split("_")) for phrase in grammar().phrases([intent])} & said


def test_the_words_of_the_glossary_are_sorted_and_stand_there_once():
    groups = text(ROOT / "docs/glossary.md").split("\n## ")[1:]
    words = [re.findall(r"^\* \*\*(.+?)\*\*( \(.+?\))?:", group, re.MULTILINE) for group in groups]
    assert all(words)
    for group in words:
        assert group == sorted(group, key=lambda word: [each.lower() for each in word])
    everything = ["".join(word) for group in words for word in group]
    assert len(set(everything)) == len(everything)


def test_the_picture_of_a_session_can_be_read_aloud():
    picture = text(ROOT / "docs/session.svg")
    assert re.search(r"<title.*?>.+</title>\s*<desc.*?>.+</desc>", picture)
    assert re.search(r"!\[[^\]]{100,}\]\(docs/session.svg\)", text(ROOT / "README.md"))
