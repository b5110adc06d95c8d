"""A process pool that is busy, and starts each worker anew when it ends."""

import multiprocessing

import told


def work(_index):
    told.tell("worker")
    told.wait_for_ever()


pool = multiprocessing.get_context("fork").Pool(2)
pool.map_async(work, range(2), chunksize=1)
told.wait_until_told("worker", 2)
told.save_on_term()
told.tell("ready")
told.wait_for_ever()
