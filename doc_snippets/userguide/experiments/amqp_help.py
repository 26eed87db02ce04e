"""What is to be typed for a list of the commands of `celery amqp`."""

from amqp_shell import entered

PROGRAM, RIGHT = "celery amqp ", "--help"


def lists(typed):
    """Whether it is answered with the commands: by the program, or by its shell."""
    answered = entered(typed[len(PROGRAM) :]) if typed.startswith(PROGRAM) else entered("repl", f"{typed}\n")
    return all(command in answered.output for command in ("basic.ack", "queue.declare"))


if not lists(claimed["help"]):
    assert lists(RIGHT), f"the shell has no command {claimed['help']}: celery amqp --help lists the commands"
    contradicted("help", RIGHT, f"the shell has no command {claimed['help']}")
