from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import shell_lines


def entered(text):
    """Of each entry: its commands as words, and what is shown below it."""
    return [
        ([[word.text for word in command.words] for command in entry.commands], entry.shown)
        for entry in shell_lines.read(text.split("\n"))
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("$ ", id="dollar"),
        pytest.param("% ", id="per cent"),
        pytest.param("  $ ", id="indented"),
        pytest.param("(venv) $ ", id="virtualenv"),
        pytest.param("user@z:/$ ", id="user, host, directory"),
        pytest.param("~/src$ ", id="directory"),
        pytest.param("[user@host dir]$ ", id="brackets"),
        pytest.param("(venv) [user@host ~]$ ", id="virtualenv, brackets"),
        pytest.param("me@host% ", id="user at host, per cent"),
        pytest.param("C:\\proj> ", id="Windows"),
        pytest.param("C:\\proj>", id="Windows, nothing between"),
        pytest.param("PS C:\\proj> ", id="PowerShell"),
    ],
)
def test_prompts(prompt):
    assert entered(f"{prompt}celery status\nOK") == [([["celery", "status"]], "OK")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("100% done", id="a percentage"),
        pytest.param("50$ each", id="a price"),
        pytest.param("> Starting nodes...", id="an arrow"),
        pytest.param("1> help", id="another program's prompt"),
        pytest.param("worker: OK", id="output"),
        pytest.param("# comment", id="comment"),
    ],
)
def test_no_prompts(line):
    assert not shell_lines.PROMPT.match(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$ a\nb\n\nc\n\n$ d", [([["a"]], "b\n\nc"), ([["d"]], None)], id="output to the next prompt"),
        pytest.param("a\nb", [([["a"]], None), ([["b"]], None)], id="without prompts every line is entered"),
        pytest.param("$ a\nor\n$ b", [([["a"]], None), ([["b"]], None)], id="or"),
        pytest.param("$ a\nx\n\nand then:\n$ b", [([["a"]], "x"), ([["b"]], None)], id="output, and then"),
        pytest.param("a\nor\nb", [([["a"]], None), ([["b"]], None)], id="or without prompts"),
        pytest.param("$ a\n[...]", [([["a"]], None)], id="dots show nothing"),
        pytest.param("$ a\n...\n$ b", [([["a"]], None), ([["b"]], None)], id="more dots"),
        pytest.param("$ a\n# b", [([["a"]], None)], id="comments show nothing"),
        pytest.param("$ a \\\n  b", [([["a", "b"]], None)], id="backslash"),
        pytest.param("$ a \\\n> b\nc", [([["a", "b"]], "c")], id="backslash, second prompt"),
        pytest.param(
            "$ a \\\n$ b", [([["a"]], None), ([["b"]], None)], id="a prompt ends what a backslash leaves open"
        ),
        pytest.param("$ a --x=1\n      --y=2\nc", [([["a", "--x=1", "--y=2"]], "c")], id="option on a line of its own"),
        pytest.param("$ a 'b\nc'\nd", [([["a", "b\nc"]], "d")], id="quotation over lines"),
        pytest.param("$ a 'b\n> c'\nd", [([["a", "b\nc"]], "d")], id="quotation over lines, second prompt"),
        pytest.param("a 'b\nc'\nd", [([["a", "b\nc"]], None), ([["d"]], None)], id="quotation without prompts"),
        pytest.param("$ a 'b\n$ c", [([], None), ([["c"]], None)], id="quotation not closed"),
        pytest.param("cat <<END\nceler y\nEND\nb", [([["cat"]], None), ([["b"]], None)], id="document"),
        pytest.param("$ cat <<'END'\n> x\n> END\ny", [([["cat"]], "y")], id="document, second prompt"),
        pytest.param("cat <<END\nb", [([["cat"]], None), ([["b"]], None)], id="document not closed"),
        pytest.param("$ # c", [([], None)], id="comment at the prompt"),
    ],
)
def test_entries(text, expected):
    assert entered(text) == expected


