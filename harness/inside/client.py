"""The reader's Python: runs the samples of one plan, statement by statement, and tells what happened."""

import io
import linecache
import os
import sys
import types
import warnings

from . import evidence, files, replies


class Client:
    """State of the reader's session: the module that definitions are saved into, and what is typed."""

    def __init__(self, channel, order, scratch):
        self.channel = channel
        self.order = order
        self.scratch = scratch
        self.typed = 0
        self.session = types.ModuleType("__main__")
        self.session.__dict__["__builtins__"] = __builtins__
        sys.modules["__main__"] = self.session
        self.modules = {}

    def serve(self):
        """Run what the supervisor sends until it goes away."""
        watch_publishing(self.channel, os.path.join(self.scratch, "journal"))
        pid = os.getpid()
        while True:
            request = self.channel.receive()
            if request is None:
                return
            answer = self.perform(request)
            if os.getpid() != pid:
                return  # a process that the sample has forked has come back from the sample
            self.channel.send(answer)

    def perform(self, request):
        with Captured(self.scratch) as captured, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            answer = {"status": "done", "value": None, "raised": None}  # type: dict[str, object]
            try:
                answer.update(self.run(request))
            except SystemExit as error:
                code = error.code
                answer.update(status="exit", code=code if isinstance(code, int) else int(code is not None))
        answer["output"] = captured.text()
        answer["warnings"] = ["%s: %s" % (item.category.__name__, item.message) for item in caught[:20]]
        return answer

    def run(self, request):
        """Execute one step's source; the last expression's value, or what was raised."""
        offset = 0
        if request["kind"] == "module":
            offset = request["offset"]
            namespace = self.module_namespace(request["module"])
            filename = namespace["__file__"]
        else:
            self.typed += 1
            namespace = self.session.__dict__
            filename = "<typed-%d>" % self.typed
            remember_source(filename, request["source"])
        value = None
        try:
            for is_expression, code in evidence.statements(request["source"], filename, offset):
                if is_expression:
                    value = eval(code, namespace)
                    if request["echo"]:
                        show(value)
                else:
                    exec(code, namespace)
                    value = None
        except SystemExit:
            raise
        except BaseException as error:
            return {"status": "raised", "raised": evidence.raised(error, filename, offset)}
        finally:
            if request["kind"] == "module":
                self.share(namespace)
        return {"value": None if value is None else evidence.text_of(value)}

    def module_namespace(self, name):
        """The namespace of a module that the reader saves definitions into."""
        if name not in self.modules:
            parent, _, last = name.rpartition(".")
            if parent:
                __import__(parent)
            module = types.ModuleType(name)
            module.__file__ = os.path.join(self.order["directory"], *name.split(".")) + ".py"
            module.__package__ = parent
            sys.modules[name] = self.modules[name] = module
            if parent:
                setattr(sys.modules[parent], last, module)
        return self.modules[name].__dict__

    def share(self, namespace):
        """What the module defines can be typed: the reader has imported it."""
        for name, value in namespace.items():
            if not name.startswith("__"):
                self.session.__dict__[name] = value


def show(value):
    """As the interactive interpreter does."""
    if value is not None:
        sys.stdout.write(evidence.text_of(value) + "\n")


def remember_source(filename, source):
    """Let tracebacks, and whoever asks for the source, see what was typed."""
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)


def watch_publishing(channel, journal):
    """Tell the supervisor of every message that this process sends; `journal` is the path of the workers'."""
    from celery import signals

    def published(sender=None, headers=None, declare=None, **_):
        channel.send({"sent": evidence.message(sender, headers, declare)})

    replies.watch(lambda command: channel.send({"broadcast": command}), journal)
    signals.before_task_publish.connect(published, weak=False, dispatch_uid="doc-harness-published")


class Captured:
    """What this process and its children write to descriptors 1 and 2."""

    def __init__(self, scratch):
        self.path = os.path.join(scratch, "output")

    def __enter__(self):
        try:
            os.unlink(self.path)  # who still writes to the old one writes to nobody
        except OSError:
            pass
        redirect(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        sys.stdout = terminal(1)
        sys.stderr = terminal(2)
        return self

    def __exit__(self, *_):
        # The sample may have closed or replaced its streams: what can be flushed is.
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        redirect(os.devnull, os.O_RDWR)

    def text(self):
        return read_text(self.path)


def redirect(path, flags, descriptors=(1, 2)):
    """Have descriptors (of the standard ones) stand for a file, even where they have been closed."""
    target = os.open(path, flags, 0o600)
    for descriptor in descriptors:
        if target != descriptor:
            os.dup2(target, descriptor)
    if target > 2:
        os.close(target)


def terminal(descriptor):
    """An unbuffered text stream that takes any text."""
    raw = os.fdopen(descriptor, "wb", 0, closefd=False)
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", write_through=True)


def read_text(path):
    """A file's text, shortened, whatever bytes it holds."""
    limit = evidence.LONGEST
    size = files.size(path)
    data = files.read(path, 0, 2 * limit)
    if size > 2 * limit:
        data = data[:limit] + b"\n[... %d bytes left out ...]\n" % (size - 2 * limit)
        data += files.read(path, size - limit, limit)
    return data.decode("utf-8", "backslashreplace")
