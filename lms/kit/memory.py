"""Keeps a process small that lasts: what is loaded is left alone, what is done with is given back.

How much a process may take is measured by `make bench`.
"""

import ctypes
import gc

# Of glibc's `mallopt`: from how many bytes on memory is taken from the system by itself.
M_MMAP_THRESHOLD = -3
LARGE_BYTES = 4 * 1024 * 1024


def settle() -> None:
    """Keep a process small and quick that is loaded and begins to serve.

    The collector leaves alone what is loaded: it lasts as long as the process, and is shared. What
    is looked through at each collection is then only what requests made. And what is large goes
    back to the system after use: a password is hashed in 19 MiB, which glibc would otherwise keep
    for each thread that ever signed somebody in.
    """
    gc.collect()
    gc.freeze()
    # Other C libraries give large memory back by themselves and have no such setting.
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)


def give_back() -> None:
    """Give what was freed back to the system, which glibc keeps between what is still in use.

    A worker draws many sheets one after the other; each leaves gaps that the next does not fill.
    """
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
