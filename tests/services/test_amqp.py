"""The guard of a RabbitMQ connection: frames in any pieces, names and passwords changed both ways, what is declared."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.services._amqp import FRAME, HEADER, NAMES, Guard, Ledger, method

REAL = ("doc-harness-0a1b2c3d-0000123-00000000-00", "doc-harness-user", "very-secret")


def guard(ledger: Ledger | None = None) -> Guard:
    return Guard(*REAL, Ledger() if ledger is None else ledger)


def short(text: str | bytes) -> bytes:
    data = text if isinstance(text, bytes) else text.encode()
    return bytes([len(data)]) + data


def long(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def number(*pair: int) -> bytes:
    return b"".join(part.to_bytes(2) for part in pair)


def start_ok(mechanism: str, response: bytes) -> bytes:
    return method(
        0, number(10, 11), long(b"\x07productS\0\0\0\x01x") + short(mechanism) + long(response) + short("en_US")
    )


def plain(user: str, password: str) -> bytes:
    return start_ok("PLAIN", b"\0" + user.encode() + b"\0" + password.encode())


def amqplain(user: str, password: str) -> bytes:
    table = short("LOGIN") + b"S" + long(user.encode()) + short("PASSWORD") + b"S" + long(password.encode())
    return start_ok("AMQPLAIN", table)


def opened(vhost: str) -> bytes:
    return method(0, number(10, 40), short(vhost) + short("") + b"\0")


def queue_declare(name: str | bytes, bits: int = 0) -> bytes:
    return method(1, number(50, 10), b"\0\0" + short(name) + bytes([bits]) + b"\0\0\0\0")


def exchange_declare(name: str, bits: int = 0) -> bytes:
    return method(1, number(40, 10), b"\0\0" + short(name) + short("topic") + bytes([bits]) + b"\0\0\0\0")


def exchange_bind(destination: str, source: str) -> bytes:
    return method(1, number(40, 30), b"\0\0" + short(destination) + short(source) + short("key") + b"\0\0\0\0\0")


def closed(channel: int, text: str) -> bytes:
    return method(channel, number(20, 40) if channel else number(10, 50), number(404) + short(text) + number(50, 10))


def body(data: bytes) -> bytes:
    return b"\x03\0\x01" + long(data) + b"\xce"


def heartbeat() -> bytes:
    return b"\x08\0\0\0\0\0\0\xce"


def through(data: bytes, *cuts: int, ledger: Ledger | None = None) -> bytes:
    there, places = guard(ledger), [0, *sorted(cuts), len(data)]
    return b"".join(there.to_server(data[a:b]) for a, b in itertools.pairwise(places))


def after_greeting() -> Guard:
    there = guard()
    there.to_server(HEADER)
    return there


@pytest.mark.parametrize("login", [plain, amqplain])
def test_the_plans_guest_is_the_leases_user(login):
    assert through(HEADER + login("guest", "guest")) == HEADER + login(*REAL[1:])


@pytest.mark.parametrize("login", [plain, amqplain])
@pytest.mark.parametrize("who", [("guest", "wrong"), ("admin", "admin"), REAL[1:], ("", "")])
def test_nobody_else_is_let_in(login, who):
    sent = through(HEADER + login(*who))
    assert sent not in (HEADER + login(*who), HEADER + login(*REAL[1:]), HEADER + login("guest", "guest"))
    assert REAL[2].encode() not in sent


def test_the_plans_vhost_is_the_leases():
    assert through(HEADER + opened("/")) == HEADER + opened(REAL[0])
    for other in ("myvhost", "", REAL[0], "x" * 255):
        assert through(HEADER + opened(other)) == HEADER + opened("doc-harness has no " + other[:200])


def test_what_the_broker_says_is_what_a_reader_would_see():
    told = f"NOT_FOUND - no queue 'x' in vhost '{REAL[0]}' of '{REAL[1]}'"
    for channel in (0, 1):
        assert after_greeting().to_client(closed(channel, told)) == closed(
            channel, "NOT_FOUND - no queue 'x' in vhost '/' of 'guest'"
        )


def test_frames_are_kept_small():
    def tune(frame: int) -> bytes:
        return method(0, number(10, 30), number(2047) + frame.to_bytes(4) + number(60))

    for offered, told in ((0, FRAME), (1 << 30, FRAME), (4096, 4096)):
        assert after_greeting().to_client(tune(offered)) == tune(told)


def test_what_is_declared_is_written_down():
    ledger = Ledger()
    there = guard(ledger)
    there.to_server(
        HEADER
        + exchange_declare("celery")
        + exchange_declare("looked-for", 1)
        + exchange_declare("")
        + queue_declare("celery")
        + queue_declare("looked-for", 1)
        + queue_declare("")
        + queue_declare("später")
        + exchange_bind("a", "amq.topic")
    )
    there.to_client(method(1, number(50, 11), short("celery") + b"\0" * 8))
    there.to_client(method(1, number(50, 11), short("amq.gen-x1") + b"\0" * 8))
    assert list(ledger.queues) == ["celery", "später", "amq.gen-x1"]
    assert list(ledger.exchanges) == ["celery"]
    assert ledger.whole


WHAT_IS_NOT_WRITTEN_DOWN = {
    "a binding between exchanges that stay": exchange_bind("amq.direct", "amq.topic"),
    "a name that is no text": queue_declare(b"\xff\xfe"),
    "too many queues": b"".join(queue_declare(f"q{number}") for number in range(NAMES + 1)),
    "too many exchanges": b"".join(exchange_declare(f"q{number}") for number in range(NAMES + 1)),
}


@pytest.mark.parametrize("sent", WHAT_IS_NOT_WRITTEN_DOWN.values(), ids=WHAT_IS_NOT_WRITTEN_DOWN)
def test_the_ledger_says_when_it_does_not_hold_all(sent):
    ledger = Ledger()
    assert through(HEADER + sent, ledger=ledger) == HEADER + sent
    assert not ledger.whole
    assert len(ledger.queues) + len(ledger.exchanges) <= NAMES


NO_AMQP = {
    "a Redis request": b"*1\r\n$4\r\nPING\r\n",
    "HTTP": b"GET / HTTP/1.1\r\n\r\n",
    "AMQP 1.0": b"AMQP\x00\x01\x00\x00",
    "AMQP 1.0 with a password": b"AMQP\x03\x01\x00\x00",
    "a frame that does not end": HEADER + heartbeat()[:-1] + b"\0",
    "a frame that is too large": HEADER + b"\x03\0\x01" + (FRAME + 1).to_bytes(4),
    "a method without a number": HEADER + b"\x01\0\0\0\0\0\x02\0\x0a\xce",
    "a method without arguments": HEADER + method(0, number(10, 40), b""),
    "an argument cut off": HEADER + method(0, number(50, 10), b"\0\0\x20short"),
}


@pytest.mark.parametrize("data", NO_AMQP.values(), ids=NO_AMQP)
def test_what_is_no_amqp_ends_the_connection(data):
    for cuts in ((), range(1, len(data))):
        with pytest.raises(ValueError):
            through(data, *cuts)


def test_memory_is_a_frame():
    there, sent = after_greeting(), body(b"x" * (FRAME - 8))
    for _ in range(200):
        for place in range(0, len(sent), 65536):
            there.to_server(sent[place : place + 65536])
        assert len(there._sent._buffer) == 0


FRAMES = st.one_of(
    st.binary(max_size=60).map(body),
    st.sampled_from(
        [heartbeat(), queue_declare("q"), queue_declare(""), exchange_declare("e"), opened("/"), opened("x")]
    ),
    st.sampled_from([amqplain("guest", "guest"), plain("guest", "guest")]),
    st.tuples(st.integers(60, 90), st.integers(0, 99), st.binary(max_size=30)).map(
        lambda drawn: method(1, number(*drawn[:2]), drawn[2])
    ),
)


@given(st.data())
def test_it_does_not_matter_where_the_bytes_are_cut(data):
    sent = HEADER + b"".join(data.draw(st.lists(FRAMES, max_size=8)))
    cuts = data.draw(st.lists(st.integers(0, len(sent)), max_size=12))
    one, other, third = Ledger(), Ledger(), Ledger()
    whole = through(sent, ledger=one)
    assert through(sent, *cuts, ledger=other) == whole
    assert through(sent, *range(len(sent)), ledger=third) == whole
    assert one == other == third


@given(st.binary(max_size=200), st.data())
def test_noise_ends_the_connection_or_stays_harmless(noise, data):
    cuts = data.draw(st.lists(st.integers(0, len(noise) + 8), max_size=5))

    def end(*where: int) -> bytes | None:
        try:
            return through(HEADER + noise, *where)
        except ValueError:
            return None

    assert end(*cuts) == end()


@given(st.lists(FRAMES, max_size=5), st.binary(max_size=30))
def test_only_whole_frames_go_on(frames, rest):
    """So that what the harness says in a plan's place never stands in the middle of one."""
    there = after_greeting()
    passed = there.to_client(b"".join(frames))
    assert there.to_client(body(rest)[:-1]) == b""
    assert passed.endswith(b"\xce") or not frames
