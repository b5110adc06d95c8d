/**
 * The shell scripts that bind a backend to its host. POSIX sh, tried with dash, bash and busybox; every word of theirs
 * is an argument, so nothing is quoted into them. docs/architecture.md has the pictures.
 */

/**
 * PID 1 of a namespace: `sh -c INIT lifebound GRACE program args…`, GRACE in seconds.
 * Descriptor 3: signal names, one a line, from the host; its EOF means that the host is gone. Descriptor 4: the init
 * writes `started` just before the program's exec.
 * - The program is in the foreground: a background job of a shell has no stdin, and ignores SIGINT and SIGQUIT.
 * - `kill -- -1` reaches all in the namespace save PID 1 and the sender. When the init exits, the kernel ends the rest:
 *   so after an end that was asked for (the reader tells it by SIGUSR1) it waits for those who still save, and whoever
 *   asked forces them.
 * - The forced end goes on until the init has gone: on a busy machine the program may be forked only after the first.
 * - A shell that can't start a process (`sleep`: the backend may have taken all that its user may have) ends, so that
 *   what must be done is done by a trap, and by builtins.
 * - The shell's own remarks ("Terminated") are not the backend's, hence the detour of its stderr by descriptor 5.
 */
export const initScript = `grace=$1; shift
exec 5>&2 2>/dev/null
asked=
trap asked=1 USR1
{
  exec 0<&3 3<&- 4>&- 5>&- >/dev/null
  trap 'kill -s KILL -- -1' EXIT
  while read -r name; do kill -s USR1 1; kill -s "$name" -- -1; done
  kill -s USR1 1; kill -s TERM -- -1
  sleep "$grace"
  while kill -s KILL -- -1 || :; do sleep 0.05; done
} &
reader=$!
others() {
  for file in /proc/[0-9]*/stat; do
    read -r stat <"$file" || continue
    pid=\${stat%% *}
    set -- \${stat##*) }
    case "$pid,$2,$1" in 1,* | "$reader",* | *,"$reader",* | *,Z | *,X) ;; *) return 0 ;; esac
  done
  return 1
}
( echo started >&4; exec 2>&5 3<&- 4>&- 5>&-; exec "$@" )
status=$?
exec 3<&- 4>&- 5>&-
while [ -n "$asked" ] && others; do sleep 0.02; done
exit "$status"`;

/** The init is 1, its reader 2, and the program the next that is forked. */
export const programPidInNamespace = 3;

/** Joins its cgroup before it becomes the program. Descriptor 3 is the keeper's lifeline, let go once it is bound. */
export const joinCgroupScript = `echo 0 >"$1/cgroup.procs" || exit 125
exec 3>&-; shift; exec "$@"`;

/** Tells the keeper its group (its own pid, since the host starts it in a session of its own), then becomes the program. */
export const joinGroupScript = `echo "group $$" >&3
exec 3>&-; exec "$@"`;

/**
 * Outlives its host and ends what the host can't end any more: `sh -c KEEPER lifebound TENTHS CGROUP MARK`, TENTHS the
 * grace in tenths of a second, CGROUP a folder or `-`, MARK a value of LIFEBOUND_TREE or `-`. Its stdin is the lifeline, with lines
 * `group PGID`, `helper PID START` and `done`. EOF without `done` means that the host is gone, and that no backend is
 * left between its fork and its binding, since until then the backend holds the lifeline too.
 * - A backend may have taken every process that its user may have, and a shell that can't start one ends: so the forced
 *   end is its trap, and what can be is done by builtins.
 * - Nobody is asked twice: a second SIGTERM would take PyInstaller's bootloader out of its tidying up.
 * - The dead count as a group's members until their parent reaps them, and PID 1 may be slow: hence their state.
 */
export const keeperScript = `tenths=$1 cgroup=$2 mark=$3 group= helpers=
trap '' HUP INT QUIT TERM
cd /
while read -r word pid start; do
  case $word in
    group) group=$pid ;;
    helper) helpers="$helpers $pid:$start" ;;
    done) exit ;;
  esac
done
started() {
  if [ -r "/proc/$1/stat" ]; then
    read -r stat <"/proc/$1/stat" || return
    set -- \${stat##*) }
    echo "\${20}"
  else
    ps -o lstart= -p "$1" | tr -s ' ' _
  fi
}
populated() {
  while read -r name value; do
    if [ "$name $value" = 'populated 1' ]; then return 0; fi
  done <"$cgroup/cgroup.events"
  return 1
}
grouped() {
  kill -s 0 -- "-$group" || return 1
  if ! [ -r /proc/self/stat ]; then return 0; fi
  for file in /proc/[0-9]*/stat; do
    read -r stat <"$file" || continue
    set -- \${stat##*) }
    if [ "$3" = "$group" ] && [ "$1" != Z ] && [ "$1" != X ]; then return 0; fi
  done
  return 1
}
others() {
  if [ "$mark" != - ]; then
    grep -lzsF -- "LIFEBOUND_TREE=$mark" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do
      read -r stat <"/proc/$pid/stat" || continue
      set -- \${stat##*) }
      if [ "$3" != "$group" ]; then echo "$pid"; fi
    done
  fi
  for helper in $helpers; do
    if [ "$(started "\${helper%%:*}")" = "\${helper#*:}" ]; then echo "\${helper%%:*}"; fi
  done
}
living() {
  if [ "$cgroup" != - ] && populated; then return 0; fi
  if [ -n "$group" ] && grouped; then return 0; fi
  if [ "$mark" = - ] && [ -z "$helpers" ]; then return 1; fi
  [ -n "$(others)" ]
}
end() {
  if [ "$cgroup" != - ]; then
    if [ "$1" = KILL ]; then echo 1 >"$cgroup/cgroup.kill"; fi
    while read -r member; do kill -s "$1" -- "$member"; done <"$cgroup/cgroup.procs"
  fi
  if [ -n "$group" ]; then kill -s "$1" -- "-$group"; fi
  if [ "$mark" = - ] && [ -z "$helpers" ]; then return; fi
  for member in $(others); do kill -s "$1" -- "$member"; done
}
force() {
  end KILL
  looks=10000
  while [ "$cgroup" != - ] && populated && [ "$looks" -gt 0 ]; do looks=$((looks - 1)); done
  tries=100
  while living && [ "$tries" -gt 0 ]; do sleep 0.05; end KILL; tries=$((tries - 1)); done
  if [ "$cgroup" != - ]; then exec find "$cgroup" -depth -type d -delete; fi
}
exec 2>/dev/null
trap force EXIT
end TERM
while living && [ "$tenths" -gt 0 ]; do sleep 0.1; tenths=$((tenths - 1)); done`;
