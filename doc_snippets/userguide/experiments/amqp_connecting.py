"""How `celery amqp` tells the address that it connects to."""

from kombu import Connection

real = Connection(claimed["address"]).as_uri()
expect("address", claimed["address"], real, "the password is masked, given or not, and the virtual host / has its name")
