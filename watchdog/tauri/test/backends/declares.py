"""Declares the helper that it is told of, and ends with its stdin."""

import json
import os
import sys


def tell(method, **params):
    print(json.dumps({"jsonrpc": "2.0", "method": f"lifebound/{method}", "params": params}), flush=True)


nonce = json.loads(sys.stdin.readline())["params"]["nonce"]
tell("declare", pid=int(os.environ["HELPER_PID"]), namespace=os.readlink("/proc/self/ns/pid"))
tell("ready", protocol=1, nonce=nonce, version=None, port=None)
sys.stdin.read()
