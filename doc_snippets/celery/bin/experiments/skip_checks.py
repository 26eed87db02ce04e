"""Which values of the environment variable skip the checks."""

import os

import click
from celery.bin.celery import celery

option = next(each for each in celery.params if "--skip-checks" in each.opts)


def skips(value):
    """What is made of the variable; None when it is refused."""
    os.environ["SKIP_CHECKS"] = value
    try:
        return option.handle_parse_result(click.Context(celery), {}, [])[0]
    except click.BadParameter:
        return None


assert skips("true") is True, "not even true skips the checks"
if "any non-empty string" in claimed["value"] and (skips("foo"), skips("0")) != (True, True):
    otherwise(
        "SKIP_CHECKS has to be a true value, such as 1: 0 does not skip the checks, and other words are refused",
        value="a true value, such as 1,",
    )
