"""How the lists are called that a queue is split into for priorities."""

from kombu.transport.redis import Channel

#: No connection is needed for names.
channel = Channel.__new__(Channel)
real = [channel._q_for_pri("celery", priority) for priority in Channel.priority_steps]
expect("queues", eval(claimed["queues"]), real)
