"""How often a worker checks the heartbeat of its connection to the broker, unless told otherwise."""

from lab_plain import app

rate = app.conf.broker_heartbeat_checkrate
seconds = claimed["beat"] / rate
words = {2: "double", 3: "triple"}, {2: "twice", 3: "three times"}
real = {"rate": rate, "seconds": round(seconds, 2), "factor": words[0].get(rate), "times": words[1].get(rate)}
wrong = [name for name in claimed.keys() & real.keys() if real[name] is not None and claimed[name] != real[name]]
if wrong:
    otherwise(
        f"broker_heartbeat_checkrate is {rate:g} by default: a heartbeat of {claimed['beat']:g} seconds is checked"
        f" every {seconds:.2f} seconds",
        **{name: real[name] for name in wrong},
    )
