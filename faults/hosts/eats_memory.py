"""Eats its memory cgroup's memory until the kernel has killed PID for it: `eats_memory.py PID`.

The kernel takes PID first, since the harness has said so (oom_score_adj).
"""

import sys


def lives(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="latin1") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


eaten = []
print("ready", flush=True)
sys.stdin.readline()
for _ in range(1024):
    if not lives(sys.argv[1]):
        sys.exit(0)
    eaten.append(b"x" * (256 * 1024))
sys.exit(1)
