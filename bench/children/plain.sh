#!/bin/sh
# Tells its birth, then does nothing.
echo "$$" >"$BENCH_FIFO"
exec sleep 987654
