"""A registrar's EPP client for the RST checks: it answers a greeting as ICANN's client does (every
service echoed, RFC 8807 where it is offered) and keeps every frame, so that all of them can be held
against the schemas at the end, in one run of xmllint.

Every answer must carry the client's transaction id and a server's id that was never seen before.
"""
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import harness
from frames import EPP, LOGIN_SEC, el


class Broken(Exception):
    """The server broke the protocol itself: no check can be made of what it said."""


class Answer:
    """A response: its result code and, by local name, whatever it holds."""

    def __init__(self, xml):
        self.xml = xml
        try:
            self.root = tree.fromstring(xml)
        except tree.ParseError as error:
            raise Broken(f"the answer is not XML: {error}") from error
        result = self.find("result")
        self.code = int(result.get("code")) if result is not None else 0

    @property
    def passed(self):
        return 1000 <= self.code <= 1999

    def all(self, name, inside=None):
        inside = self.root if inside is None else inside
        return [node for node in inside.iter() if local(node) == name]

    def find(self, name, inside=None):
        return next(iter(self.all(name, inside)), None)

    def text(self, name, inside=None):
        node = self.find(name, inside)
        return None if node is None else (node.text or "")

    def texts(self, name, inside=None):
        return [node.text or "" for node in self.all(name, inside)]

    def statuses(self):
        return {node.get("s") for node in self.all("status")}

    def rgp_statuses(self):
        return {node.get("s") for node in self.all("rgpStatus")}

    def avail(self):
        """What a check said of each object: {name in lower case: free}."""
        return {(node.text or "").lower(): node.get("avail") in ("1", "true")
                for node in self.root.iter() if node.get("avail") is not None}

    def __str__(self):
        reasons = [self.text("msg")] + self.texts("reason")
        return f"{self.code} {'; '.join(filter(None, reasons))}"


def local(node):
    return node.tag.rsplit("}", 1)[-1]


class Transcript:
    """All frames of a run: those the server sent, and those of ours that it accepted."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.said = []
        self.server_ids = set()

    def keep(self, who, what, xml):
        path = self.folder / f"{len(self.said):05}-{who}.xml"
        path.write_bytes(xml)
        self.said.append((path, what))

    def faults(self):
        """The frames xmllint does not call valid, as (what was being done, its words); None where
        the schemas or xmllint are not at hand."""
        xmllint = shutil.which("xmllint")
        if not xmllint or not harness.OFFICIAL_SCHEMAS.exists():
            return None
        bad = []
        for at in range(0, len(self.said), 500):
            batch = self.said[at:at + 500]
            done = subprocess.run([xmllint, "--nonet", "--noout", "--schema", harness.SCHEMA,
                                   *(path for path, _ in batch)],
                                  capture_output=True, text=True, timeout=300)
            lines = done.stderr.splitlines()
            valid = {line.removesuffix(" validates") for line in lines}
            for path, what in batch:
                if str(path) not in valid:
                    words = [line for line in lines if str(path) in line] or lines
                    bad.append((f"{path.name} ({what})", words[0].split(": ", 1)[-1]))
        return bad


class Client(harness.EppClient):
    """One connection. `ask` sends a command's body and an optional extension."""

    def __init__(self, transcript, port, certificate=None, key=None):
        self.transcript = transcript
        self.doing = "greeting"
        self.sent = 0
        super().__init__(port, certificate, key)
        self.greeting = Answer(self.greeting)

    def receive(self):
        xml = super().receive()
        self.transcript.keep("server", self.doing, xml)
        return xml

    def services(self):
        return self.greeting.texts("objURI"), self.greeting.texts("extURI")

    def offers(self, uri):
        return uri in self.services()[1]

    def hello(self):
        self.doing = "hello"
        return Answer(super().ask(f'<epp xmlns="{EPP}"><hello/></epp>'))

    def ask(self, body, extension="", doing=""):
        self.doing = doing
        self.sent += 1
        trid = f"RST-{id(self) % 100000:05}-{self.sent:05}"
        wrapped = el("extension", extension) if extension else ""
        frame = f'<epp xmlns="{EPP}"><command>{body}{wrapped}{el("clTRID", trid)}</command></epp>'
        answer = Answer(super().ask(frame))
        if answer.passed:
            # A frame that breaks the schema and is accepted all the same is a fault of the server.
            self.transcript.keep("client", f"accepted with {answer.code}: {doing}", frame.encode())
        if answer.text("clTRID") != trid:
            raise Broken(f"clTRID {answer.text('clTRID')} instead of {trid}: {answer}")
        server_id = answer.text("svTRID")
        if not server_id or server_id in self.transcript.server_ids:
            raise Broken(f"svTRID {server_id} is missing or was used before")
        self.transcript.server_ids.add(server_id)
        return answer

    def sign_in(self, user, password):
        objects, extensions = self.services()
        secure = LOGIN_SEC in extensions
        services = "".join(el("objURI", uri) for uri in objects)
        if extensions:
            services += el("svcExtension", "".join(el("extURI", uri) for uri in extensions))
        body = el("login", el("clID", user)
                  + el("pw", "[LOGIN-SECURITY]" if secure else password)
                  + el("options", el("version", "1.0") + el("lang", "en"))
                  + el("svcs", services))
        login_security = ""
        if secure:
            agent = el("userAgent", el("app", "RST checks") + el("tech", "Python"))
            login_security = el("loginSec", agent + el("pw", password), xmlns=LOGIN_SEC)
        return self.ask(body, login_security, doing=f"login {user}")
