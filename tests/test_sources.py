"""Docs of releases and checkouts: a package index on disk stands for the real one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import multiprocessing
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from harness import caches, package_index, pip_settings, releases, sources
from harness.errors import MissingError, UsageError

#: Nobody listens there: whoever asks it fails at once, and says so.
DEAD = "http://127.0.0.1:9/simple"
METADATA = """\
Metadata-Version: 2.1
Name: celery
Version: {version}
Requires-Python: >=3.8
Classifier: Programming Language :: Python :: 3
Classifier: Programming Language :: Python :: 3.9
Classifier: Programming Language :: Python :: 3.12
"""


def sdist(directory: Path, version: str, **files: str) -> Path:
    """A source distribution; `files` are paths with __ for the slash, and replace those that it has otherwise."""
    tree = {
        "PKG-INFO": METADATA.format(version=version),
        "celery/__init__.py": f"__version__ = {version!r}\n",
        "docs/index.rst": f"Celery {version}\n",
        "setup.py": "raise SystemExit('nothing is built')\n",
        **{name.replace("__", "/"): text for name, text in files.items()},
    }
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"celery-{version}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in tree.items():
            if text:
                member = tarfile.TarInfo(f"celery-{version}/{name}")
                member.size = len(text.encode())
                archive.addfile(member, io.BytesIO(text.encode()))
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def page(*paths: Path, digest: Callable[[Path], str] = sha256) -> str:
    links = "".join(f'<a href="../files/{path.name}#sha256={digest(path)}">{path.name}</a>\n' for path in paths)
    return f"<!DOCTYPE html><html><body>{links}</body></html>"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index on disk with three releases, to which pip is set; the cache is empty."""
    root = tmp_path / "index"
    paths = [sdist(root / "files", version) for version in ("9.9.8", "9.9.9", "9.10.0rc1")]
    (root / "celery").mkdir()
    (root / "celery" / "index.html").write_text(page(*paths))
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=root.as_uri())
    return root


def use(monkeypatch: pytest.MonkeyPatch, cache: Path, **settings: str) -> None:
    """Set pip by environment variables alone, and the cache to a directory."""
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(cache))
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_TRUSTED_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"PIP_CONFIG_FILE": os.devnull, **settings}.items():
        monkeypatch.setenv(name, value)
    # What pip would say to these; that it does is tested below.  It takes half a second each time.
    shown = {name.removeprefix("PIP_").lower().replace("_", "-"): value for name, value in settings.items()}
    listing = "".join(f":env:.{name}={value!r}\n" for name, value in shown.items())
    monkeypatch.setattr(pip_settings, "_listing", lambda environment: listing)


def test_a_release_is_fetched_verified_and_unpacked(index: Path):
    docs = sources.release("9.9.9")
    assert (docs.version, docs.sha256) == ("9.9.9", sha256(index / "files" / "celery-9.9.9.tar.gz"))
    assert (Path(docs.root) / "docs" / "index.rst").read_text() == "Celery 9.9.9\n"
    assert docs.sha256 in docs.root
    assert Path(docs.root).is_relative_to(sources.cache_dir())


@pytest.mark.parametrize("spelling", ["9.9.9", "v9.9.9", "9.9.9.0"])
def test_equal_versions_are_one_release(index: Path, spelling: str):
    assert sources.release(spelling).version == "9.9.9"


def test_a_cached_release_touches_no_network(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = sources.release("9.9.9")
    shutil.rmtree(index)
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=DEAD)
    monkeypatch.setattr(package_index, "offers", lambda *given: pytest.fail("the index was asked"))
    monkeypatch.setattr(pip_settings, "read", lambda: pytest.fail("pip was asked"))
    assert sources.release("9.9.9") == before


def test_without_network_and_cache_there_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, tmp_path, PIP_INDEX_URL=DEAD)
    with pytest.raises(
        MissingError, match=r"^Celery 9.9.9 is not in the cache .*and cannot be had: http://127.0.0.1:9"
    ):
        sources.release("9.9.9")
    with pytest.raises(MissingError, match="the newest release of Celery is not in the cache"):
        sources.newest()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"PIP_NO_INDEX": "1"}, "pip is told to use no index", id="no-index"),
        pytest.param({"PIP_INDEX_URL": "file:///no/such/index"}, "there is no such directory", id="no-directory"),
        pytest.param({"PIP_INDEX_URL": "http://example.invalid/simple"}, "not being trusted", id="plain-http"),
        pytest.param({"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/no/such/links"}, "no such directory", id="no-links"),
    ],
)
def test_an_index_that_cannot_be_asked_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str
):
    use(monkeypatch, tmp_path, **settings)
    with pytest.raises(MissingError, match=said):
        sources.release("9.9.9")


