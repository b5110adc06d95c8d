#!/bin/sh
# A child with a worker of its own.
sleep 987654 &
echo "$$" >"$BENCH_FIFO"
wait
