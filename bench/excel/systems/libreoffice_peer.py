"""LibreOffice Calc, told by lines of JSON on stdin what to do; one line of JSON answers each. The system's Python has UNO."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException


def setting(name: str, value: object) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


class Calc:
    def __init__(self, folder: str, *arguments: str) -> None:
        pipe = f"lifebound-bench-{os.getpid()}"
        self.process = subprocess.Popen(
            [
                "soffice",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={Path(folder).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.document = None
        self.connect()

    def connect(self) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + 60
        while True:
            try:
                context = resolver.resolve(self.address)
                break
            except NoConnectException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def open(self, path: str) -> None:
        url = Path(path).as_uri()
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, (setting("Hidden", True),))

    def wait_for_window(self) -> None:
        """The document that was named at the start is in a window."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                document = self.desktop.getCurrentComponent()
            except DisposedException:
                # With a new profile it starts itself once more.
                self.connect()
                continue
            if document is not None and document.getCurrentController() is not None:
                self.document = document
                return
            time.sleep(0.02)
        raise TimeoutError("no window within two minutes")

    def edit(self, number: int) -> None:
        """A1, until what depends on it is computed."""
        sheet = self.document.Sheets.getByIndex(0)
        sheet.getCellByPosition(0, 0).setValue(number)
        assert sheet.getCellByPosition(6, 0).getValue() != 0

    def save(self, path: str) -> None:
        self.document.storeToURL(Path(path).as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),))

    def close(self) -> None:
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def end(self) -> None:
        try:
            self.desktop.terminate()
        except Exception:  # It closes the bridge before it answers.
            pass
        self.process.wait(30)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lifebound-bench-office-", ignore_cleanup_errors=True) as folder:
        calc: Calc | None = None
        for line in sys.stdin:
            request = json.loads(line)
            what, value = request["do"], request.get("value")
            begin = time.perf_counter()
            if what == "start":
                calc = Calc(folder, "--headless")
            elif what == "window":
                calc = Calc(folder, "--calc", value)
                calc.wait_for_window()
            elif what == "open":
                calc.open(value)
            elif what == "edit":
                calc.edit(value)
            elif what == "save":
                calc.save(value)
            elif what == "close":
                calc.close()
            elif what == "end":
                calc.end()
            print(json.dumps({"ms": (time.perf_counter() - begin) * 1000}), flush=True)


main()