def test_passwords_of_an_index_stay_out_of_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, tmp_path, PIP_INDEX_URL=DEAD.replace("//", "//somebody:secret@"))
    with pytest.raises(MissingError) as caught:
        sources.release("9.9.9")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        pytest.param("9.9.7", "near it are 9.9.9, 9.9.8", id="near"),
        pytest.param("1.0", "the newest release is 9.9.9", id="far"),
        pytest.param("latest", "'latest' is not a version; write one like", id="no-version"),
    ],
)
def test_a_version_that_is_not_there_is_a_usage_error(index: Path, version: str, said: str):
    with pytest.raises(UsageError, match=said):
        sources.release(version)


def test_another_index_answers_where_one_is_dead(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=DEAD, PIP_EXTRA_INDEX_URL=index.as_uri())
    assert sources.release("9.9.9").version == "9.9.9"


def test_find_links_serve_without_an_index(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, tmp_path / "cache", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(index / "files"))
    assert sources.release("9.9.8").version == "9.9.8"
    assert sources.newest() == "9.9.9"


def test_a_wrong_hash_is_refused_with_both_hashes_and_nothing_is_kept(index: Path):
    path = index / "files" / "celery-9.9.9.tar.gz"
    (index / "celery" / "index.html").write_text(page(path, digest=lambda _: "0" * 64))
    with pytest.raises(MissingError) as caught:
        sources.release("9.9.9")
    assert "0" * 64 in str(caught.value)
    assert sha256(path) in str(caught.value)
    assert not list(sources.cache_dir().glob("sdists/*/*"))
    assert not list(sources.cache_dir().glob("releases/*"))


def test_an_sdist_without_docs_is_an_error(index: Path):
    path = sdist(index / "files", "9.9.9", docs__index="", **{"docs/index.rst": ""})
    (index / "celery" / "index.html").write_text(page(path))
    with pytest.raises(MissingError, match=r"Celery 9\.9\.9 holds no docs/"):
        sources.release("9.9.9")


def test_a_damaged_archive_is_an_error_and_is_not_kept(index: Path):
    path = index / "files" / "celery-9.9.9.tar.gz"
    path.write_bytes(path.read_bytes()[:200])
    (index / "celery" / "index.html").write_text(page(path))
    with pytest.raises(MissingError, match="cannot be unpacked"):
        sources.release("9.9.9")
    assert not list(sources.cache_dir().glob("sdists/*/celery-*"))


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(f"celery-9.9.9/{name}")
    member.type, member.linkname = kind, link
    return member


@pytest.mark.parametrize(
    "members",
    [
        pytest.param([_member("../../../outside")], id="dots"),
        pytest.param([_member("link", tarfile.SYMTYPE, "../../.."), _member("link/outside")], id="through-a-link"),
        pytest.param(
            [_member("link", tarfile.SYMTYPE, "/tmp"), _member("link/outside")], id="through-an-absolute-link"
        ),
        pytest.param([_member("null", tarfile.CHRTYPE)], id="device"),
    ],
)
def test_nothing_lands_outside_the_tree(tmp_path: Path, members: list[tarfile.TarInfo]):
    path = tmp_path / "celery-9.9.9.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO())
    target = tmp_path / "a" / "b" / "tree"
    target.mkdir(parents=True)
    with contextlib.suppress(MissingError):  # refusing the whole archive is as good as leaving the member out
        package_index.unpack(path, target)
    written = {entry for entry in tmp_path.rglob("outside") if target not in entry.parents}
    assert not written
    assert not Path("/tmp/outside").exists()
    assert all(entry.is_file() or entry.is_dir() or entry.is_symlink() for entry in target.rglob("*"))


def test_what_a_killed_process_left_is_not_believed(index: Path, monkeypatch: pytest.MonkeyPatch):
    def killed(archive: Path, directory: Path) -> None:
        (directory / "docs").mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(package_index, "unpack", killed)
        with pytest.raises(KeyboardInterrupt):
            sources.release("9.9.9")
    # What the kill itself would have left, had it come without a word.
    tree = sources.cache_dir() / "sdists" / sha256(index / "files" / "celery-9.9.9.tar.gz")
    (tree / ".celery-9.9.9.partial" / "docs").mkdir(parents=True)
    docs = sources.release("9.9.9")
    assert (Path(docs.root) / "docs" / "index.rst").is_file()
    assert (Path(docs.root) / "PKG-INFO").is_file()


def _release(version: str) -> str:
    return sources.release(version).root


