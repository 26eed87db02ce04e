"""What was recorded of a release while it ran: its scenario's own words, and the events of all steps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.model import Observation

#: What the key of a scenario's plan begins with: it belongs to no page.
PREFIX = "scenario:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """Names that were really there.

    Only when it is complete does it say something that a name is not in it: then every kind of end of a task was seen.
    """

    #: Signal → argument that handlers were given, the sender too → classes of its values.
    signals: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    events: Mapping[str, frozenset[str]] = field(default_factory=dict)  # type → fields
    request: frozenset[str] = frozenset()  # attributes of the request of a running task
    complete: bool = False


def read(observations: Iterable[Observation]) -> Recording:
    """The recording that observations hold; an empty one when the scenario did not come to its end."""
    events: dict[str, set[str]] = {}
    told: Mapping[str, object] = {}
    for observation in observations:
        for event in observation.events:
            events.setdefault(event.type, set()).update(event.fields)
        if observation.plan.startswith(PREFIX) and observation.status == "done":
            told = _last(observation.output)
    return Recording(
        signals=_signals(told.get("signals")),
        events={name: frozenset(fields) for name, fields in events.items()},
        request=_names(told.get("request")),
        complete=bool(told),
    )


def _last(output: str) -> Mapping[str, object]:
    """The last line that is a JSON object."""
    for line in reversed(output.strip().split("\n")):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            return told
    return {}


def _signals(told: object) -> Mapping[str, Mapping[str, frozenset[str]]]:
    signals = told if isinstance(told, dict) else {}
    return {
        str(signal): {str(name): _names(kinds) for name, kinds in arguments.items()}
        for signal, arguments in signals.items()
        if isinstance(arguments, dict)
    }


def _names(told: object) -> frozenset[str]:
    return frozenset(map(str, told)) if isinstance(told, list) else frozenset()
