"""How many revoked tasks are kept in memory, and how long."""

from celery.worker import state

expect("most", claimed["most"], state.revoked.maxlen)
expect("seconds", claimed["seconds"], state.revoked.expires)
