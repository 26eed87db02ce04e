"""Into which lists Redis priorities are consolidated by default."""

from kombu.transport.redis import Channel

expect("levels", claimed["levels"], len(Channel.priority_steps))
