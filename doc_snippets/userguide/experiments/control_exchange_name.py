"""How the exchange of remote control is called when control_exchange is set."""

from celery import Celery

app = Celery("controlled", broker="amqp://", set_as_current=False)
app.conf.control_exchange = "commands"
name = app.control.mailbox.exchange.name
assert (name != "commands") == corrected, f"with control_exchange = 'commands' the exchange is called {name}"
