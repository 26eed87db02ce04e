"""Whether an exchange is declared with what the page says, on the command line or with a channel of py-amqp."""

import inspect
import re

from amqp.channel import Channel
from celery.bin.amqp import amqp

names = [name.strip() for name in claimed["arguments"].split(",")]
command = {parameter.name for parameter in amqp.commands["exchange.declare"].params}
known = command | set(inspect.signature(Channel.exchange_declare).parameters)
real = [name for name in names if name in known or re.sub("_name$", "", name) in known]
if real != names:
    lost = " and ".join(name for name in names if name not in real)
    otherwise(
        f"neither celery amqp exchange.declare nor Channel.exchange_declare takes {lost}", arguments=", ".join(real)
    )
