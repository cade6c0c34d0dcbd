"""Files have at most 300 lines and functions at most 50, so that each can be read in one go.

Where longer is better, the first line of the file or of the function, or of its docstring, says why: `# long: reason`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("assistant", "scripts", "models/training", "tests")
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 50
REASON = re.compile(r"\blong: \w")


def too_long(name: str, text: str) -> Iterator[str]:
    """The file, if it is too long without a reason, and each of its functions that is, as `file: function`."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES and not REASON.search(lines[0]):
        yield name
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first_lines = lines[node.lineno - 1] + (ast.get_docstring(node) or "").partition("\n")[0]
        if (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION and not REASON.search(first_lines):
            yield f"{name}: {node.name}"


def test_no_file_and_no_function_is_too_long():
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    found = {long for file in files for long in too_long(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8"))}
    assert not found


def a_function_of(lines: int, first: str = "def f():", docstring: str = "Says what it does.") -> str:
    body = ["    x = 1"] * (lines - 2)
    return "\n".join([first, f'    """{docstring}"""', *body])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n" * 300, []),
        ("x = 1\n" * 301, ["file.py"]),
        ("x = 1  # long: one table\n" * 301, []),
        (a_function_of(50), []),
        (a_function_of(51), ["file.py: f"]),
        (a_function_of(51, first="def f():  # long: one table"), []),
        (a_function_of(51, docstring="A table. long: it is one table"), []),
        (a_function_of(51, first="async def f():"), ["file.py: f"]),
        (a_function_of(51, first="def f():  # long:"), ["file.py: f"]),
    ],
)
def test_what_counts_as_too_long(text, expected):
    assert list(too_long("file.py", text)) == expected
