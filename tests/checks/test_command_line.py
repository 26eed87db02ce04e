"""Command lines of `celery`, held against the click tree of a release."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import shell_lines
from harness.checks import command_line
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SEED = "revoke_by_stamped_header"


@pytest.mark.parametrize(
    ("code", "rule", "place", "suggestion"),
    [
        pytest.param("$ celery workr", "unknown-command", (10, 14, "workr"), "worker", id="command misspelt"),
        pytest.param("$ celery floewr", "unknown-command", (10, 14, "floewr"), "flower", id="one of others, misspelt"),
        pytest.param("$ celery help", "unknown-command", (10, 14, "help"), None, id="an option's name"),
        pytest.param(
            "$ celery amqp queue.delte q",
            "unknown-command",
            (10, 19, "queue.delte"),
            "queue.delete",
            id="below a group",
        ),
        pytest.param(
            "$ celery worker --loglvel=INFO", "unknown-option", (10, 21, "--loglvel"), "--loglevel", id="option"
        ),
        pytest.param("$ celery worker -A proj", "unknown-option", (10, 21, "-A"), None, id="-A behind the command"),
        pytest.param("$ celery worker --app=proj", "unknown-option", (10, 21, "--app"), None, id="--app behind it"),
        pytest.param("$ celery worker -L INFO", "unknown-option", (10, 21, "-L"), "-l", id="letter of the other case"),
        pytest.param("$ celery worker -Ez", "unknown-option", (10, 21, "-z"), None, id="among letters"),
        pytest.param(
            "$ celery -A p worker \\\n    -l INFO \\\n    --concurency=3",
            "unknown-option",
            (12, 9, "--concurency"),
            "--concurrency",
            id="on a continuation line",
        ),
        pytest.param("$ celery worker -l", "wrong-value", (10, 21, "-l"), None, id="value missing"),
        pytest.param("$ celery worker --beat=yes", "wrong-value", (10, 21, "--beat"), None, id="value of a flag"),
        pytest.param("$ celery purge now", "excess-argument", (10, 20, "now"), None, id="argument too many"),
        pytest.param(f"$ celery control {SEED} k=v", "unknown-name", (10, 22, SEED), SEED + "s", id="control"),
        pytest.param("$ celery inspect dump_active", "unknown-name", (10, 22, "dump_active"), "active", id="alias"),
        pytest.param("$ celery inspect revoke 1", "unknown-name", (10, 22, "revoke"), None, id="of the other kind"),
        pytest.param(
            "$ celery control revoke 1 --terminate",
            "unknown-option",
            (10, 31, "--terminate"),
            None,
            id="an argument of the command is no option",
        ),
        pytest.param(
            "$ celery control rate_limit t 1/m more", "excess-argument", (10, 39, "more"), None, id="one too many"
        ),
        pytest.param("$ celery multi start 3 -L:1,2 debug", "unknown-option", (10, 28, "-L"), "-l", id="multi"),
        pytest.param(
            "$ celery multi -A proj start 3", "unknown-option", (10, 20, "-A"), None, id="before multi's command"
        ),
        pytest.param(
            "$ celery multi stop a --pidfiel=x",
            "unknown-option",
            (10, 27, "--pidfiel"),
            "--pidfile",
            id="multi, stopped",
        ),
        pytest.param(
            "$ celery multi show 1 -c 3\ncelery worekr -n celery1@myhost -c 3",
            "unknown-command",
            (11, 12, "worekr"),
            "worker",
            id="printed",
        ),
        pytest.param(
            "$ celery multi show a --concurency:a=3",
            "unknown-option",
            (10, 27, "--concurency"),
            "--concurrency",
            id="multi, long",
        ),
        pytest.param(
            "$ celery multi start 3\n    --concurency 4",
            "unknown-option",
            (11, 9, "--concurency"),
            "--concurrency",
            id="wrapped without a backslash",
        ),
        pytest.param("celery -A proj workr", "unknown-command", (10, 20, "workr"), "worker", id="no prompt"),
        pytest.param("$ cd x && celery workr | tee y", "unknown-command", (10, 22, "workr"), "worker", id="in a list"),
        pytest.param(
            "$ A=1 sudo bin/celery workr", "unknown-command", (10, 27, "workr"), "worker", id="path, assignment"
        ),
        pytest.param("$ python -m celery workr", "unknown-command", (10, 24, "workr"), "worker", id="python -m"),
        pytest.param(
            "(env) me@host:~/x$ celery workr", "unknown-command", (10, 31, "workr"), "worker", id="long prompt"
        ),
        pytest.param(
            "user@host:/$ celery workr", "unknown-command", (10, 25, "workr"), "worker", id="prompt with path"
        ),
        pytest.param("(venv) $ celery workr", "unknown-command", (10, 21, "workr"), "worker", id="prompt of a venv"),
        pytest.param("V=1 celery workr", "unknown-command", (10, 16, "workr"), "worker", id="assignment, no prompt"),
        pytest.param(
            "$ celery control rate_limit <task> a b c",
            "excess-argument",
            (10, 44, "c"),
            None,
            id="beside a placeholder",
        ),
        pytest.param("$ celery purge now $MORE ...", "excess-argument", (10, 20, "now"), None, id="beside ellipses"),
        pytest.param(
            "$ celery control revoke 1 --terminate --signal=KILL",
            "unknown-option",
            (10, 31, "--terminate"),
            None,
            id="several options are one mistake",
        ),
        pytest.param(
            "$ celery control revoke 1 --time-out=3",
            "unknown-option",
            (10, 31, "--time-out"),
            "--timeout",
            id="option of celery control's own",
        ),
        pytest.param(
            "$ celery flower --broker=amqp://h//",
            "unknown-option",
            (10, 14, "flower --broker=amqp://h//"),
            "--broker=amqp://h// flower",
            id="of celery itself, behind a command of others",
        ),
        pytest.param(
            "$ celery -q flower -b amqp://h//",
            "unknown-option",
            (10, 17, "flower -b amqp://h//"),
            "-b amqp://h// flower",
            id="with its value as a word of its own",
        ),
        pytest.param(
            "$ celery flower --port=5555 --app=proj",
            "unknown-option",
            (10, 33, "--app"),
            None,
            id="behind another option",
        ),
        pytest.param('$ celery worker --pidfile="x', "syntax", (10, 21, '--pidfile="x'), '--pidfile="x"', id="quote"),
    ],
)
def test_finds(make_case: MakeCase, code: str, rule: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = command_line.find(make_case(code, "console"))
    assert (finding.rule, finding.suggestion) == (rule, "--help" if "celery help" in code else suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert finding.blame == "docs"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("$ celery -A proj worker -l INFO -c 4 -E", {}, id="right"),
        pytest.param(
            "$ celery -Aproj -qC worker -lINFO -c10 -BE --loglevel=DEBUG", {}, id="values close behind letters"
        ),
        pytest.param("$ celery --version\n$ celery\n$ celery worker --help", {}, id="nothing but options"),
        pytest.param("$ celery worker -l INFO anything else", {}, id="extra arguments are allowed"),
        pytest.param("$ celery flower --port=5555", {}, id="plug-in"),
        pytest.param("$ celery --broker=amqp://h// flower --port=5555", {}, id="before a plug-in's command"),
        pytest.param("$ celery flower --broker-api=http://h/ --help", {}, id="of the plug-in's own"),
        pytest.param("$ celery grow --broker=amqp://h//", {}, id="a plug-in that may take it"),
        pytest.param(
            "$ celery flower --broker=x", {"lead": "In version 3.1 it was called so:"}, id="a plug-in of the past"
        ),
        pytest.param("$ celery control mine 3", {"others": ("def mine(state, n): pass",)}, id="defined on the page"),
        pytest.param(
            "$ celery worker --my-option", {"others": ("o.add(Option(('--my-option',)))",)}, id="added on the page"
        ),
        pytest.param("$ celery control revoke a b c d", {}, id="variadic"),
        pytest.param("$ celery control rate_limit <task name> <limit>", {}, id="placeholders with blanks"),
        pytest.param("$ celery <command> --help\n$ celery worker [options]", {}, id="placeholders"),
        pytest.param("$ celery worker ...\n$ celery purge …", {}, id="ellipses"),
        pytest.param("$ celery -A $APP worker $OPTIONS\n$ celery $COMMAND", {}, id="variables"),
        pytest.param("$ celery purge $MORE", {}, id="variable for anything"),
        pytest.param("$ celery multi start 3 -c:1-3 10 -l INFO -Q:4,5 data", {}, id="multi's nodes"),
        pytest.param("$ celery -A proj multi -q start 3", {}, id="what multi takes before its command"),
        pytest.param("$ celery multi --help", {}, id="multi's help"),
        pytest.param("$ celery multi start a b --range-prefix=w --nosplash -A proj", {}, id="multi's own options"),
        pytest.param(
            "$ celery multi restart a -9\n$ celery multi stop a --anything", {}, id="signals, options passed over"
        ),
        pytest.param("$ celery worker # --not-read", {}, id="comment"),
        pytest.param("# celery workr --is no command", {}, id="line of comment"),
        pytest.param("$ celery worker > log --x\n$ celery worker 2>&1", {}, id="redirection"),
        pytest.param("$ celery multi show 1\ncelery worker -n a@b -c 3\ncelery is -n here", {}, id="printed"),
        pytest.param("$ celery worker\ncelery multi v4.0 (x)\n> Starting: --x", {}, id="output"),
        pytest.param("$ pkill 'celery workr'\n$ awk '/celery workr/'", {}, id="words of other programs"),
        pytest.param("$ celeryd workr\n$ manage.py celery workr", {}, id="other programs"),
        pytest.param("$ systemctl enable celery.service", {}, id="name of a service"),
        pytest.param("$ celery workr", {"lead": "Before version 4 this was:"}, id="history"),
        pytest.param("$ celery workr", {"historical": True}, id="historical page"),
        pytest.param("$ echo 'it''s\n$ echo don't", {}, id="quotes of other programs"),
        pytest.param("$ celery call t -a '[1,\n2]'", {}, id="quotation over lines"),
        pytest.param("$ celery workr", {"language": "text"}, id="no console"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, object]):
    assert list(command_line.find(make_case(code, **{"language": "console", **changes}))) == []


def test_options_of_a_remote_command_are_one_mistake(make_case: MakeCase):
    lines = ("revoke 1 --terminate --signal=KILL", "revoke 2 --terminate")
    first, second = command_line.find(
        make_case("\n".join(f"$ celery -A p control {line}" for line in lines), "console")
    )
    assert first.subject == second.subject == "option:celery control revoke"
    by_method = "; app.control.revoke() takes terminate"
    told = "celery control revoke takes neither --terminate nor --signal"
    assert first.message == f"{told}{by_method} and signal"
    assert second.message == f"celery control revoke takes no option --terminate{by_method}"


def test_a_mistake_beside_a_misspelt_command_is_that_beside_the_right_one(make_case: MakeCase):
    wrong, right = (
        [
            each
            for each in command_line.find(make_case(f"$ celery control {name} k=v --x", "console"))
            if "--" in each.message
        ]
        for name in (SEED, SEED + "s")
    )
    assert [each.subject for each in wrong] == [each.subject for each in right]


def test_what_multi_hands_on_the_worker_refuses(make_case: MakeCase):
    (finding,) = command_line.find(make_case("$ celery multi start 3 -L debug", "console"))
    assert finding.message == "celery multi hands -L on to celery worker, which has no option -L; did you mean -l?"


@pytest.mark.parametrize(
    ("code", "changes", "covered"),
    [
        pytest.param("$ celery worker", {}, True, id="right"),
        pytest.param("$ A=1 celery workr", {}, True, id="wrong"),
        pytest.param("$ pip install celery", {}, False, id="other program"),
        pytest.param("$ celery workr", {"historical": True}, False, id="history"),
        pytest.param("celery workr", {"language": "text"}, False, id="no console"),
    ],
)
def test_covers(make_case: MakeCase, code: str, changes: dict[str, object], covered: bool):
    assert command_line.covers(make_case(code, **{"language": "console", **changes})) is covered


def test_covers_claims(make_case: MakeCase):
    assert command_line.covers(make_case(claim=make_claim("celery worker -l", "literal")))
    assert command_line.covers(make_case(claim=make_claim("celery -A proj worker", "command")))
    assert not command_line.covers(make_case(claim=make_claim("celery.service", "literal")))
    assert not command_line.covers(make_case(claim=make_claim("revoke", "control")))


def test_options_that_are_referred_to(make_case: MakeCase):
    def refer(text: str) -> Case:
        return make_case(claim=make_claim(text, "xref", fields={"role": "option"}))

    (finding,) = command_line.find(refer("celery worker --no-such-thing"))
    assert (finding.rule, finding.place.text) == ("unknown-option", "--no-such-thing")
    assert not list(command_line.find(refer("celery worker -l")))
    assert command_line.covers(refer("celery worker -l"))
    assert not command_line.covers(refer("--no-such-thing"))


@pytest.mark.parametrize(("command", "suggestion"), [("revoke_job", "revoke_tasks"), ("scale_up", None)])
def test_what_shares_a_word_with_a_command_is_none_of_the_readers(
    make_case: MakeCase, command: str, suggestion: str | None
):
    entry = {"type": "control", "visible": True, "alias": None, "args": [], "variadic": None, "signature": ""}
    case = make_case(f"$ celery control {command} x", "console")
    table = {
        name: {**case.facts["control"].get("revoke", {}), **entry} for name in ("revoke_tasks", "pool_up", "all_up")
    }
    (finding,) = command_line.find(dataclasses.replace(case, facts={**case.facts, "control": table}))
    assert (finding.blame, finding.suggestion) == ("docs", suggestion)


def test_what_stands_before_an_open_quotation_is_read(make_case: MakeCase):
    command, quotation = command_line.find(make_case('$ celery workr -n a \\\n    --pidfile="x\n', "console"))
    assert (command.rule, command.suggestion) == ("unknown-command", "worker")
    assert quotation.rule == "syntax"


def test_a_slip_for_a_command_that_the_page_defines(make_case: MakeCase):
    own = "@control_command(\n    args=[('n', int)],\n)\ndef increase_prefetch_count(state, n=1):\n    pass\n"
    case = make_case("$ celery control increase_prfeetch_count 3", "console", others=(own,))
    (finding,) = command_line.find(case)
    assert (finding.blame, finding.suggestion) == ("docs", "increase_prefetch_count")


def test_what_is_like_none_may_be_a_command_of_the_readers(make_case: MakeCase):
    (finding,) = command_line.find(make_case("$ celery control increase_prefetch 3", "console"))
    assert (finding.blame, finding.token) == ("undecided", "")


def test_a_command_line_that_forgot_about_arguments_is_the_librarys_fault(make_case: MakeCase):
    case = make_case("$ celery control revoke 1", "console")
    case.facts["commands"]["commands"]["control"]["allow_extra_args"] = False
    try:
        (finding,) = command_line.find(case)
    finally:
        case.facts["commands"]["commands"]["control"]["allow_extra_args"] = True
    assert (finding.rule, finding.blame) == ("excess-argument", "library")


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        pytest.param(f"celery -A proj control {SEED} <header=value>", "command", (30, SEED), id="field"),
        pytest.param(
            f":program:`celery -A proj control {SEED} <header=value>`", "command", (40, SEED), id="as it stands"
        ),
        pytest.param("``celery workr``", "literal", (16, "workr"), id="literal"),
    ],
)
def test_finds_in_claims(make_case: MakeCase, text: str, kind: str, place: tuple[int, str]):
    claim = make_claim(text, kind)
    found = list(command_line.find(make_case(claim=claim)))
    if kind == "literal":
        found += list(command_line.find(make_case(claim=make_claim(text.strip("`"), kind, column=9))))
        assert [(each.place.column, each.place.text) for each in found] == [place]
    else:
        assert [(each.place.column, each.place.text) for each in found] == [place]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("celery worker -l", "literal", id="an option without its value"),
        pytest.param("celery workr", "heading", id="another kind"),
        pytest.param("the celery workr", "literal", id="words around"),
        pytest.param("celery", "command", id="the program"),
        pytest.param("celery.service", "literal", id="no command"),
    ],
)
def test_leaves_claims_alone(make_case: MakeCase, text: str, kind: str):
    assert list(command_line.find(make_case(claim=make_claim(text, kind)))) == []


# - Reading


@given(st.lists(st.text(alphabet="ab-$ \\'\"<>|&;#={}…\t", max_size=30), min_size=1, max_size=5))
def test_reading_takes_anything_and_words_stand_where_they_say(lines: list[str]):
    for command in shell_lines.commands(lines):
        for word in command:
            assert 0 <= word.line < len(lines)
            assert 0 <= word.column < len(lines[word.line])
            assert not lines[word.line][word.column].isspace()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a 'b c' \"d\"e", ["a", "b c", "de"], id="quotes"),
        pytest.param("a b\\ c", ["a", "b c"], id="backslash"),
        pytest.param("a # b", ["a"], id="comment"),
        pytest.param("a b#c", ["a", "b#c"], id="no comment"),
        pytest.param("a > b c", ["a"], id="redirection"),
        pytest.param("a; b", ["a"], id="the first command"),
        pytest.param("a 'b", [], id="not closed"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words(text: str, expected: list[str]):
    assert [word.text for word in shell_lines.words(text)] == expected


def test_a_target_that_could_not_tell_its_commands_finds_nothing(make_case: MakeCase):
    case = make_case("$ celery workr", "console")
    facts = {key: value for key, value in case.facts.items() if key != "commands"}
    assert list(command_line.find(dataclasses.replace(case, facts=facts))) == []


def test_of_what_the_method_does_not_take_either_it_is_not_said(make_case: MakeCase):
    (finding,) = command_line.find(make_case("$ celery -A p control revoke 1 --colour", "console"))
    assert finding.message == "celery control revoke takes no option --colour"
