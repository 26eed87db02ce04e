"""Whether a transport of one's own can be named by its path in a broker's URL."""

import os
import sys
import types

from celery import Celery
from kombu.transport import memory


class MyTransport(memory.Transport):
    """A transport of the reader's own."""


package, module = types.ModuleType("proj"), types.ModuleType("proj.transports")
package.__path__ = []
package.transports, module.MyTransport = module, MyTransport
sys.modules.update({"proj": package, "proj.transports": module})


# It would stand above what an application is told.
os.environ.pop("CELERY_BROKER_URL", None)


def connects(**settings):
    """Whether an application with these settings gets the transport, for a broker on this host."""
    app = Celery("transported", set_as_current=False)
    app.conf.update(settings)
    try:
        connection = app.connection_for_write()
        return isinstance(connection.transport, MyTransport) and connection.hostname == "localhost"
    except (AttributeError, ImportError, KeyError, ValueError):  # by the release of Kombu
        return False


able = connects(broker_transport="proj.transports:MyTransport", broker_url="localhost")
if corrected:
    assert able, "the transport cannot be named in broker_transport"
elif not connects(**{claimed["setting"]: claimed["url"]}):
    if not able:
        raise RuntimeError("the transport cannot be named at all")
    otherwise(
        "no connection can be made with a dotted path as the scheme of a URL: the path goes into broker_transport"
    )
