from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.languages import console


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        pytest.param("$ celery worker", ["celery worker"], id="prompt"),
        pytest.param("celery worker\ncelery beat", ["celery worker", "celery beat"], id="no prompt at all"),
        pytest.param("$ celery multi \\\n    start", ["celery multi start"], id="continuation line"),
        pytest.param("$ celery status\nworker: OK\n$ ls", ["celery status", "ls"], id="output is no command"),
        pytest.param("# celery worker", [], id="a comment"),
    ],
)
def test_commands(code, texts):
    assert [command.text for command in console.commands(code)] == texts


RUN = [
    pytest.param("celery -A proj worker -l INFO", id="worker"),
    pytest.param("celery -A proj worker -n worker1@%h --logfile=%n%I.log", id="Celery's own formats"),
    pytest.param("celery -A proj worker --detach --pidfile=w.pid --logfile=w.log", id="worker in the background"),
    pytest.param("celery -A proj worker -P gevent -c 1000", id="a pool that needs another package"),
    pytest.param("celery -A proj beat -s schedule", id="beat"),
    pytest.param("celery -A proj events --dump", id="events, dumped"),
    pytest.param("celery -A proj events -c myapp.Camera --frequency=2.0", id="events, photographed"),
    pytest.param("celery multi help", id="multi, nothing started"),
    pytest.param("celery multi start w1 -A proj --pidfile=%n.pid --logfile=%n.log", id="multi, files here"),
    pytest.param("celery -A proj inspect active", id="inspect"),
    pytest.param(
        "celery -A proj inspect query_task e9f6c8f0-fec9-4ae8-a8c6-cf8c8451d4f8", id="an id is no placeholder"
    ),
    pytest.param("celery --app=proj control enable_events", id="control"),
    pytest.param("celery -A proj control rate_limit tasks.add 10/m", id="a slash that is no path"),
    pytest.param("celery -A proj control shutdown", id="ends the plan's own worker"),
    pytest.param("celery -A proj control terminate SIGKILL e9f6c8f0", id="capitals that are meant: signal"),
    pytest.param("celery -A proj worker -l DEBUG", id="capitals that are meant: level"),
    pytest.param("celery -A proj status", id="status"),
    pytest.param("celery -A proj purge -f -Q celery", id="purge that does not ask"),
    pytest.param("celery -A proj amqp queue.purge celery", id="amqp"),
    pytest.param("celery -A proj call tasks.add -a '[2, 2]' --kwargs='{\"x\": 1}'", id="call"),
    pytest.param("celery -A proj report", id="report"),
    pytest.param("celery -A proj list bindings", id="list"),
    pytest.param("celery -A proj graph bootsteps", id="graph"),
    pytest.param("celery graph workers broker:amqp:// backend:redis://", id="servers that are only shown"),
    pytest.param("celery upgrade settings proj/settings.py --django", id="upgrade"),
    pytest.param("celery logtool stats worker.log", id="logtool"),
    pytest.param("celery help", id="help"),
    pytest.param("celery --version", id="version"),
    pytest.param("celery", id="nothing more"),
    pytest.param("celery shell --help", id="help of what asks"),
    pytest.param("celery -b memory:// worker", id="a broker that is no server"),
    pytest.param("celery worker --logfile=/dev/null", id="nobody's file"),
    pytest.param("celery -A proj worker &", id="in the background"),
    pytest.param("nohup celery -A proj worker", id="started by another program"),
    pytest.param("celery -A proj worker | tee log", id="another program reads the output"),
    pytest.param("FORKED_BY_MULTIPROCESSING=1 celery worker", id="assignment"),
    pytest.param("env A=1 celery worker", id="assignment for env"),
    pytest.param("python -m celery -A proj worker", id="as a module"),
    pytest.param("python3 tasks.py", id="a file"),
    pytest.param("python manage.py migrate", id="Django"),
    pytest.param("python -m celeryconfig", id="a module"),
    pytest.param("python -c 'import celery; print(celery.__version__)'", id="code"),
    pytest.param("python --version", id="Python's version"),
]


