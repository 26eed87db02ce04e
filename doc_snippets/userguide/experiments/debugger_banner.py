"""What the debugger says where it is to be reached."""

from celery.contrib import rdb

lines = [line for line in rdb.BANNER.splitlines() if line.strip()]
said = next(line for line in lines if "telnet" in line)
before = said.partition(": ")[2].partition("telnet")[0].strip()
if claimed["words"] != before:
    otherwise(f'the debugger says "{before} telnet …"', words=before)
