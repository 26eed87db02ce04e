"""What the prompt of the shell is."""

import inspect
import sys

import click
from celery.bin.amqp import amqp
from click_repl import repl

given = {"group": amqp, "prompt_kwargs": {}, "ctx": click.Context(amqp)}
bootstrap_prompt = sys.modules[repl.__module__].bootstrap_prompt
taken = {name: given[name] for name in inspect.signature(bootstrap_prompt).parameters}
prompt = bootstrap_prompt(**taken)["message"]
assert any(letter.isdigit() for letter in prompt), (
    f"the prompt of the shell is {prompt!r}: the commands are not counted"
)
