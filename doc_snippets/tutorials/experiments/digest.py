"""Whether a digest can be made of the address of a feed as the example does."""

from hashlib import md5

feed_url = "https://example.com/feed.xml"
try:
    feed_url_hexdigest = md5(eval(claimed["what"])).hexdigest()
except TypeError as error:
    contradicted("what", f"{claimed['what']}.encode()", str(error))
assert len(feed_url_hexdigest) == 32, feed_url_hexdigest
