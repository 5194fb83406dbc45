"""Chromium, driven by Debian's chromedriver over its own protocol (W3C WebDriver): JSON over HTTP, so
that nothing but the two programs is needed. Scripts of pages are off; nothing outside this machine is
reached. What the test itself runs in a page is the driver's."""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess

import harness

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's word for "this is an element"
TAB, ENTER, SHIFT, DOWN = "\ue004", "\ue007", "\ue008", "\ue015"


class Browser:
    def __init__(self, scratch):
        self.home = pathlib.Path(scratch) / "browser"
        self.home.mkdir()
        self.driver = self.session = None

    def start(self):
        for program in ("chromium", "chromedriver"):
            if not shutil.which(program):
                raise AssertionError(f"{program} is missing: apt-get install chromium chromium-driver")
        said = self.home / "said"
        with open(said, "wb") as out:
            self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=out, stderr=out,
                                           env={**os.environ, "HOME": str(self.home), "TMPDIR": str(self.home)})
        port = harness.wait_until(lambda: re.search(r"successfully on port (\d+)", said.read_text()),
                                  harness.START_SECONDS, "chromedriver is there")
        self.connection = http.client.HTTPConnection("127.0.0.1", int(port.group(1)), timeout=120)
        words = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--no-proxy-server", "--disable-background-networking", "--disable-component-update",
                 "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1000,900",
                 f"--user-data-dir={self.home / 'profile'}"]
        if os.geteuid() == 0:
            words.append("--no-sandbox")
        wanted = {"acceptInsecureCerts": True,  # whom the certificate is of, rdap_test looks at
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                  "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": words, "prefs": {
                      "profile.managed_default_content_settings.javascript": 2}}}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{made['sessionId']}"
        self.open("about:blank")
        self.requests()  # those of the browser's own first page
        return self

    def stop(self):
        try:
            if self.session:
                self.call("DELETE", self.session)
                self.connection.close()
        finally:
            if self.driver:
                self.driver.terminate()
                self.driver.wait(30)

    def call(self, method, path, body=None):
        self.connection.request(method, path, json.dumps(body or {}) if method == "POST" else None)
        value = json.loads(self.connection.getresponse().read())["value"]
        if isinstance(value, dict) and "error" in value:
            raise AssertionError(f"{method} {path}: {value['error']}: {value['message']}")
        return value

    def get(self, path):
        return self.call("GET", self.session + path)

    def post(self, path, **body):
        return self.call("POST", self.session + path, body)

    def open(self, url):
        self.post("/url", url=url)

    def url(self):
        return self.get("/url")

    def source(self):
        return self.get("/source")

    def find(self, css):
        """All elements that fit."""
        return [one[ELEMENT] for one in self.post("/elements", using="css selector", value=css)]

    def text(self, css):
        return [self.get(f"/element/{one}/text") for one in self.find(css)]

    def style(self, element, what):
        return self.get(f"/element/{element}/css/{what}")

    def role(self, element):
        return self.get(f"/element/{element}/computedrole")

    def label(self, element):
        return self.get(f"/element/{element}/computedlabel")

    def focus(self):
        """The element that has it."""
        return self.get("/element/active")[ELEMENT]

    def press(self, *keys):
        """One after the other; a key that is a list is held together: [SHIFT, TAB]."""
        actions = []
        for key in keys:
            held = key if isinstance(key, list) else [key]
            actions += [{"type": "keyDown", "value": one} for one in held]
            actions += [{"type": "keyUp", "value": one} for one in reversed(held)]
        self.post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def run(self, script, *arguments):
        return self.post("/execute/sync", script=script, args=list(arguments))

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def narrow(self, width):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=740,
                      deviceScaleFactor=2, mobile=True)

    def scheme(self, name):
        self.devtools("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": name}])

    def shot(self, file):
        """The whole page, also what one would scroll to."""
        data = self.devtools("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        file.write_bytes(base64.b64decode(data))

    def complaints(self):
        """What the console says since it was asked last."""
        return self.post("/se/log", type="browser")

    def requests(self):
        """What was asked for since it was asked last: every URL."""
        events = [json.loads(row["message"])["message"] for row in self.post("/se/log", type="performance")]
        return [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]
