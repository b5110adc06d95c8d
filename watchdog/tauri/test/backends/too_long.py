"""Speaks the link by hand: answers with more than a message may hold, then with little."""

import json
import sys


def send(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


for line in sys.stdin:
    message = json.loads(line)
    if message.get("method") == "lifebound/hello":
        params = {"protocol": 1, "nonce": message["params"]["nonce"], "version": None, "port": None}
        send({"method": "lifebound/ready", "params": params})
        print("no message at all", flush=True)
        send({"id": "ask-1", "method": "host/question", "params": {}})
    elif message.get("id") == "ask-1":
        print(f"refused with {message['error']['code']}", file=sys.stderr, flush=True)
    elif "id" in message:
        send({"id": message["id"], "result": "x" * message["params"]["length"]})
