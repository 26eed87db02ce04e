"""Signal handlers."""


def my_handler(signum, frame):
    print("signal", signum)


def exit_handler(signum, frame):
    raise SystemExit(0)


def hup_handler(signum, frame):
    print("hang-up")