@pytest.mark.parametrize("line", RUN)
def test_lines_that_are_run(line):
    assert [command.reason for command in console.commands(f"$ {line}")] == [""]


NOT_RUN = [
    pytest.param("docker run redis", "other-program: docker", id="another program"),
    pytest.param("sudo -u celery rabbitmqctl status", "other-program: rabbitmqctl", id="another program, by sudo"),
    pytest.param("sudo celery -A proj worker", "other-program: sudo", id="with other rights"),
    pytest.param("sudo -u celery celery worker", "other-program: sudo", id="as another user"),
    pytest.param("celery -A proj flower", "other-program: celery flower", id="a plug-in"),
    pytest.param("python -m pip install celery", "other-program: pip", id="pip"),
    pytest.param("python -m http.server", "other-program: http.server", id="a program of Python's own"),
    pytest.param("python manage.py runserver", "other-program: runserver", id="a server of Django's"),
    pytest.param("python2 x.py", "other-program: python2", id="another Python"),
    pytest.param("pkill -9 -f 'celery worker'", "destructive: pkill", id="pkill"),
    pytest.param("sudo rm -rf /var/run/celery", "destructive: rm", id="rm"),
    pytest.param("celery -A proj control revoke <task_id>", "placeholder", id="angles"),
    pytest.param("celery -A proj inspect query_task id1 id2 ... idN", "placeholder", id="ids and dots"),
    pytest.param("celery -A proj control revoke task-id", "placeholder", id="an id"),
    pytest.param("celery -A NAME worker", "placeholder", id="capitals"),
    pytest.param("celery -A proj worker --queues=QUEUE_NAME", "placeholder", id="capitals behind an option"),
    pytest.param("celery --app path.to.app worker", "placeholder", id="path to"),
    pytest.param("celery -A your_app worker", "placeholder", id="your"),
    pytest.param("celery worker [options]", "placeholder", id="synopsis"),
    pytest.param("celery multi {start|stop} w1", "placeholder", id="choice"),
    pytest.param("A=<b> celery worker", "placeholder", id="placeholder in an assignment"),
    pytest.param("celery -A proj result 4e196aa4-0141-4601-8138-7aa33db0f577", "placeholder", id="somebody else's task"),
    pytest.param("celery -A proj events", "interactive", id="draws on the terminal"),
    pytest.param("celery -A proj shell", "interactive", id="shell"),
    pytest.param("celery -A proj amqp", "interactive", id="shell of amqp"),
    pytest.param("celery -A proj purge", "interactive", id="asks before it purges"),
    pytest.param("python", "interactive", id="Python's prompt"),
    pytest.param("python -i tasks.py", "interactive", id="Python's prompt behind a file"),
    pytest.param("python -c 'name = input()'", "interactive", id="code that asks"),
    pytest.param("python -c 'while True: pass'", "staying", id="code without an end"),
    pytest.param("python manage.py shell", "interactive", id="Django's prompt"),
    pytest.param("celery -A proj worker --pidfile=/var/run/x.pid", "needs-files: /var/run/x.pid", id="outside"),
    pytest.param("celery -A proj worker -S/var/x", "needs-files: /var/x", id="outside, no blank between"),
    pytest.param("celery -A proj worker -f ~/x.log", "needs-files: ~/x.log", id="home"),
    pytest.param("celery -A proj beat -s ../schedule", "needs-files: ../schedule", id="above"),
    pytest.param("celery multi start w1", "needs-files: /var/run/celery", id="multi writes outside by itself"),
    pytest.param("celery multi stop w1 --pidfile=%n.pid", "needs-files: /var/log/celery", id="and its log"),
    pytest.param("/opt/venv/bin/celery worker", "needs-files: /opt/venv/bin/celery", id="by path"),
    pytest.param("python /opt/x.py", "needs-files: /opt/x.py", id="a file outside"),
    pytest.param("celery worker --uid=celery", "needs-user: celery", id="another user"),
    pytest.param("celery -b redis://localhost worker", "needs-service: redis", id="another broker"),
    pytest.param("celery migrate redis://a amqp://b", "needs-service: redis, rabbitmq", id="two other brokers"),
    pytest.param("CELERY_BROKER_URL=sqs:// celery worker", "needs-service: sqs", id="another broker by assignment"),
    pytest.param("celery worker -n a@$(hostname)", "needs-shell: expansion", id="substitution"),
    pytest.param("celery worker --logfile=\"$HOME/log\"", "needs-shell: expansion", id="variable"),
    pytest.param("A=$B celery worker", "needs-shell: expansion", id="variable in an assignment"),
    pytest.param("celery report > report.txt", "needs-shell: >", id="redirection"),
    pytest.param("yes | celery purge -f", "needs-shell: |", id="what is read from another program"),
    pytest.param("CELERY_BIN=celery", "needs-shell: assignment", id="assignment alone"),
    pytest.param("cd proj", "needs-shell: cd", id="cd"),
    pytest.param("celery -A proj 'worker", "quoting", id="quotation not closed"),
    pytest.param("{...}: x", "no-command", id="no name of a program"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), NOT_RUN)
