"""What `celery amqp` makes of what is typed when it is started without a command."""

from amqp_shell import entered

TYPED = "queue.declare testqueue\n"
shell = entered("repl", TYPED)
assert "testqueue" in shell.output, shell.output
assert "testqueue" in entered("", TYPED).output, (
    "without arguments celery amqp connects and ends, whatever is typed: celery amqp repl starts the shell"
)
