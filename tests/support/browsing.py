"""Pages in a real browser: the sizes they are looked at in, what axe-core finds wrong in them, and what is misplaced."""

from pathlib import Path

import axe_core_python

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
SIZES = [(320, 640), (768, 1024), (1920, 1080)]
ZOOMED = [(width // 2, height // 2) for width, height in SIZES[1:]]
"""The larger ones at 200 %, as a page sees them. 320 pixels are 1280 at 400 %."""
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 1.4.12 lets a person set."""
LARGE = "html { font-size: 200% !important; }"
"""Letters of twice the size, without a zoom of the rest (WCAG 1.4.4)."""
MISPLACED = """
() => {
  const found = [], named = (e) => `${e.tagName}#${e.id}.${e.className} '${e.textContent.trim().slice(0, 30)}'`;
  if (document.documentElement.scrollWidth > innerWidth) found.push("wider than the window");
  const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflow) || scrolls(e.parentElement));
  const slack = (e) => Math.max(2, parseFloat(getComputedStyle(e).fontSize) / 10);  // a font reaches over its line
  const clipped = (e) => e && (getComputedStyle(e).clipPath !== "none" || clipped(e.parentElement));
  const own = (e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const leaves = [...document.querySelectorAll("body *")].filter((e) =>
    (own(e) || e.matches("button, input, select, textarea")) && e.checkVisibility() && !scrolls(e.parentElement) && !clipped(e)
    && !e.closest(".skip, svg, script, option, optgroup, title"));
  const boxes = leaves.map((e) => e.getBoundingClientRect());
  const fixed = (e) => e && (getComputedStyle(e).position === "fixed" ? e : fixed(e.parentElement));
  const held = leaves.map(fixed);
  leaves.forEach((e, at) => {
    const box = boxes[at], range = document.createRange();
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`out of the window: ${named(e)}`);
    const target = e.matches("button, input, select, textarea, summary");
    if (target && Math.min(box.width, box.height) < 24) found.push(`hard to hit: ${named(e)}`);
    if (own(e) && getComputedStyle(e).display !== "inline") {
      range.selectNodeContents(e);
      const text = range.getBoundingClientRect();
      const over = Math.max(box.left - text.left, text.right - box.right, box.top - text.top, text.bottom - box.bottom);
      if (over > slack(e)) found.push(`longer than its box by ${Math.round(over)}: ${named(e)}`);
    }
    for (let other = 0; other < at; other += 1) {
      const one = leaves[other], there = boxes[other];
      const wide = Math.min(box.right, there.right) - Math.max(box.left, there.left);
      const high = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
      if (wide <= 2 || high <= 2 || held[at] !== held[other] || one.contains(e) || e.contains(one)) continue;
      if (wide > slack(e) && high > slack(e) + slack(one)) found.push(`overlap: ${named(one)} and ${named(e)}`);
    }
  });
  return found;
}
"""
WRONG = """
async () => {
  const rules = { "color-contrast-enhanced": { enabled: true } };
  const found = await axe.run({ resultTypes: ["violations"], rules });
  return found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]);
}
"""
SET_STYLE = """
(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}
"""


def wrong(page):
    """What axe-core finds wrong in the page as it is; a contrast of 7:1 is asked for."""
    return page.evaluate(WRONG)


def misplaced(page):
    """What is cut off, overlaps or is hard to hit in each size, zoomed, with spaced text, and with large letters."""
    found = []
    for css, sizes in (("", [*SIZES, *ZOOMED]), (SPACED, SIZES), (LARGE, SIZES[1:])):
        page.evaluate(SET_STYLE, css)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            found += [(css, width, each) for each in page.evaluate(MISPLACED)]
    page.evaluate(SET_STYLE, "")
    return found


def wrong_anywhere(page):
    """What axe-core finds wrong in each size, and in the dark, which changes colours alone; and what is misplaced."""
    found = []
    for scheme, sizes in (("light", SIZES), ("dark", SIZES[:1])):
        page.emulate_media(color_scheme=scheme)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            found += [(scheme, width, each) for each in wrong(page)]
    return found + misplaced(page)
