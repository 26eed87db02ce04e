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
    if text not in printed:
        raise RuntimeError("the help does not say so")
    return option.type.convert(text, option, click.Context(worker)) if "@" in text else host_format(text)


host = nodesplit(option.type.convert("w1@%h", option, click.Context(worker)))[1]
if expanded(claimed["example"]) != f"w1@{host}":
    contradicted("example", "w1@%h", f"the worker is called {claimed['example'].replace('%%h', '%(hostname)')}")
assert expanded(claimed["host"]) == host_format("%h"), "what expands to the hostname is %h"
assert expanded(claimed["name"]) == host_format("%n"), "what expands to the name is %n"
assert expanded(claimed["domain"]) == host_format("%d"), "what expands to the domain is %d"