def test_lines_that_are_not_run(line, reason):
    assert reason in dict.fromkeys(command.reason for command in console.commands(f"$ {line}"))
    assert not any(console.runs(command) for command in console.commands(f"$ {line}"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("$ pip install celery\n$ celery worker", [(0, "other-program: pip")], id="the rest is run"),
        pytest.param("$ cd proj\n$ celery worker", [(0, "needs-shell: cd"), (1, "needs-files: proj")],
                     id="in another directory"),
        pytest.param("$ cd proj && celery worker", [(0, "needs-shell: cd"), (0, "needs-files: proj")],
                     id="in another directory, in one line"),
        pytest.param("$ export A=1\n$ celery worker", [(0, "needs-shell: export")], id="exported for the rest"),
        pytest.param("$ export A=$B\n$ celery worker", [(0, "needs-shell: export"), (1, "needs-shell: expansion")],
                     id="exported for the rest, and nobody knows what"),
        pytest.param("$ celery graph bootsteps | dot -Tpng", [], id="what only reads is not missed"),
        pytest.param("$ celery report || celery --help", [(0, "needs-shell: ||")], id="when it fails"),
        pytest.param("$ celery worker\nor\n$ celery beat", [], id="or"),
        pytest.param("[Unit]\nDescription=It's Celery\nExec=celery worker", [(0, "no-command"), (1, "no-command"),
                     (2, "no-command")], id="a file of systemd's"),
        pytest.param("[INFO/Main] It's ready\nworker: don't\n^C", [(0, "no-command"), (1, "no-command"),
                     (2, "no-command")], id="a log"),
        pytest.param("4> basic.publish 'x'\nok.", [(0, "interactive"), (1, "interactive")], id="another prompt"),
        pytest.param("$ python\n>>> import celery", [(0, "interactive")], id="Python's prompt"),
        pytest.param("$ celery -A proj amqp exchange.declare x\n1> ", [(0, "interactive")],
                     id="another prompt comes up"),
        pytest.param("# ln -s /run/shm /dev/shm", [(0, "other-program: ln")], id="by root"),
        pytest.param("# A=1 sh -x /etc/init.d/celeryd", [(0, "other-program: sh")], id="by root, assignment"),
        pytest.param("# Start it.\n$ celery worker", [], id="a comment above a prompt"),
        pytest.param("A=1\n# don't\nB='x y'", [(0, "needs-shell: assignment"), (2, "needs-shell: assignment")],
                     id="a file of variables"),
        pytest.param("d /run/celery 0755 celery\nit's", [(0, "other-program: d"), (1, "no-command")],
                     id="without prompts an open quotation may be an apostrophe"),
    ],
)  # fmt: skip
def test_reasons(code, expected):
    assert list(console.reasons(code)) == expected


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("$ pip install x\n$ celery worker", "", id="something is run"),
        pytest.param("$ pip install x\n$ celery -A proj events", "interactive", id="the telling one"),
        pytest.param("$ brew install x", "other-program: brew", id="another program"),
        pytest.param("$ # nothing", "nothing-to-run", id="nothing"),
    ],
)
def test_why_nothing_is_run(code, reason):
    assert console.why(code) == reason


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        pytest.param("$ celery -A proj status", {"source": "celery -A proj status", "worker": True}, id="needs a worker"),
        pytest.param("$ celery -A proj worker", {"worker": False}, id="is a worker"),
        pytest.param("$ celery status --help", {"worker": False}, id="help needs none"),
        pytest.param("$ celery call tasks.add -a '[2, 2]'", {"source": "celery call tasks.add -a '[2, 2]'",
                     "worker": True}, id="sends a task"),
        pytest.param("$ celery graph workers", {"worker": True}, id="asks the workers"),
        pytest.param("$ celery graph workers nodes:a,b", {"worker": False}, id="asks nobody"),
        pytest.param("$ A='b c' celery worker", {"source": "'A=b c' celery worker"}, id="assignment"),
        pytest.param("$ export A=1\n$ B=2 celery worker", {"source": "A=1 B=2 celery worker", "first": 1}, id="exported"),
        pytest.param("$ env A=1 nohup celery worker &", {"source": "A=1 celery worker"}, id="starters"),
        pytest.param("$ python3.11 -m celery report", {"source": "python -m celery report"}, id="the target's Python"),
        pytest.param("$ celery status\n->  a@b: OK\n\n1 node online.", {"shown": "->  a@b: OK\n\n1 node online."},
                     id="output"),
        pytest.param("$ celery status", {"shown": None}, id="no output"),
        pytest.param("$ celery report | grep x\nx", {"shown": None}, id="another program's output"),
        pytest.param("$ ls\n$ celery \\\n  report", {"first": 1}, id="its first line"),
        pytest.param("celery inspect active -d w1@e.com,w2@e.com", {"nodes": ("w1@e.com", "w2@e.com")}, id="workers"),
        pytest.param("celery inspect -d w1@e.com active", {"nodes": ("w1@e.com",)}, id="one worker"),
        pytest.param("celery control --destination=w1 shutdown", {"nodes": ("w1",)}, id="nothing is completed"),
        pytest.param("celery status -dw1@a", {"nodes": ("w1@a",)}, id="no blank between"),
        pytest.param("celery status -d celery@%h", {"nodes": ()}, id="a format, which is not filled in here"),
        pytest.param("celery -A proj events -d", {"nodes": ()}, id="an option of the same name"),
    ],
)  # fmt: skip
def test_steps(sample, code, fields):
    (step,) = console.steps(sample(code, "console"))
    assert {name: getattr(step, name) for name in fields} == fields
    assert step.kind == "shell"


