import click


class DaemonOption(click.Option):
    def daemon_setting(self, ctx, opt, value):
        return value


@click.group(invoke_without_command=True)
@click.option("-A", "--app", envvar="APP")
@click.option("-b", "--broker", envvar="BROKER_URL")
@click.option("-C", "--no-color", is_flag=True)
@click.option("-q", "--quiet", is_flag=True)
@click.option("--version", is_flag=True)
def celery(**kwargs):
    """Celery command entrypoint."""


@celery.command(context_settings={"allow_extra_args": True})
@click.option("-l", "--loglevel", type=click.Choice(["DEBUG", "INFO"]), default="INFO")
@click.option("-c", "--concurrency", type=int)
@click.option("-n", "--hostname")
@click.option("-E", "--task-events", is_flag=True)
@click.option("-B", "--beat", is_flag=True)
@click.option("-Q", "--queues")
@click.option("--autoscale")
@click.option("--time-limit", type=float)
@click.option("--soft-time-limit", type=float)
@click.option("--without-gossip", is_flag=True)
@click.option("--pidfile", cls=DaemonOption)
def worker(**kwargs):
    """Start worker instance."""


@celery.command(context_settings={"allow_extra_args": True})
@click.argument("command")
@click.option("-t", "--timeout", type=float)
@click.option("-d", "--destination")
@click.option("-j", "--json", is_flag=True)
def control(**kwargs):
    """Send the COMMAND control command to the workers."""


@celery.command(context_settings={"allow_extra_args": True})
@click.argument("command")
@click.option("-d", "--destination")
def inspect(**kwargs):
    """Inspect the workers."""


@celery.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def multi(**kwargs):
    """Start multiple worker instances."""


@celery.command()
@click.option("-f", "--force", is_flag=True)
def purge(**kwargs):
    """Erase all messages."""


@celery.command()
@click.argument("name")
@click.option("-a", "--args")
def call(**kwargs):
    """Call a task by name."""


@celery.group("amqp")
def amqp(**kwargs):
    """AMQP Administration Shell."""


@amqp.command("queue.delete")
@click.argument("queue")
@click.argument("if_unused", required=False)
def delete(**kwargs):
    """Delete it."""


def main():
    return celery(auto_envvar_prefix="CELERY")
