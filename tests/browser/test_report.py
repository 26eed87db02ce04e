"""The report in a real browser: load, filter, keys, copying, pages, dark, narrow, paper, without script, axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import ACTING, CANVAS, PATCH, SCRIPT
from tests.reports.results import NEW, WORKERS

pytestmark = pytest.mark.slow

NAME, OUTPUT, SETTING, RST, OPEN = (
    "unknown-name-1f0c3a9b",
    "wrong-output-shape-5944a64d",
    "old-setting-name-22222222",
    "broken-rst-33333333",
    "raises-0a0b0c0d",
)
EVERY = [NAME, SETTING, OUTPUT, RST, OPEN]
SOURCE = f"source={WORKERS}&in={NEW}&line=476"

Visit = Callable[..., Any]


def shown(page: Any) -> list[str]:
    return [node.get_attribute("id") for node in page.query_selector_all(".erratum") if node.is_visible()]


def fragment(page: Any) -> str:
    return str(page.url.partition("#")[2])


def wait_for_lines(page: Any) -> None:
    page.wait_for_selector("#source-lines tr")


def test_it_opens_from_disk_and_tells_the_summary(visit: Visit):
    page = visit()
    assert page.title() == "Errata of the Celery documentation 5.3.6 to 5.5.3"
    assert page.is_visible("#summary .picture")
    assert shown(page) == EVERY
    assert page.inner_text("#showing") == "4 errata, 1 undecided"


class TestFilter:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("rule=unknown-name", [NAME]),
            ("severity=silent,cosmetic", [SETTING, RST]),
            (f"page={CANVAS}", [SETTING, RST]),
            ("release=5.3.6", [NAME]),
            ("broker=rabbitmq", [OUTPUT]),
            ("blame=library", [RST]),
            ("blame=undecided", [OPEN]),
            ("q=another level", [RST]),
            ("q=REVOKE_by release=no", []),
            ("q=pong&broker=rabbitmq&release=5.4.0", [OUTPUT]),
            ("rule=no-such-rule", EVERY),
            ("order=rule", [RST, SETTING, NAME, OUTPUT, OPEN]),
        ],
    )
    def test_from_the_address(self, visit: Visit, given: str, expected: list[str]):
        assert shown(visit(given)) == expected

    def test_to_the_address_and_back(self, visit: Visit):
        page = visit()
        page.select_option("[name=rule]", "wrong-output-shape")
        page.check("[name=severity][value=wrong-value]")
        page.fill("[name=q]", "pong & more")
        assert "rule=wrong-output-shape" in fragment(page)
        assert "severity=wrong-value" in fragment(page)
        assert shown(page) == []
        page.fill("[name=q]", "pong")
        assert shown(page) == [OUTPUT]
        again = visit(fragment(page))
        assert again.input_value("[name=q]") == "pong"
        assert shown(again) == [OUTPUT]
        again.click("button[type=reset]")
        until(again, "!location.hash.includes('=')")
        assert shown(again) == EVERY

    def test_how_many_are_left_is_told(self, visit: Visit):
        page = visit("rule=unknown-name")
        assert page.inner_text("#showing") == "1 of 4 errata"
        assert page.get_attribute("#showing", "aria-live") == "polite"

    def test_a_link_of_the_table_of_pages_filters(self, visit: Visit):
        page = visit()
        page.click(f"#pages a[href*='page={CANVAS}']")
        assert shown(page) == [SETTING, RST]


class TestErratum:
    def test_a_permanent_link_opens_it(self, visit: Visit):
        page = visit(OUTPUT)
        assert page.is_visible(f"#{OUTPUT} .sides")
        assert not page.is_visible(f"#{NAME} .sides")

    def test_a_permanent_link_leads_to_what_a_filter_hides(self, visit: Visit):
        page = visit("rule=unknown-name")
        page.evaluate(f"location.hash = '{OUTPUT}'")
        page.wait_for_selector(f"#{OUTPUT} .sides", state="visible")

    def test_the_lines_of_the_docs_with_the_token_marked(self, visit: Visit):
        page = visit(NAME)
        marks = page.query_selector_all(f"#{NAME} figure mark")
        assert {mark.inner_text() for mark in marks} == {"revoke_by_stamped_header"}
        assert len(marks) == 8

    def test_the_truth_on_each_release(self, visit: Visit):
        page = visit()
        told = [page.get_attribute(f"#{name} summary .strip", "aria-label") for name in (NAME, OUTPUT)]
        assert told[0] == "5.3.6: wrong; 5.4.0: wrong; 5.5.3: right"
        assert told[1] == (
            "5.3.6: not said there, or not decided; 5.4.0: wrong on rabbitmq, right on redis;"
            " 5.5.3: not said there, or not decided"
        )

    def test_the_evidence(self, visit: Visit):
        page = visit(NAME)
        page.click(f"#{NAME} .exhibit summary:has-text('The run')")
        text = page.inner_text(f"#{NAME} .step")
        for part in ("add.delay(2)", "FAILURE", "task-failed × 2", "[ERROR] Task tasks.add raised"):
            assert part in text

    def test_docs_are_text(self, visit: Visit):
        page = visit(SETTING)
        assert page.inner_text(f"#{SETTING} h3") == " ".join(ACTING.split())


class TestCopy:
    def clipboard(self, page: Any) -> str:
        page.wait_for_selector("#said:has-text('Copied')")
        return str(page.evaluate("navigator.clipboard.readText()"))

    def test_a_correction(self, visit: Visit):
        page = visit(NAME)
        page.click(f"#{NAME} button[aria-label='Copy correction']")
        assert self.clipboard(page) == PATCH

    def test_a_script(self, visit: Visit):
        page = visit(NAME)
        page.click(f"#{NAME} .script summary")
        until(page, f"document.querySelector('#{NAME} .script code').textContent")
        page.click(f"#{NAME} button[aria-label='Copy script']")
        assert self.clipboard(page) == SCRIPT

    def test_a_link(self, visit: Visit):
        page = visit("rule=unknown-name")
        page.click(f"#{NAME} > summary")
        page.click(f"#{NAME} [data-copy-link]")
        assert self.clipboard(page).endswith(f"errata.html#{NAME}")

    def test_where_the_browser_has_no_clipboard_for_it(self, visit: Visit):
        page = visit(NAME)
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        page.click(f"#{NAME} button[aria-label='Copy correction']")
        assert self.clipboard(page) == PATCH


class TestKeys:
    def focused(self, page: Any) -> str:
        return str(page.evaluate("document.activeElement.closest('.erratum')?.id || document.activeElement.name || ''"))

    def test_through_the_errata(self, visit: Visit):
        page = visit()
        told = []
        for key in ("j", "j", "k", "/"):
            page.keyboard.press(key)
            told.append(self.focused(page))
        assert told == [NAME, SETTING, NAME, "q"]

    def test_enter_opens_and_closes(self, visit: Visit):
        page = visit()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        assert page.is_visible(f"#{NAME} .body")
        page.keyboard.press("Enter")
        assert not page.is_visible(f"#{NAME} .body")

    def test_in_a_field_they_are_letters(self, visit: Visit):
        page = visit()
        page.focus("[name=q]")
        page.keyboard.type("j/k")
        assert page.input_value("[name=q]") == "j/k"

    def test_they_can_be_switched_off(self, visit: Visit):
        page = visit()
        page.click(".keys summary")
        page.uncheck("#keys")
        page.focus("h1 >> xpath=.. >> a, #summary a, body")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        assert self.focused(page) == ""

    def test_the_whole_report_is_reached_with_the_tab_key(self, visit: Visit):
        page = visit()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        seen = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            seen.add(self.focused(page))
        assert {"q", "page", "rule", "release", "broker", "blame", "order", *EVERY} <= seen


class TestPages:
    def test_lines_with_verdicts_beside_them(self, visit: Visit):
        page = visit(SOURCE)
        wait_for_lines(page)
        assert not page.is_visible("#report")
        assert page.inner_text("#source-title") == WORKERS
        assert page.inner_text("#line-474 td:nth-child(2)").startswith("✗ unknown-name")
        assert page.inner_text("#line-474 mark") == "revoke_by_stamped_header"
        assert page.inner_text("#line-600 td:nth-child(2)") == "✓ 2 claims"
        assert "at" in page.get_attribute("#line-476", "class")

    def test_from_erratum_to_erratum_and_back(self, visit: Visit):
        page = visit(f"rule=unknown-name&{SOURCE}")
        wait_for_lines(page)
        page.click("#source-next")
        until(page, "location.hash.includes('line=480')")
        page.click("#source-previous")
        until(page, "location.hash.includes('line=476')")
        page.keyboard.press("Escape")
        page.wait_for_selector("#report", state="visible")
        assert fragment(page) == "rule=unknown-name"
        assert shown(page) == [NAME]

    def test_another_release_of_the_page(self, visit: Visit):
        page = visit(SOURCE)
        wait_for_lines(page)
        page.select_option("#source-release", "5.3.6")
        page.wait_for_selector("#line-471 mark")

    def test_another_page(self, visit: Visit):
        page = visit(SOURCE)
        wait_for_lines(page)
        page.select_option("#source-file", CANVAS)
        until(page, f"document.querySelector('#source-title').textContent === '{CANVAS}'")
        page.wait_for_selector("#line-5")
        assert page.inner_text("#line-3 code") == " ".join(ACTING.split())

    def test_its_erratum_is_a_link_away(self, visit: Visit):
        page = visit(SOURCE)
        wait_for_lines(page)
        page.click("#line-474 a[href^='#unknown-name']")
        page.wait_for_selector(f"#{NAME} .body", state="visible")

    def test_a_page_that_is_not_there_is_told(self, visit: Visit):
        page = visit("source=docs/none.rst&in=5.4.0")
        until(page, "document.querySelector('#source-told').textContent")
        assert "is not in this report" in page.inner_text("#source-told")


def until(page: Any, expression: str) -> None:
    """Wait until an expression is true.  The page's own policy forbids what Playwright would have it evaluate."""
    for _ in range(500):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"never true: {expression}")