@pytest.mark.parametrize(
    ("line", "operators"),
    [
        pytest.param("a", [("a", "", ())], id="one"),
        pytest.param("a | b", [("a", "", ()), ("b", "|", ())], id="pipe"),
        pytest.param("a && b; c", [("a", "", ()), ("b", "&&", ()), ("c", ";", ())], id="list"),
        pytest.param("a || b", [("a", "", ()), ("b", "||", ())], id="or"),
        pytest.param("a &", [("a", "", ())], id="background"),
        pytest.param("a & b", [("a", "", ()), ("b", "&", ())], id="background and another"),
        pytest.param("(a; b)", [("a", "(", ()), ("b", ";", ())], id="subshell"),
        pytest.param("a > x 2>&1", [("a", "", (">", ">&"))], id="redirections"),
        pytest.param("a 2> x | b", [("a", "", (">",)), ("b", "|", ())], id="descriptor is no word"),
        pytest.param("a &> x", [("a", "", ("&>",))], id="both outputs"),
        pytest.param("a < x", [("a", "", ("<",))], id="input"),
    ],
)
def test_operators(line, operators):
    (entry,) = shell_lines.read([line])
    assert [
        (" ".join(word.text for word in command.words), command.before, command.redirections)
        for command in entry.commands
    ] == operators


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        pytest.param("<task id>", "<task id>", "placeholder", id="angles"),
        pytest.param("--x=<y>", "--x=<y>", "placeholder", id="angles behind an option"),
        pytest.param("{start|stop}", "{start|stop}", "placeholder", id="choice"),
        pytest.param("[options]", "[options]", "placeholder", id="what may be left out"),
        pytest.param("[a|b]", "[a|b]", "placeholder", id="what may be left out, a choice"),
        pytest.param("...", "...", "placeholder", id="dots"),
        pytest.param("'…'", "…", "placeholder", id="ellipsis, quoted"),
        pytest.param("$HOME/x", "$HOME/x", "expansion", id="variable"),
        pytest.param('"${HOME}/x"', "${HOME}/x", "expansion", id="variable in double quotes"),
        pytest.param("a@$(b -c)", "a@$(b -c)", "expansion", id="substitution"),
        pytest.param('"$(a "b c")"', '$(a "b c")', "expansion", id="substitution with quotes in quotes"),
        pytest.param("`a b`", "`a b`", "expansion", id="backticks"),
        pytest.param("x*", "x*", "expansion", id="pattern"),
        pytest.param("celery[redis]", "celery[redis]", "expansion", id="brackets"),
        pytest.param("'$HOME'", "$HOME", "", id="variable in single quotes"),
        pytest.param("\\$HOME", "$HOME", "", id="variable escaped"),
        pytest.param("'[2, 2]'", "[2, 2]", "", id="list in quotes"),
        pytest.param("'{\"a\": 1}'", '{"a": 1}', "", id="dict in quotes"),
        pytest.param('"a \\"b\\" \\c"', 'a "b" \\c', "", id="quotes in double quotes"),
        pytest.param("\\*", "*", "", id="pattern escaped"),
        pytest.param("a$", "a$", "", id="a dollar alone"),
        pytest.param("worker1@%h", "worker1@%h", "", id="Celery's own formats"),
    ],
)
def test_words_that_stand_for_something_else(text, word, role):
    (found,) = shell_lines.words(text)
    assert (found.text, found.role, found.vague) == (word, role, bool(role))


def test_words_know_their_place():
    command = shell_lines.commands(["$ celery \\", "    -A 'a", "b'"])[0]
    assert [(word.text, word.line, word.column) for word in command] == [
        ("celery", 0, 2), ("-A", 1, 4), ("a\nb", 1, 7)
    ]  # fmt: skip


def test_a_quotation_that_does_not_close_is_placed():
    (entry,) = shell_lines.read(["$ celery \\", "  -A --x='a"])
    assert (entry.error.line, entry.error.column) == (1, 5)


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        pytest.param("celery a", ["a"], id="by name"),
        pytest.param("A=1 sudo /usr/bin/celery a", ["a"], id="by path, behind assignments and starters"),
        pytest.param("python3 -m celery a", ["a"], id="as a module"),
        pytest.param("python celery a", None, id="a file"),
        pytest.param("pip install celery", None, id="another program"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_arguments_of(line, arguments):
    found = shell_lines.arguments_of("celery", shell_lines.words(line))
    assert (found if found is None else [word.text for word in found]) == arguments


PIECES = ["$ ", "celery", " worker", "'", '"', "\\", "\n", "$(", ")", "`", "<", ">", "<x y>", "|", "&&", "#", "> ",
          "<<E", "E", "{", "}", "[", "]", "...", "\ue000", "é", "\t", "\0", "or", "--x=1", "$HOME", "  -o"]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_read(text):
    lines = text.split("\n")
    last = -1
    for entry in shell_lines.read(lines):
        # Every line is read once, in order, and each word stands where it says.
        numbers = [line for line, _, _ in entry.pieces]
        assert numbers == sorted(numbers)
        assert numbers[0] > last
        last = numbers[-1]
        for command in entry.commands:
            for word in command.words:
                assert word.line in numbers
                assert 0 <= word.column <= len(lines[word.line])
        assert bool(entry.error) <= (not entry.commands)
        assert entry.shown is None or entry.shown in text


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\0", codec="utf-8"))))
def test_what_is_quoted_comes_back(texts):
    # Of the characters that the docs give a meaning of their own, a shell knows nothing.
    (command,) = shell_lines.commands([" ".join(["x", *(shlex.quote(text) for text in texts)])]) or [[]]
    assert [word.text for word in command[1:]] == texts
