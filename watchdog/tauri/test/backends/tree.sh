# A worker, a daemon that leaves session and group and ignores SIGTERM, and itself; none reads its stdin.
sleep 1000 "$@" 2>/dev/null &
setsid sh -c 'trap "" TERM; (sleep 1000; exit) & exec sleep 1000' "$@" &
trap '' TERM
while :; do sleep 1000; done
