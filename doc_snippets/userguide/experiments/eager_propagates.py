"""Whether eagerly executed tasks propagate exceptions, without and with the setting."""

from lab import app, fail


def outcome(call):
    try:
        call()
    except ValueError:
        return "raised"
    return "returned"


app.conf.task_always_eager = True
ends = [outcome(fail.delay), outcome(fail.apply)]
assert ends == ["returned", "returned"], f"without the setting delay() {ends[0]} and apply() {ends[1]}"
app.conf.task_eager_propagates = True
ends = [outcome(fail.delay), outcome(fail.apply)]
assert ends == ["raised", "raised"], f"with the setting delay() {ends[0]} and apply() {ends[1]}"
