export const usage = `lifebound: a backend lives exactly as long as its host.

  lifebound run [options] -- program args…   run a program under watch
  lifebound locate [--cwd D] [--json]        print which backend would be started, and why
  lifebound hold [--id I | --cwd D --name N] [--timeout S]
                                             stop an app's backend for an update, and start none until:
  lifebound resume [--id I | --cwd D --name N]
  lifebound --help | --version

Options of run:
  --name N                   what log lines call the program        (Python backend)
  --cwd D                    its working directory                  (this one)
  --env K=V                  an environment variable; repeatable
  --restart POLICY           always | on-failure | no               (on-failure)
  --check-interval S         seconds between health checks          (5)
  --max-restart-attempts N   restarts within a minute               (5)
  --termination-timeout S    seconds from SIGTERM to SIGKILL        (5)
  --restart-delay MS         base of the back-off after the first,
                             immediate restart; 0: always at once   (500)
  --ready HOW                link | stay | http:URL | tcp:PORT      (stay)
  --containment TIER         cgroup | namespace | job | keeper | group | none
                                                                    (the best there is)
  --id I                     what hold and resume know it by        (made of --cwd and --name)
  --log-file F               log to this file too, rotated at 10 MB
  --lifeline                 end when standard input does
  --json                     log one JSON object a line

Exit status: the program's own, or 128 + N when signal N ended it; also after SIGINT, SIGTERM or SIGHUP to lifebound,
which ends the program in good order (a second Ctrl-C: at once). Else:
  64   an option is wrong                        124  not ready before the start-up deadline
  69   the restart attempts are spent            125  lifebound itself failed
  75   hold: the backend still runs
  76   versions do not fit                       126  the program could not be started, 127 not be found

LIFEBOUND_LOG=debug logs more. LIFEBOUND_CONTAINMENT=TIER overrides --containment. LIFEBOUND_STATE_DIR is where records
and holds are kept. A program in another folder is looked for from --cwd.
`;
