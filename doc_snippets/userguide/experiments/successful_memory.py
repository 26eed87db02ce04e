"""How many successful tasks are kept in memory, and how long."""

from celery.worker import state

expect("most", claimed["most"], state.successful_requests.maxlen)
expect("seconds", claimed["seconds"], state.successful_requests.expires)
