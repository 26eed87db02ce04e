"""The AMQP client: nothing of it is looked at here."""