def test_two_processes_at_once_agree(index: Path):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(_release, ["9.9.9"] * 4))) == 1


def test_the_newest_is_final_and_not_yanked(index: Path):
    paths = [sdist(index / "files", version) for version in ("9.9.9", "9.9.10", "9.10.0rc1")]
    text = page(*paths).replace(
        '<a href="../files/celery-9.9.10', '<a data-yanked="broken" href="../files/celery-9.9.10'
    )
    (index / "celery" / "index.html").write_text(text)
    assert sources.newest() == "9.9.9"
    assert sources.release("9.9.10").version == "9.9.10", "by its name a yanked release is still to be had"


def test_without_network_the_newest_is_the_newest_in_the_cache(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sources.release("9.9.8")
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=DEAD)
    assert sources.newest() == "9.9.8"


class _Index(BaseHTTPRequestHandler):
    """A modern index: JSON with upload times, behind a redirect."""

    file: Path
    times: dict[str, str]

    def do_GET(self) -> None:
        if self.path == "/simple/celery/":
            self._answer(301, b"", Location="/moved/celery/")
        elif self.path == "/moved/celery/":
            files = ",".join(
                f'{{"filename": "celery-{version}.tar.gz", "url": "/files/celery-{version}.tar.gz", '
                f'"hashes": {{"sha256": "{sha256(self.file)}"}}, "upload-time": "{time}"}}'
                for version, time in self.times.items()
            )
            body = f'{{"meta": {{"api-version": "1.1"}}, "name": "celery", "files": [{files}]}}'.encode()
            self._answer(200, body, **{"Content-Type": "application/vnd.pypi.simple.v1+json"})
        elif self.path == f"/files/{self.file.name}":
            self._answer(200, self.file.read_bytes(), **{"Content-Type": "application/gzip"})
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an index that is served over HTTP."""
    _Index.file = sdist(tmp_path / "served", "9.9.9")
    _Index.times = {"9.9.9": "2024-04-17T20:29:43Z", "9.10.1": "2024-09-01T00:00:00Z", "9.10.0": "2024-06-01T00:00:00Z"}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Index)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/simple"
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=url)
    yield url
    server.shutdown()
    server.server_close()


def test_upload_times_come_from_the_index_and_stay(served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    uploaded = datetime(2024, 4, 17, 20, 29, 43, tzinfo=UTC)
    assert sources.upload_time("9.9.9") == uploaded
    assert releases.dates("9.9.9").succeeded == datetime(2024, 6, 1, tzinfo=UTC)
    assert sources.release("9.9.9").version == "9.9.9"
    use(monkeypatch, tmp_path / "cache", PIP_INDEX_URL=DEAD)
    assert sources.upload_time("9.9.9") == uploaded


def test_an_index_without_upload_times_tells_none(index: Path):
    assert sources.upload_time("9.9.9") is None


def test_what_a_release_claims_is_remembered(index: Path):
    release = releases.unpacked("9.9.9")
    assert (release.pythons, release.requires_python) == (("3.9", "3.12"), ">=3.8")
    assert releases.unpacked("9.9.9") == release


def checkout(root: Path, version: str = "6.0.0") -> Path:
    for name, text in {
        "docs/index.rst": "Celery\n",
        "docs/userguide/tasks.rst": "Tasks\n",
        "docs/_build/html/index.html": "built",
        "celery/__init__.py": f"import os\n__version__ = {version!r}\n",
        "celery/app/base.py": "",
        "Changelog.rst": "History\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize("below", [pytest.param(".", id="root"), pytest.param("docs", id="docs")])
def test_a_checkout_is_named_by_its_root_or_its_docs(tmp_path: Path, below: str):
    docs = sources.checkout(checkout(tmp_path / "celery") / below)
    assert (docs.version, docs.root) == ("6.0.0+checkout", str(tmp_path / "celery"))


def test_a_label_is_taken_as_it_is(tmp_path: Path):
    assert sources.checkout(checkout(tmp_path), "main").version == "main"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="empty"),
        pytest.param("__version__ = version()", id="computed"),
        pytest.param("__version__ = 'next'", id="no-version"),
        pytest.param("def (:", id="no-python"),
    ],
)
def test_a_checkout_that_does_not_say_its_version_is_just_a_checkout(tmp_path: Path, source: str):
    (checkout(tmp_path) / "celery" / "__init__.py").write_text(source)
    assert sources.checkout(tmp_path).version == "checkout"


def test_docs_alone_are_a_checkout_too(tmp_path: Path):
    shutil.rmtree(checkout(tmp_path) / "celery")
    assert sources.checkout(tmp_path / "docs").version == "checkout"


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        pytest.param("docs/userguide/tasks.rst", True, id="a-page"),
        pytest.param("celery/app/base.py", True, id="a-docstring"),
        pytest.param("Changelog.rst", True, id="included-from-outside"),
        pytest.param("docs/new.rst", True, id="a-new-page"),
        pytest.param("examples/app.py", True, id="literally-included"),
        pytest.param("docs/_build/html/index.html", False, id="built"),
        pytest.param("docs/.cache/page.rst", False, id="hidden"),
        pytest.param("celery/__pycache__/base.pyc", False, id="compiled"),
        pytest.param("t/unit/test_app.py", False, id="no-docs"),
    ],
)
def test_the_digest_of_a_checkout_follows_what_is_read(tmp_path: Path, path: str, changes: bool):
    before = sources.checkout(checkout(tmp_path)).sha256
    assert sources.checkout(tmp_path).sha256 == before
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("changed")
    assert (sources.checkout(tmp_path).sha256 != before) is changes


def test_a_directory_without_docs_is_missing_them(tmp_path: Path):
    with pytest.raises(MissingError, match="holds no docs"):
        sources.checkout(tmp_path)


def test_a_directory_that_is_not_there_is_a_usage_error(tmp_path: Path):
    with pytest.raises(UsageError, match="is not a directory; --docs takes"):
        sources.checkout(tmp_path / "nowhere")


LISTING = r"""
:env:.extra-index-url='https://one.example/simple  https://two.example/simple'
:env:.no-index='false'
global.index-url='https://old.example/simple'
global.trusted-host='one.example\ntwo.example'
install.index-url='/srv/index'
global.timeout='3'
freeze.exclude='pip'
wheel.no-index='true'
"""


def test_pip_settings_are_read_with_pips_precedence():
    settings = pip_settings.parse(LISTING, certificates="/ca.pem")
    assert settings.index_urls == ("file:///srv/index", "https://one.example/simple", "https://two.example/simple")
    assert settings.trusted_hosts == ("one.example", "two.example")
    assert (settings.no_index, settings.timeout, settings.cert) == (False, 3.0, "/ca.pem")


def test_pip_is_asked_for_files_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/simple\nno-index = yes\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.example/simple https://two.example/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "0")
    settings = pip_settings.read()
    assert settings.index_urls == (
        "https://mirror.example/simple",
        "https://one.example/simple",
        "https://two.example/simple",
    )


def test_a_broken_configuration_of_pip_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "broken.conf").write_text("index-url = no section\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "broken.conf"))
    with pytest.raises(UsageError, match="pip cannot read its own configuration"):
        pip_settings.read()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1), max_size=3))
def test_any_value_comes_through_pips_listing(words: list[str]):
    listing = f"global.find-links={' '.join(words)!r}\n"
    assert pip_settings.parse(listing).find_links == tuple(" ".join(words).split())


def test_uv_is_told_what_pip_is_set_to_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path))
    told = pip_settings.uv_environment(pip_settings.parse(LISTING, "/ca.pem"), {})
    assert told["UV_DEFAULT_INDEX"] == "file:///srv/index"
    assert told["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert told["UV_INSECURE_HOST"] == "one.example two.example"
    assert told["SSL_CERT_FILE"] == "/ca.pem"
    assert told["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert "UV_DEFAULT_INDEX" not in pip_settings.uv_environment(pip_settings.PipSettings(), {})


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_uv_settings_of_the_user_stand(name: str):
    told = pip_settings.uv_environment(pip_settings.parse(LISTING), {name: "https://mine.example/simple"})
    assert "UV_DEFAULT_INDEX" not in told


def test_a_directory_is_made_once_and_whole(tmp_path: Path):
    def make(directory: Path) -> None:
        (directory / "a").write_text("a")

    assert caches.made_once(tmp_path / "x" / "y", make) == tmp_path / "x" / "y"
    caches.made_once(tmp_path / "x" / "y", lambda directory: pytest.fail("made again"))
    assert (tmp_path / "x" / "y" / "a").read_text() == "a"


@pytest.mark.network
def test_a_real_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path))
    docs = sources.release("5.4.0")
    assert docs.sha256 == "504a19140e8d3029d5acad88330c541d4c3f64c789d85f94756762d8bca7e706"
    assert (Path(docs.root) / "docs" / "userguide" / "workers.rst").is_file()
    uploaded = sources.upload_time("5.4.0")
    assert uploaded is None or uploaded.date().isoformat() == "2024-04-17"
    assert Version(sources.newest()) >= Version("5.4.0")
