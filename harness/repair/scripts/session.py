"""What a reader does with a page's samples, in one session beside a worker, and what the last of it comes to."""

import ast
import atexit
import contextlib
import importlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import types

os.environ.setdefault("CELERY_BROKER_URL", "redis://localhost:6379/0")
BROKER = os.environ["CELERY_BROKER_URL"]
os.environ.setdefault("CELERY_RESULT_BACKEND", BROKER if BROKER.startswith("redis") else "rpc://")
os.environ.setdefault("C_FORCE_ROOT", "1")

#: Commands that stay up.
STAYING = {"worker", "beat", "events"}


class Reader:
    """The reader's folder, modules and session."""

    def __init__(self, files, app):
        self.folder = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, self.folder, True)
        os.chdir(self.folder)
        sys.path.insert(0, self.folder)
        os.environ["PYTHONPATH"] = self.folder
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        self.app = app
        self.session = types.ModuleType("__main__")
        self.modules = {}
        self.workers = {}
        for path, text in files.items():
            self.write(path, text)

    def write(self, path, text):
        """Save a file."""
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def save(self, name, source):
        """Add to a module, and import it."""
        text = self.modules.get(name, "")
        path = os.path.join(*name.split(".")) + ".py"
        module = sys.modules.get(name) if name in self.modules else None
        if module is None:
            parent, _, last = name.rpartition(".")
            if parent:
                importlib.import_module(parent)
            module = types.ModuleType(name)
            module.__file__ = os.path.abspath(path)
            module.__package__ = parent
            sys.modules[name] = module
            if parent:
                setattr(sys.modules[parent], last, module)
        text = text + ("\n" if text else "") + source.rstrip("\n") + "\n"
        first = text.count("\n") - source.rstrip("\n").count("\n") - 1
        try:
            exec(compile("\n" * first + source, os.path.abspath(path), "exec"), module.__dict__)
            self.modules[name] = text
            self.write(path, text)
            self.stop()
        finally:
            for key, value in list(module.__dict__.items()):
                if not key.startswith("__"):
                    self.session.__dict__[key] = value

    def type(self, source, echo):
        """Enter statements at the prompt."""
        for node in ast.parse(source).body:
            if isinstance(node, ast.Expr):
                value = eval(compile(ast.Expression(node.value), "<typed>", "eval"), self.session.__dict__)
                if echo and value is not None:
                    print(repr(value))
            else:
                exec(compile(ast.Module([node], []), "<typed>", "exec"), self.session.__dict__)

    def enter(self, line):
        """Enter a line in a terminal; raises when it ends with an error."""
        words = shlex.split(line)
        environ = dict(os.environ)
        while words and re.match(r"[A-Za-z_]\w*=", words[0]):
            name, _, value = words.pop(0).partition("=")
            environ[name] = value
        if words[:1] == ["celery"]:
            words = [sys.executable, "-m", *words]
        elif words[:1] in (["python"], ["python3"]):
            words = [sys.executable, *words[1:]]
        limit = 10 if STAYING & set(words) else 60
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(words, env=environ, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
            try:
                status = process.wait(limit)
            except subprocess.TimeoutExpired:
                process.terminate()
                process.wait()
                status = 0
            told.seek(0)
            print(told.read().decode("utf-8", "replace"), end="")
        if status:
            raise RuntimeError("exit status %d" % status)

    def need(self, nodes):
        """Have workers: the reader's own, and those of these names."""
        for name in ["", *nodes]:
            if name in self.workers:
                continue
            words = [sys.executable, "-m", "celery", "-A", self.app, "worker", "-l", "INFO", "-c", "2"]
            others = [module for module in self.modules if module != self.app]
            words += ["-I", ",".join(others)] if others else []
            words += ["-n", name] if name else []
            log = open(os.path.join(self.folder, "worker-%d.log" % len(self.workers)), "wb+")
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            self.workers[name] = process
            end = time.time() + 60
            while b" ready." not in open(log.name, "rb").read():
                if time.time() > end or process.poll() is not None:
                    sys.exit("the worker does not start:\n%s" % open(log.name).read())
                time.sleep(0.1)

    def stop(self):
        """End the workers."""
        for process in self.workers.values():
            process.terminate()
        for process in self.workers.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.workers.clear()

    def do(self, kind, source, module, echo, worker, nodes):
        """Do one thing; what it prints, and what it raises, None for nothing."""
        if worker:
            self.need(nodes)
        printed = io.StringIO()
        raised = None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                if kind == "module":
                    self.save(module, source)
                elif kind == "typed":
                    self.type(source, echo)
                else:
                    self.enter(source)
            except Exception as error:
                raised = error
        return printed.getvalue(), raised


def plain(text):
    """A text without what is different each time: addresses, ids, names of hosts, blanks."""
    text = re.sub(r"0x[0-9a-f.]+", "0x", text)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>", text)
    text = re.sub(r"([\"'])[\w.%-]+@[\w.-]+\1|([\"'])(worker|celery)\w*\.[\w.]+\2", "'<node>'", text)
    text = re.sub(r"\b(proj\.)?tasks\.(?=\w+\()", "", text)
    return "".join(text.split())


def kind_of(value):
    """What a value is made of."""
    if isinstance(value, dict):
        return "dict", [kind_of(each) for each in list(value.values())[:1]]
    if isinstance(value, (list, tuple, set)):
        return type(value).__name__, [kind_of(each) for each in list(value)[:1]]
    return type(value).__name__


def fits(shown, real):
    """Whether two values are made of the same; what is empty says nothing of what would be in it."""
    if isinstance(shown, str) or isinstance(real, str):
        return shown == real
    return shown[0] == real[0] and (not shown[1] or not real[1] or fits(shown[1][0], real[1][0]))


def differs(shown, printed, how):
    """Whether what is printed is not what is shown."""
    if how == "nothing":
        return not printed.strip()
    if how == "shape":
        try:
            return not fits(kind_of(ast.literal_eval(shown)), kind_of(ast.literal_eval(printed)))
        except (ValueError, SyntaxError):
            return plain(shown) != plain(printed)
    if re.search(r"\bu['\"]", shown) and not re.search(r"\bu['\"]", printed):
        return True
    return plain(shown) != plain(printed)


def observe(text, files, app, steps, how, shown="", error=""):
    """Do what the page says; wrong is, by `how`, a last step that raises, or prints something else than is shown.

    A step that holds a sentence contradicts it by an AssertionError; when it raises anything else, nothing was seen.
    Nor was it when what a page leaves unsaid cannot be had here, or another error is raised than the one that is told.
    """
    reader = Reader(files, app)
    sys.modules["__main__"] = reader.session
    try:
        for step in steps[:-1]:
            raised = reader.do(*step)[1]
            if raised is not None and step[2] == "before":
                raise raised
        printed, raised = reader.do(*steps[-1])
    finally:
        reader.stop()
    if how == "contradicts" and raised is not None and not isinstance(raised, AssertionError):
        raise raised
    if raised is not None and error and error not in [each.__name__ for each in type(raised).__mro__]:
        raise raised
    if raised is not None:
        told = "".join(traceback.format_exception_only(type(raised), raised)).strip()
        if how != "raises" and "Error" in shown:
            return told, plain(shown.strip().splitlines()[-1]) != plain(told)
        return printed + told, True
    return printed, how not in ("raises", "contradicts") and differs(shown, printed, how)
