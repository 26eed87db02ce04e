"""What the alive workers come in."""

from celery.events.state import State

expect("kind", claimed["kind"], type(State().alive_workers()).__name__)