def luminance(page: Any, selector: str, what: str) -> float:
    colour = page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{what}")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_colours_follow_the_readers_choice(visit: Visit, scheme: str, dark: bool):
    page = visit(color_scheme=scheme)
    assert (luminance(page, "body", "backgroundColor") < 0.5) is dark
    assert (luminance(page, "body", "color") > 0.5) is dark


@pytest.mark.parametrize("where", ["", NAME, SETTING, SOURCE])
@pytest.mark.parametrize("width", [375, 320])
def test_a_narrow_screen_scrolls_one_way(visit: Visit, width: int, where: str):
    page = visit(where, viewport={"width": width, "height": 700})
    if where == SOURCE:
        wait_for_lines(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


class TestPaper:
    def test_what_is_shown_is_printed_open(self, visit: Visit):
        page = visit("rule=unknown-name")
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.is_visible(f"#{NAME} .sides")
        assert not page.is_visible("#filter")
        assert not page.is_visible(f"#{OUTPUT}")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert not page.is_visible(f"#{NAME} .sides")

    def test_it_becomes_a_document(self, visit: Visit):
        data = visit().pdf()
        assert data.startswith(b"%PDF-")


def test_without_script_the_errata_are_there_and_what_needs_it_is_not(visit: Visit):
    page = visit(java_script_enabled=False)
    assert shown(page) == EVERY
    packed = page.query_selector("[data-body]") is not None
    page.click(f"#{NAME} > summary")
    assert page.is_visible(f"#{NAME} .sides") is not packed
    assert page.is_visible("noscript") is packed
    assert not page.is_visible("#filter")
    assert not page.is_visible(f"#{NAME} button.copy")
    assert not page.is_visible("#source")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["", "open", SOURCE])
def test_axe_finds_nothing_serious(visit: Visit, axe: str, where: str, scheme: str):
    page = visit("" if where == "open" else where, color_scheme=scheme)
    if where == "open":
        page.evaluate("for (const node of document.querySelectorAll('details')) node.open = true")
    if where == SOURCE:
        wait_for_lines(page)
    page.evaluate(axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    grave = [item for item in found if item["impact"] in ("serious", "critical")]
    assert [(item["id"], [node["html"][:200] for node in item["nodes"][:3]]) for item in grave] == []
