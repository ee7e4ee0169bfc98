"""Narrow screens and screen readers: menu, tables that scroll inside, a finger on the text, what is heard."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

FINGER = """([from, to]) => {
  const at = (k) => document.querySelector(`.strip.page [data-k="${k}"]`).getBoundingClientRect();
  const event = (name, k) => {
    const { left, top, width, height } = at(k);
    const where = { clientX: left + width / 2, clientY: top + height / 2 };
    const how = { bubbles: true, pointerType: "touch", buttons: 1 };
    document.querySelector(`.strip.page [data-k="${from}"]`).dispatchEvent(
      new PointerEvent(name, { ...where, ...how }),
    );
  };
  event("pointerdown", from);
  for (let k = from; k <= to; k++) event("pointermove", k);
}"""


def test_the_menu_collapses_on_a_phone(visit: Any) -> None:
    """The views are behind a button that names the present one; a choice or Escape closes it."""
    visit.page.set_viewport_size({"width": 375, "height": 740})
    page = visit.open("#/read")
    menu, views = page.locator("#menu"), page.locator("#views")
    assert (menu.inner_text(), views.is_visible()) == ("Menu: Read", False)
    menu.click()
    assert views.is_visible()
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not views.is_visible()
    menu.click()
    views.get_by_role("link", name="Step").click()
    assert page.inner_text("main h1") == "Step"
    assert (menu.inner_text(), views.is_visible()) == ("Menu: Step", False)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert views.is_visible()
    assert not menu.is_visible()


def test_tables_scroll_inside_with_the_first_column_fixed(visit: Any) -> None:
    """On a phone the page stays as wide as the screen; a table at its end keeps its first column."""
    visit.page.set_viewport_size({"width": 375, "height": 740})
    for view, table in (("detectors", ".evidence"), ("why/L2.c.3?text=We%20will&at=5", ".routes")):
        page = visit.open(f"#/{view}")
        first = page.locator(f"{table} tbody tr:first-child > :first-child").first
        before = first.bounding_box()["x"]
        scrolled = (
            "table => { const box = table.closest('.scroll'); box.scrollLeft = 9999; return box.scrollLeft; }"
        )
        assert page.locator(table).first.evaluate(scrolled) > 50
        assert first.bounding_box()["x"] == pytest.approx(before, abs=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_finger_moves_the_cursor_and_marks(visit: Any) -> None:
    """A touch that moves over the text takes the cursor with it; in Find it marks what it passes."""
    page = visit.open("#/read?text=We%20will%20be%20there")
    page.evaluate(FINGER, [2, 9])
    assert page.evaluate("tweetscope.cursor") == 9
    page = visit.open("#/find?text=We%20will%20be%20there")
    page.evaluate(FINGER, [3, 6])
    assert page.locator(".strip .marked").all_inner_texts() == list("will")


def test_live_regions_say_only_what_changed(visit: Any) -> None:
    """One short line in Read, and nothing new where a change leaves the words as they are."""
    page = visit.open("#/read/L2.h.4?text=We%20will%20be%20there")
    page.evaluate("""() => {
      window.heard = [];
      const changed = () => window.heard.push(1);
      for (const one of document.querySelectorAll("[aria-live], [role=status]"))
        new MutationObserver(changed).observe(one, { childList: true, characterData: true, subtree: true });
    }""")
    page.locator(".strip.page").press("ArrowRight")
    page.wait_for_function("window.heard.length === 1")
    value = page.evaluate("tweetscope.values()[1]")
    assert page.inner_text(".heard").startswith(f"L2.h.4 {value:.2f}".replace("-", "−"))
    page.evaluate("tweetscope.changed('colours')")
    page.wait_for_timeout(50)
    assert page.evaluate("window.heard.length") == 1
