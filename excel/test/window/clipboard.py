"""Another program with a clipboard: offers a text and a table, or prints what there is.

Usage: clipboard.py give TEXT HTML    prints "ready", and serves until it is ended or another program copies
       clipboard.py take TARGET      prints what the clipboard has for TARGET, such as text/html
"""

import ctypes
import ctypes.util
import sys

x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
Display, Id, Long = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long
x11.XOpenDisplay.restype = Display
for name, result, arguments in (
    ("XDefaultRootWindow", Id, [Display]),
    ("XInternAtom", Id, [Display, ctypes.c_char_p, ctypes.c_int]),
    ("XCreateSimpleWindow", Id, [Display, Id, *[ctypes.c_int] * 2, *[ctypes.c_uint] * 3, Id, Id]),
    ("XSetSelectionOwner", ctypes.c_int, [Display, Id, Id, Id]),
    ("XConvertSelection", ctypes.c_int, [Display, Id, Id, Id, Id, Id]),
    ("XNextEvent", ctypes.c_int, [Display, ctypes.c_void_p]),
    ("XSendEvent", ctypes.c_int, [Display, Id, ctypes.c_int, Long, ctypes.c_void_p]),
    ("XFlush", ctypes.c_int, [Display]),
    ("XChangeProperty", ctypes.c_int, [Display, Id, Id, Id, *[ctypes.c_int] * 2, ctypes.c_void_p, ctypes.c_int]),
    (
        "XGetWindowProperty",
        ctypes.c_int,
        [Display, Id, Id, Long, Long, ctypes.c_int, Id, *[ctypes.c_void_p] * 4, ctypes.c_void_p],
    ),
):
    getattr(x11, name).restype = result
    getattr(x11, name).argtypes = arguments

SELECTION_CLEAR, SELECTION_REQUEST, SELECTION_NOTIFY = 29, 30, 31
ATOM = 4


class Request(ctypes.Structure):
    """XSelectionRequestEvent, filled up to the size of the XEvent union."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", Display),
        ("owner", Id),
        ("requestor", Id),
        ("selection", Id),
        ("target", Id),
        ("property", Id),
        ("time", ctypes.c_ulong),
        ("padding", Long * 16),
    ]


class Notify(ctypes.Structure):
    """XSelectionEvent."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", Display),
        ("requestor", Id),
        ("selection", Id),
        ("target", Id),
        ("property", Id),
        ("time", ctypes.c_ulong),
        ("padding", Long * 16),
    ]


display = x11.XOpenDisplay(None)
if not display:
    sys.exit("DISPLAY names no X server.")
window = x11.XCreateSimpleWindow(display, x11.XDefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0)


def atom(name: str) -> int:
    return x11.XInternAtom(display, name.encode(), 0)


def give(text: str, html: str) -> None:
    offered = {atom("UTF8_STRING"): text, atom("text/plain;charset=utf-8"): text, atom("text/html"): html}
    targets = atom("TARGETS")
    x11.XSetSelectionOwner(display, atom("CLIPBOARD"), window, 0)
    x11.XFlush(display)
    print("ready", flush=True)
    event = Request()
    while True:
        x11.XNextEvent(display, ctypes.byref(event))
        if event.type == SELECTION_CLEAR:
            return
        if event.type != SELECTION_REQUEST:
            continue
        answer = event.property or event.target
        if event.target == targets:
            atoms = (Id * (len(offered) + 1))(targets, *offered)
            x11.XChangeProperty(display, event.requestor, answer, ATOM, 32, 0, atoms, len(atoms))
        elif event.target in offered:
            data = offered[event.target].encode()
            x11.XChangeProperty(display, event.requestor, answer, event.target, 8, 0, data, len(data))
        else:
            answer = 0
        notify = Notify(type=SELECTION_NOTIFY, requestor=event.requestor, selection=event.selection)
        notify.target, notify.property, notify.time = event.target, answer, event.time
        x11.XSendEvent(display, event.requestor, 0, 0, ctypes.byref(notify))
        x11.XFlush(display)


def take(target: str) -> None:
    place = atom("LIFEBOUND_TEST")
    x11.XConvertSelection(display, atom("CLIPBOARD"), atom(target), place, window, 0)
    event = Notify()
    while event.type != SELECTION_NOTIFY:
        x11.XNextEvent(display, ctypes.byref(event))
    if not event.property:
        sys.exit(f"The clipboard has nothing as {target}.")
    kind, form, count, rest, data = Id(), ctypes.c_int(), Id(), Id(), ctypes.c_void_p()
    parts = [ctypes.byref(part) for part in (kind, form, count, rest, data)]
    x11.XGetWindowProperty(display, window, place, 0, 1 << 20, 0, 0, *parts)
    sys.stdout.buffer.write(ctypes.string_at(data, count.value))


if sys.argv[1] == "give":
    give(sys.argv[2], sys.argv[3])
else:
    take(sys.argv[2])