def test_several_commands_are_several_steps(sample):
    steps = console.steps(sample("$ celery report; ls && celery --version\nx", "console"))
    assert [(step.source, step.first, step.shown) for step in steps] == [
        ("celery report", 0, None), ("celery --version", 0, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "file", "modules", "services"),
    [
        pytest.param("python install_pgmq.py", "install_pgmq.py", (), (), id="script"),
        pytest.param("A=1 python -W error -u proj/x.py y", "proj/x.py", (), (), id="options of Python's"),
        pytest.param("python manage.py migrate", "manage.py", (), (), id="Django"),
        pytest.param("python -m proj.tool", "proj/tool.py", (), (), id="module"),
        pytest.param("python -c 'x'", "", (), (), id="code"),
        pytest.param("python -m celery -A proj worker", "", ("proj",), (), id="Celery as a module"),
        pytest.param("celery upgrade settings proj/settings.py --django", "proj/settings.py", (), (), id="settings"),
        pytest.param("celery logtool stats worker.log", "worker.log", (), (), id="log"),
        pytest.param("celery --workdir=src -A proj worker", "src", ("proj",), (), id="directory"),
        pytest.param(
            "celery -A proj.celery:app worker -I a.tasks,b", "", ("proj.celery", "a.tasks", "b"), (), id="app"
        ),
        pytest.param("celery -A proj events -c myapp.Camera", "", ("proj", "myapp"), (), id="camera"),
        pytest.param("celery beat -S a.b:C", "", ("a.b",), (), id="scheduler"),
        pytest.param("celery beat --scheduler=django", "", (), (), id="scheduler by a name of Celery's own"),
        pytest.param("CELERY_CONFIG_MODULE=conf.prod celery worker", "", ("conf.prod",), (), id="configuration"),
        pytest.param("celery worker -P eventlet", "", (), ("eventlet",), id="pool"),
        pytest.param("celery worker --pool=solo", "", (), (), id="pool of Celery's own"),
        pytest.param("ls x.py", "", (), (), id="another program"),
        pytest.param("", "", (), (), id="nothing"),
    ],
)
def test_what_a_line_wants(line, file, modules, services):
    words = shlex.split(line)
    assert console.wants_file(words) == file
    assert console.wants_modules(words) == modules
    assert console.wants_services(words) == services


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("$ ls\n$ celery -A 'proj worker", 2, id="Celery"),
        pytest.param("$ rabbitmqctl add_user \"me", 1, id="another program at a prompt"),
        pytest.param("celery -A 'proj worker", 1, id="Celery without a prompt"),
        pytest.param("$ celery multi start \\\n  --logfile=\"%n.log\n\n$ ls", 1, id="continuation line"),
    ],
)  # fmt: skip
def test_quoting_that_does_not_close_is_refused(code, line):
    with pytest.raises(SyntaxError) as caught:
        console.parse(code)
    assert caught.value.lineno == line


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("$ celery status\nit's ready", id="output"),
        pytest.param("[Service]\nDescription=Celery's", id="a file"),
        pytest.param("Don't worry", id="prose"),
        pytest.param("$ # don't", id="comment"),
        pytest.param("$ cat <<END\ndon't\nEND", id="document"),
        pytest.param("$ python -c '\nprint(1)\n'", id="closed below"),
        pytest.param("$ echo it\\'s", id="escaped"),
    ],
)
def test_quoting_that_is_left_alone(code):
    console.parse(code)


PIECES = ["$ ", "celery ", "python ", "worker", "-A proj ", "multi ", "start ", "inspect ", "-d ", "a@b", "--uid=", "'",
          '"', "\\", "\n", "|", ">", "<x>", "$(", "A=1 ", "export ", "cd ", "sudo ", "env ", "-m ", "-c ", "-", "--",
          "=", "é", "\0", "# ", "[x]", ">>> ", "1> ", "or", "/", "../"]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_has_an_answer(text):
    lines = text.split("\n")
    for command in console.commands(text):
        assert 0 <= command.first < len(lines)
        # A line that is run can be told to the engine word by word.
        if console.runs(command):
            source = [*command.environment, *command.words]
            assert shlex.split(shlex.join(source)) == source
            assert command.words[0] in ("celery", "python")
        console.wants_file(command.words)
        console.wants_modules(command.words)
        console.wants_services(command.words)
    assert all(reason and 0 <= line < len(lines) for line, reason in console.reasons(text))
    assert bool(console.why(text)) != any(console.runs(command) for command in console.commands(text))
    try:
        console.parse(text)
    except SyntaxError as error:
        assert 1 <= (error.lineno or 0) <= len(lines)
