"""What a worker consumes from by default."""

from lab import told

names = [queue["name"] for queue in told("active_queues")]
expect("queue", claimed["queue"], ", ".join(names))
