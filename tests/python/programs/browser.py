"""A headless Chromium, told by its own protocol over two pipes what to do."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import subprocess
import sys
import time

SECONDS = 60  # after which no answer will come

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--remote-debugging-pipe",
)


# The protocol speaks on the descriptors 3 and 4; the copies keep either from closing the other.
START = """
import os, sys
to_read, to_write = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
for source, target in ((to_read, 3), (to_write, 4)):
    os.dup2(source, target)
    os.set_inheritable(target, True)
os.execvp(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """A page in a browser of its own.

    Parameters
    ----------
    program : str
        Chromium.
    folder : Path
        Where it may keep what it likes.
    """

    def __init__(self, program, folder):
        to_read, self._commands = os.pipe()
        self._answers, to_write = os.pipe()
        command = [program, *ARGUMENTS, f"--user-data-dir={folder}"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(to_read), str(to_write), *command],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._count, self._buffer, self._session = 0, b"", None
        self.complaints = []  # errors of scripts, and what the console was told
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.requests = []  # addresses that were asked for

    def close(self):
        with contextlib.suppress(OSError):
            self.call("Browser.close")
        self._process.wait(SECONDS)
        os.close(self._commands)
        os.close(self._answers)

    def call(self, method, **parameters):
        """Give an order and wait for what becomes of it."""
        self._count += 1
        order = {"id": self._count, "method": method, "params": parameters}
        if self._session is not None:
            order["sessionId"] = self._session
        os.write(self._commands, json.dumps(order).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == self._count:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']['message']}")
                return said["result"]
            self._note(said)

    def _next(self):
        while b"\0" not in self._buffer:
            if not select.select([self._answers], [], [], SECONDS)[0]:
                raise TimeoutError("the browser does not answer")
            more = os.read(self._answers, 1 << 16)
            if not more:
                raise OSError("the browser has ended")
            self._buffer += more
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def _note(self, said):
        method, parameters = said.get("method"), said.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"])[:500])
        elif method in ("Log.entryAdded", "Runtime.consoleAPICalled"):
            self.complaints.append(json.dumps(parameters)[:500])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"][:80])

    def size(self, width, height, phone=False, dark=False):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, path):
        """Load a page, and wait until its pictures are there."""
        self.call("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete' && document.body.dataset.ready === 'yes'")

    def run(self, script):
        """Evaluate an expression in the page."""
        done = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in done:
            raise RuntimeError(json.dumps(done["exceptionDetails"])[:500])
        return done["result"].get("value")

    def wait(self, condition):
        """Wait until an expression is true in the page."""
        end = time.monotonic() + SECONDS
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.02)
        self.settle()

    def settle(self):
        """Wait until the page has been drawn."""
        frame = "requestAnimationFrame(() => requestAnimationFrame(done))"
        self.run(f"new Promise((done) => {frame}).then(() => true)")

    def place(self, selector, x, y):
        """A point of an element, in parts of its size from its upper left corner."""
        box = self.run(
            f"(() => {{ const b = document.querySelector({selector!r}).getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height]; })()"
        )
        return box[0] + x * box[2], box[1] + y * box[3]

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)
        self.settle()

    def hover(self, selector, x, y):
        self.mouse("mouseMoved", *self.place(selector, x, y))

    def click(self, selector, x=0.5, y=0.5):
        at = self.place(selector, x, y)
        self.mouse("mouseMoved", *at)
        for kind in ("mousePressed", "mouseReleased"):
            self.mouse(kind, *at, button="left", clickCount=1)

    def drag(self, selector, start, end):
        a, b = self.place(selector, *start), self.place(selector, *end)
        self.mouse("mouseMoved", *a)
        self.mouse("mousePressed", *a, button="left", clickCount=1)
        for part in (0.3, 0.6, 1.0):
            at = (p + part * (q - p) for p, q in zip(a, b, strict=True))
            self.mouse("mouseMoved", *at, button="left", buttons=1)
        self.mouse("mouseReleased", *b, button="left", clickCount=1)

    def wheel(self, selector, x, y, delta):
        at = self.place(selector, x, y)
        self.mouse("mouseWheel", *at, deltaX=0, deltaY=delta)

    def touch(self, kind, points):
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        self.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        self.settle()

    def key(self, name, text=None):
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=name, **more)
        self.settle()

    def screenshot(self, path, full=False):
        done = self.call("Page.captureScreenshot", captureBeyondViewport=full)
        path.write_bytes(base64.b64decode(done["data"]))
