"""Errors that a user can act on; the command line prints their one message and exits with their status."""

from __future__ import annotations


class HarnessError(Exception):
    """Base: `str()` is one line or paragraph that says what is wrong, where, and what to do."""

    exit_status = 4


class UsageError(HarnessError):
    """The command line, the configuration or a context file is wrong."""

    exit_status = 2


class NoPageError(UsageError):
    """None of the pages that were asked for is a page of the docs."""


class MissingError(HarnessError):
    """Something needed is not there: docs, a release, an interpreter, a broker, the network."""

    exit_status = 3


class NothingCheckedError(MissingError):
    """The pages hold nothing that can be checked."""
