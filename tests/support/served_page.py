"""A live page in a process of its own, which can be stopped and killed: each line it reads is the stage it shows."""

import sys

from assistant.content.load import load_language
from assistant.page.board import Board, Entry
from assistant.page.guard import Guard
from assistant.page.live import Showing
from assistant.page.scene import PageButton, Scene
from assistant.page.server import Page
from assistant.page.shell import Shell, static_doors

STEADY = (PageButton("Pause", "pause"), PageButton("Stop", "stop"))


def serve(board, guard, take=print):
    """The page of a board, served from now on; `take` is given what is pressed."""
    language = load_language()
    shell = Shell(language.reader("desk"))
    doors = [
        *static_doors(["page.css", "page.js", "desk.css"]),
        *Showing(board, language.reader("page"), take).doors(shell),
    ]
    served = Page(doors, guard)
    served.start()
    return served


def main():
    """Serve at a port, until nothing more comes to be read."""
    board = Board()
    board.begin()
    served = serve(board, Guard(int(sys.argv[1])))
    print(served.address, flush=True)
    for line in sys.stdin:
        board.add(Entry("limber", line.strip()))
        board.show(Scene(session=True, exercise="Bridge", stage=line.strip(), steady=STEADY))
    served.close()


if __name__ == "__main__":
    main()
