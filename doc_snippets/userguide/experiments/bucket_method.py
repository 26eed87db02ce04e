"""What the method is called by which a bucket gives a token."""

from kombu.utils.limits import TokenBucket

((slot, documented),) = claimed.items()
bucket = TokenBucket(fill_rate=0.001, capacity=1)
assert bucket.can_consume(1) and not bucket.can_consume(1), "can_consume gives more tokens than there are"
if not hasattr(bucket, documented):
    otherwise(f"TokenBucket has no method {documented}: it is can_consume", **{slot: "can_consume"})
