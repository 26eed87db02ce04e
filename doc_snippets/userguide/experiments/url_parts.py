"""What each part of a broker's URL is taken for: the form tells it by the parts' own names."""

import re

from kombu.utils.url import parse_url

parts = parse_url(re.sub(r":port\b", ":5672", claimed["form"]))
assert parts["port"] == 5672, f"the port is read as {parts['port']!r}"
for name in ("transport", "userid", "password", "hostname", "virtual_host"):
    assert parts[name] == name, f"the part {parts[name]} is read as {name}"
