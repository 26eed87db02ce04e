"""Whether AMQP has exchanges of these types at all."""

from kombu import Connection

known = Connection("amqp://").transport.implements.exchange_type
for name, kind in claimed.items():
    if kind not in known:
        real = [each for each in sorted(known) if each.startswith(kind) or kind.startswith(each)]
        assert len(real) == 1, f"there are no exchanges of type {kind}"
        contradicted(name, real[0], f"AMQP has exchanges of the types {', '.join(sorted(known))}")
