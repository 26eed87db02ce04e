"""What the help of the option says, and what becomes of the names in it."""

import socket

import click
from celery.bin.worker import worker
from celery.utils.nodenames import host_format, nodesplit

name, _, domain = socket.gethostname().partition(".")
option = next(each for each in worker.params if "--hostname" in each.opts)
printed = " ".join(option.help.split())


def expanded(text):
    """What a worker is called when it is given that name; percent signs are printed as they stand in the help."""
    if text.replace("%%", "%") not in printed.replace("%%", "%"):
        raise RuntimeError("the help does not say so")
    return option.type.convert(text, option, click.Context(worker)) if "@" in text else host_format(text)


host = nodesplit(option.type.convert("w1@%h", option, click.Context(worker)))[1]
real = {"example": "w1@%h", "host": "%h", "name": "%n", "domain": "%d"}
meant = {"example": f"w1@{host}", **{slot: host_format(real[slot]) for slot in ("host", "name", "domain")}}
wrong = [slot for slot, text in claimed.items() if expanded(text.rstrip(",")) != meant[slot] or text.endswith(",")]
if wrong and any("%%" in text for text in claimed.values()):
    otherwise("the help is printed as it stands, with %%h, %%n and %%d: what is expanded is %h, %n and %d", **real)
assert not wrong, f"not so expanded: {', '.join(claimed[slot] for slot in wrong)}"
