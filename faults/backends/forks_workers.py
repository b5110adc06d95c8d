"""Two workers by multiprocessing's fork."""

import multiprocessing

import told


def work():
    told.tell("worker")
    told.wait_for_ever()


context = multiprocessing.get_context("fork")
for _ in range(2):
    context.Process(target=work, daemon=True).start()
told.wait_until_told("worker", 2)
told.save_on_term()
told.tell("ready")
told.wait_for_ever()
