"""Names of Python's own: of its standard library's modules that docs refer to, and of its builtins."""

from __future__ import annotations

import builtins
import collections.abc
import concurrent.futures
import contextlib
import datetime
import decimal
import enum
import functools
import importlib
import inspect
import itertools
import json
import logging
import logging.handlers
import multiprocessing
import operator
import os
import os.path
import pickle
import queue
import random
import re
import signal
import socket
import ssl
import string
import subprocess
import sys
import threading
import time
import traceback
import types
import typing
import unittest.mock
import urllib.parse
import uuid
import warnings
import weakref

from harness.checks import _nearest

#: What the modules have, by their names.
MODULES = {
    each.__name__: frozenset(dir(each))
    for each in (
        collections, collections.abc, concurrent.futures, contextlib, datetime, decimal, enum, functools, importlib,
        inspect, itertools, json, logging, logging.handlers, multiprocessing, operator, os, pickle, queue, random, re,
        signal, socket, ssl, string, subprocess, sys, threading, time, traceback, types, typing, unittest.mock,
        urllib.parse, uuid, warnings, weakref,
    )
} | {"os.path": frozenset(dir(os.path))}  # fmt: skip

_KINDS = {name: type(value) for name, value in vars(builtins).items()}
#: What is built in, by the roles that refer to it.
BUILTINS = {
    "class": frozenset(name for name, kind in _KINDS.items() if kind is type),
    "exc": frozenset(
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    ),
    "func": frozenset(name for name, value in vars(builtins).items() if callable(value) and not name.startswith("_")),
    "data": frozenset({"True", "False", "None", "NotImplemented", "Ellipsis"}),
    "const": frozenset({"True", "False", "None", "NotImplemented", "Ellipsis"}),
}


def has(role: str, path: str) -> bool:
    """Whether Python has what a role refers to: a builtin, a module of the standard library, or what that has."""
    first, *rest = path.split(".")
    if not rest:
        return path in sys.stdlib_module_names if role == "mod" else path in BUILTINS.get(role, frozenset())
    for count in range(len(rest), 0, -1):
        module = ".".join([first, *rest[: count - 1]])
        if module in MODULES:
            return rest[count - 1] in MODULES[module]
    return path in MODULES


def meant(path: str) -> tuple[str, str, str] | None:
    """Module, name and what is clearly meant by it, where a module of the standard library does not have the name.

    Which names there are differs between Pythons, so one that is like none is not told.
    """
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:count])
        if module in MODULES:
            name = parts[count]
            near = _nearest.nearest(name, MODULES[module]) if name not in MODULES[module] else None
            return (module, name, near) if near is not None else None
    return None
