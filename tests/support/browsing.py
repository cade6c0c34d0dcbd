"""Pages in a real browser: the sizes they are looked at in, and what axe-core finds wrong in them."""

from pathlib import Path

import axe_core_python

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
SIZES = [(320, 640), (768, 1024), (1920, 1080)]


def wrong(page):
    """What axe-core finds wrong in the page as it is."""
    return page.evaluate(
        "async () => (await axe.run({resultTypes: ['violations']})).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )


def wrong_anywhere(page):
    """The same in each size, in light and in dark; and whether anything is wider than the window."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found += [(scheme, width, each) for each in wrong(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((scheme, width, "wider than the window"))
    return found
