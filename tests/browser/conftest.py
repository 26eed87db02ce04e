"""A real browser, where there is one, with the report of results made by hand."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.interfaces import Results
from harness.model import Docs
from harness.reports import html
from harness.reports.html import Glossary
from tests.reports.pages import Pages
from tests.reports.results import NEW, OLD, WORKERS, erratum, outcome, place, results, target, undecided, wrong_output

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATCH = f"--- a/{WORKERS}\n+++ b/{WORKERS}\n@@ -474 +474 @@\n-revoke_by_stamped_header\n+revoke_by_stamped_headers\n"
SCRIPT = "import sys\n\nprint('</script><script>window.acted = true</script>')\nsys.exit(1)\n"
ACTING = "</script><img src=x onerror='window.acted = true'><b>\"'&amp; {{ 7 * 7 }}"
CANVAS = "docs/userguide/canvas.rst"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium.  Skipped, with what is missing, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs-package: playwright")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("needs-program: chromium")
    with playwright.sync_playwright() as started:
        # Its own walls need a user who is not root.
        walls = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = started.chromium.launch(executable_path=program, args=walls)
        yield found
        found.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: of the file that DOC_HARNESS_TEST_AXE names, or from the npm registry."""
    if given := os.environ.get("DOC_HARNESS_TEST_AXE"):
        return Path(given).read_text(encoding="utf-8")
    if shutil.which("npm") is None:
        pytest.skip("needs-program: npm")
    folder = tmp_path_factory.mktemp("axe")
    try:
        subprocess.run(["npm", "pack", "axe-core@4"], cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("needs-package: axe-core")
    (archive,) = folder.glob("axe-core-*.tgz")
    with tarfile.open(archive) as files:
        member = files.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def made() -> Results:
    """Three releases and two brokers: errata of each severity, some of them only on one side, one hostile."""
    steps = [
        {
            "target": "celery54-redis", "status": "done", "source": "add.delay(2)", "output": "", "code": None,
            "tasks": [{"name": "tasks.add", "state": "FAILURE", "result": "TypeError()", "traceback": "Traceback …"}],
            "events": {"task-received": 1, "task-failed": 2}, "warnings": [], "log": "[ERROR] Task tasks.add raised",
        }
    ]  # fmt: skip
    found = results()
    return dataclasses.replace(
        found,
        docs=(*found.docs, Docs(version="5.5.3", root="", sha256="c" * 64)),
        targets=(*found.targets, target("celery55", "5.5.3")),
        labels=("celery53-redis", "celery54-redis", "celery54-rabbitmq", "celery55-redis"),
        errata=(
            erratum(patch=PATCH, patch_verified=True, reproducer=SCRIPT, evidence={**erratum().evidence, "steps": steps}),
            dataclasses.replace(wrong_output(), fails_on=("celery54-rabbitmq",), holds_on=("celery54-redis",)),
            erratum(
                id="old-setting-name-22222222", rule="old-setting-name", severity="silent", message=ACTING, claim=ACTING,
                observed=ACTING, suggestion=ACTING, places=(place("5.5.3", 2, 1, "second", file=CANVAS),),
                fails_on=("celery55-redis",), holds_on=(), evidence={"traceback": ACTING},
            ),
            erratum(
                id="broken-rst-33333333", rule="broken-rst", severity="cosmetic", blame="library", suggestion=None,
                message="a title of another level", places=(place("5.5.3", 4, 1, "fourth", file=CANVAS),),
                fails_on=("celery55-redis",), holds_on=(),
            ),
        ),
        undecided=(undecided(),),
        samples=(*found.samples, outcome(NEW, 474, "pycon", "fails"), outcome("5.5.3", 1, "python", "holds", file=CANVAS)),
        claims=(*found.claims, outcome(NEW, 600, "xref", "holds"), outcome(NEW, 600, "xref", "holds")),
        undocumented=({"docs": "5.5.3", "target": "celery55", "kind": "setting", "name": "task_secret"},),
    )  # fmt: skip


@pytest.fixture(scope="session", params=["whole", "packed"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, in a folder of its own, as a small one is written and as a large one."""
    pages = Pages({("5.5.3", CANVAS): ["first", "second", ACTING, "fourth", ""], (OLD, CANVAS): ["other"]})
    glossary = Glossary(rules={"unknown-name": "a name that the release does not have"})
    path = tmp_path_factory.mktemp("report") / "errata.html"
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "packed":
            patch.setattr(html, "ROOM", 0)
        path.write_text(html.render(made(), pages, glossary), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser: Any, report: Path) -> Iterator[Callable[..., Any]]:
    """Opens the report at a fragment.  What it asks for elsewhere, or complains of, fails the test."""
    contexts = []
    wrong: list[str] = []

    def asked(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            wrong.append(f"asks for {url}")

    def visit(fragment: str = "", **options: Any) -> Any:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
        page.goto(f"{report.as_uri()}{f'#{fragment}' if fragment else ''}")
        if options.get("java_script_enabled", True):
            page.wait_for_function("document.getElementById('showing').textContent")
        return page

    yield visit
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.acted") is None, "something that comes from the docs has acted"
        context.close()
    assert not wrong
