"""Whether `celery amqp exchange.delete` can do without its second argument."""

from amqp_shell import answer, entered

answer("exchange.declare testexchange direct")
assert not entered("exchange.delete testexchange false").exit_code, "not even with both arguments"
result = entered(f"exchange.delete {claimed['arguments']}")
if result.exit_code:
    contradicted("arguments", f"{claimed['arguments']} false", result.output.strip().splitlines()[-1])
