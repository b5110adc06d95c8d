"""Two workers by multiprocessing's spawn, and so its resource tracker, which ignores SIGTERM."""

import multiprocessing

import told


def work():
    told.tell("worker")
    told.wait_for_ever()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    for _ in range(2):
        context.Process(target=work, daemon=True).start()
    told.wait_until_told("worker", 2)
    told.save_on_term()
    told.tell("ready")
    told.wait_for_ever()
