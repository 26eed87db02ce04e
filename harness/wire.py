"""Records to JSON and back; JSON Lines files that survive a kill."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(record: Any) -> Any:
    """A record (or a container of records) as what `json` can write: dataclasses become objects, tuples arrays."""
    if record is None or isinstance(record, (str, int, float)):
        return record
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {name: to_json(getattr(record, name)) for name in _names(type(record))}
    if isinstance(record, Mapping):
        return {str(key): to_json(value) for key, value in record.items()}
    if isinstance(record, (list, tuple)):
        return [to_json(value) for value in record]
    return record


def from_json(cls: type[T], data: Any) -> T:
    """The record of class `cls` that `to_json` made `data` of.

    Raises ValueError, with the path of the key, when `data` does not fit: a missing or unknown key, a wrong type.
    """
    return typing.cast(T, _decode(cls, data, cls.__name__))


@functools.cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(cls))


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _decode(kind: Any, data: Any, path: str) -> Any:
    if kind is Any:
        return data
    if isinstance(kind, typing.NewType):
        return _decode(kind.__supertype__, data, path)
    if dataclasses.is_dataclass(kind):
        return _decode_record(typing.cast(type, kind), data, path)
    origin = typing.get_origin(kind)
    if origin is None:
        return _decode_scalar(kind, data, path)
    arguments = typing.get_args(kind)
    if origin is typing.Literal:
        if data not in arguments:
            raise ValueError(f"{path}: {data!r} is none of {', '.join(map(repr, arguments))}")
        return data
    if origin in (types.UnionType, typing.Union):
        return _decode_union(arguments, data, path)
    if origin is tuple:
        _expect(list, data, path)
        return tuple(_decode(arguments[0], item, f"{path}[{i}]") for i, item in enumerate(data))
    if issubclass(origin, Mapping):
        _expect(dict, data, path)
        return {key: _decode(arguments[1], value, f"{path}.{key}") for key, value in data.items()}
    raise TypeError(f"{path}: records have no fields of type {kind!r}")


def _decode_record(cls: type, data: Any, path: str) -> Any:
    _expect(dict, data, path)
    hints = _hints(cls)
    if unknown := data.keys() - hints.keys():
        raise ValueError(f"{path}: unknown key {sorted(unknown)[0]!r} (known: {', '.join(hints)})")
    try:
        return cls(**{key: _decode(hints[key], value, f"{path}.{key}") for key, value in data.items()})
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from None


def _decode_scalar(kind: Any, data: Any, path: str) -> Any:
    if kind is float and type(data) is int:
        return float(data)
    # bool is an int to Python, and not to a reader of JSON.
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise ValueError(f"{path}: expected {kind.__name__}, got {data!r}")
    return data


def _decode_union(kinds: tuple[Any, ...], data: Any, path: str) -> Any:
    if data is None and type(None) in kinds:
        return None
    rest = [kind for kind in kinds if kind is not type(None)]
    if len(rest) != 1:
        raise TypeError(f"{path}: records have optional fields, and no other unions")
    return _decode(rest[0], data, path)


def _expect(kind: type, data: Any, path: str) -> None:
    if not isinstance(data, kind):
        raise ValueError(f"{path}: expected {kind.__name__}, got {data!r}")


def dumps(record: Any) -> str:
    """One line of JSON, keys in the record's order."""
    # ASCII: a sample may print half a character, which no encoding takes.
    return json.dumps(to_json(record), separators=(", ", ": "))


def write_lines(path: Path, records: Iterable[Any]) -> list[int]:
    """Write records as JSON Lines, all or nothing: the file is replaced when the last one is written.

    Returns where each begins, in bytes, for `read_line`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    starts, end = [], 0
    with partial.open("wb") as file:
        for record in records:
            starts.append(end)
            end += file.write(dumps(record).encode() + b"\n")
    partial.replace(path)
    return starts


def append_lines(path: Path, records: Iterable[Any]) -> None:
    """Append records in one write each, so that a killed writer leaves whole lines and at most one torn one."""
    with path.open("a", encoding="utf-8") as file:
        for record in records:
            file.write(dumps(record) + "\n")
            file.flush()


def read_line(path: Path, start: int, cls: type[T]) -> T:
    """The record of a JSON Lines file that begins at a byte.  Raises ValueError when none does."""
    with path.open("rb") as file:
        file.seek(start)
        return from_json(cls, json.loads(file.readline()))


def read_lines(path: Path, cls: type[T]) -> Iterator[T]:
    """The records of a JSON Lines file; none when there is no file.

    A torn last line (the writer was killed) is passed over.  Raises ValueError with file and line for anything else.
    """
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            yield from_json(cls, json.loads(line))
        except ValueError as error:
            if number == len(lines):
                return
            raise ValueError(f"{path}:{number}: {error}") from None
