"""How long a result is kept by default."""

from lab import app

expect("days", claimed["days"], app.backend.expires / 86400)
