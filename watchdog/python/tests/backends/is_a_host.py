"""A host to be killed: starts the backend of its argument, linked, tells its pid, and reads until it dies."""

import os
import subprocess
import sys

child = subprocess.Popen(
    [sys.executable, sys.argv[1]],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    stderr=subprocess.PIPE,
    env={**os.environ, "LIFEBOUND_LINK": "stdio"},
)
params = '{"protocol":1,"nonce":"n","generation":1,"appVersion":null}'
hello = f'{{"jsonrpc":"2.0","method":"lifebound/hello","params":{params}}}\n'
if child.stdin is None or child.stdout is None:
    raise RuntimeError("no pipes")
child.stdin.write(hello.encode())
for line in sys.argv[2:]:
    child.stdin.write(line.encode() + b"\n")
child.stdin.flush()
print(child.pid, flush=True)
for line_of_child in child.stdout:
    sys.stdout.write(line_of_child.decode())
    sys.stdout.flush()
