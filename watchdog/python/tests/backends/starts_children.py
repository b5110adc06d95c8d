"""Starts children in every way, and tells what they saw."""

import multiprocessing
import os
import subprocess
import sys
import time

import lifebound

LIST_DESCRIPTORS = (
    "import os; print(sorted(int(fd) for fd in os.listdir('/proc/self/fd')), os.environ.get('LIFEBOUND_LINK'))"
)


def look(_: int) -> object:
    """In a worker: what it holds, and whether it takes itself for a backend."""
    print("a worker prints")
    targets = []
    for name in os.listdir("/proc/self/fd"):
        try:
            targets.append(os.readlink(f"/proc/self/fd/{name}"))
        except FileNotFoundError:
            continue
    return {"targets": targets, "stdin": sys.stdin.read() if sys.stdin else "", "linked": lifebound.Backend().linked}


def sleep_long() -> None:
    print("worker sleeps", flush=True)
    time.sleep(60)


def main() -> int:
    backend = lifebound.Backend()

    @backend.method("read-stdin")
    def read_stdin() -> object:
        # `cat` ends at once only if its stdin is at its end.
        child = subprocess.run(["/bin/cat"], capture_output=True, timeout=5, check=True)
        return child.stdout.decode()

    @backend.method("inherited")
    def inherited() -> object:
        child = subprocess.run(
            [sys.executable, "-c", LIST_DESCRIPTORS], stdout=subprocess.PIPE, check=True, close_fds=False
        )
        return child.stdout.decode().strip()

    @backend.method("pool")
    def pool(start_method: str) -> object:
        with multiprocessing.get_context(start_method).Pool(1) as workers:
            return workers.map(look, [1])[0]

    @backend.method("terminate-workers")
    def terminate_workers(count: int) -> object:
        statuses = []
        for _ in range(count):
            worker = multiprocessing.get_context("fork").Process(target=sleep_long)
            worker.start()
            worker.terminate()  # At once: it may not have left the fork yet.
            worker.join(2)
            statuses.append(worker.exitcode)
            worker.kill()
        return statuses

    @backend.method("send-from-fork")
    def send_from_fork() -> object:
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                backend.notify("hello")
            except RuntimeError as error:
                os.write(write_end, str(error).encode())
            os._exit(0)
        os.waitpid(pid, 0)
        return os.read(read_end, 1000).decode()

    return backend.run()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
