"""What the whole-server tests share: servers that are started, waited for and stopped by their own
process id, the command line, and a plain EPP client. Standard library only.

Nothing here sleeps and hopes: every wait is for a condition, and has a deadline.
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("STELE_BIN", ROOT / "build/release/bin")).resolve()
STELE = BIN / "stele"
STELED = BIN / "steled"
# The official schemas, which are not part of the project, and ours for what has no official one.
OFFICIAL_SCHEMAS = ROOT.parent / "shared/schemas/all.xsd"
SCHEMA = ROOT / "tests/support/schemas.xsd"
START_SECONDS = 60  # for a start on a busy machine


def wait_until(condition, seconds, what):
    """Returns what the condition returned once that is true; fails with `what` after `seconds`. `what`:
    a text, or a function that makes it then, of what a log says by that time."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what() if callable(what) else what}")
        time.sleep(0.01)


def stele(*words, check=True, stdin=None):
    """Runs `stele`; its standard output. With check=False: the finished process."""
    done = subprocess.run([STELE, *map(str, words)], capture_output=True, text=True, input=stdin,
                          timeout=120)
    if not check:
        return done
    if done.returncode != 0:
        raise AssertionError(f"stele {' '.join(map(str, words))} ended with {done.returncode}: "
                             f"{done.stderr.strip()}")
    return done.stdout


def stele_json(*words):
    return json.loads(stele(*words, "--json"))


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def matched_by_fail2ban(log, filter_file):
    """The lines of the file `log` that the filter takes; None where fail2ban is not installed."""
    if not shutil.which("fail2ban-regex"):
        print("fail2ban is not installed: its filter is not tried")
        return None
    done = subprocess.run(["fail2ban-regex", "--print-all-matched", log, filter_file],
                          capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    matched = re.search(r"^\|- Matched line\(s\):\n((?:\|  .*\n)*)", done.stdout, re.M)
    return matched.group(1).splitlines() if matched else []


class Server:
    """A server program with its output in files. Subclasses say how it is started."""

    def __init__(self, scratch, command):
        self.scratch = pathlib.Path(scratch)
        self.command = [str(word) for word in command]
        self.out = self.scratch / "server.out"
        self.err = self.scratch / "server.err"
        self.process = None

    def is_ready(self):
        return self.out.exists() and "ready" in self.out.read_text().splitlines()

    def launch(self):
        with open(self.out, "wb") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=err)

    def start(self):
        self.launch()
        wait_until(self.is_ready_or_gone, START_SECONDS, "the server is ready")
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}: "
                                 f"{last_line(self.log())}")
        return self

    def is_ready_or_gone(self):
        return self.process.poll() is not None or self.is_ready()

    def end(self, how, seconds=60):
        self.process.send_signal(how)
        status = self.process.wait(seconds)
        self.process = None
        return status

    def stop(self):
        status = self.end(signal.SIGTERM)
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {last_line(self.log())}")

    def kill(self):
        self.end(signal.SIGKILL)

    def log(self):
        return self.err.read_text(errors="replace") if self.err.exists() else ""

    def resident_kib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("no VmRSS")


class Sandbox(Server):
    """`stele ote` on ports of the system's choice."""

    def __init__(self, scratch, *options):
        scratch = pathlib.Path(scratch)
        self.data = scratch / "data"
        self.ready_file = scratch / "ready.json"
        super().__init__(scratch, [STELE, "ote", "--data", self.data, "--port-base", 0,
                                   "--ready-file", self.ready_file, *options])

    def is_ready(self):
        return super().is_ready() and self.ready_file.exists()

    def start(self):
        self.ready_file.unlink(missing_ok=True)
        super().start()
        self.ready = json.loads(self.ready_file.read_text())
        return self

    def registrar(self, n=0):
        return self.ready["registrars"][n]

    def epp(self, n=0):
        """A connection that has logged in as the n-th registrar."""
        who = self.registrar(n)
        client = EppClient(self.ready["epp"]["port"], who["cert"], who["key"])
        client.login(who["id"], who["password"])
        return client


class Steled(Server):
    """`steled` over a sandbox's directory, certificates and registrars, with settings of one's own:
    tables of the configuration file as {"epp": {"idle_seconds": 1}}."""

    def __init__(self, sandbox, compression=True, **tables):
        self.sandbox = sandbox
        self.config = sandbox.scratch / "steled.toml"
        tls = sandbox.data / "tls"
        whole = {"epp": {"listen": "127.0.0.1:0", "certificate": str(tls / "server.pem"),
                         "key": str(tls / "server.key")},
                 "limits": {"least_free_mib": 16}}
        for name, table in tables.items():
            whole.setdefault(name, {}).update(table)
        # TOML's strings, numbers and booleans are written as JSON's.
        text = f"data = {json.dumps(str(sandbox.data))}\ncompression = {json.dumps(compression)}\n"
        for name, table in whole.items():
            text += f"[{name}]\n"
            text += "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        self.config.write_text(text)
        super().__init__(sandbox.scratch, [STELED, "--config", self.config])

    def port(self, service="EPP"):
        for line in self.out.read_text().splitlines():
            if line.startswith(f"{service}: "):
                return int(line.rsplit(":", 1)[1])
        raise AssertionError(f"the server does not say its {service} port")

    def epp(self, n=0):
        who = self.sandbox.registrar(n)
        client = EppClient(self.port(), who["cert"], who["key"])
        client.login(who["id"], who["password"])
        return client


class Control:
    """What staff say to a running server, many words in one process (frontends/control/message.h)."""

    def __init__(self, data):
        note = data / "control.path"
        self.path = note.read_text() if note.exists() else str(data / "control.sock")

    def parts(self, what, **arguments):
        """The parts of the answer, in order, and the reply."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(60)
            connection.connect(self.path)
            stream = connection.makefile("rwb")
            say = {"do": what, "arguments": arguments}
            while True:
                body = json.dumps(say).encode()
                stream.write(struct.pack(">I", len(body)) + body)
                stream.flush()
                heard = json.loads(stream.read(struct.unpack(">I", stream.read(4))[0]))
                if "ok" in heard:
                    break
                yield heard["part"]
                say = {"next": True}
        if not heard["ok"]:
            raise AssertionError(f"{what} {arguments}: {heard['problem']}")
        self.reply = json.loads(heard["data"])

    def ask(self, what, **arguments):
        for _ in self.parts(what, **arguments):
            pass
        return self.reply

    def command(self, text):
        return self.ask("command", text=text)


class Web:
    """An HTTPS client of a sandbox that trusts its certificate authority alone."""

    def __init__(self, sandbox, host="127.0.0.1"):
        self.base = sandbox.ready["https"]
        parts = urllib.parse.urlsplit(self.base)
        context = ssl.create_default_context(cafile=sandbox.ready["ca"])
        self.connection = http.client.HTTPSConnection(host, parts.port, context=context, timeout=30)

    def ask(self, path, method="GET", **headers):
        self.connection.request(method, path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


class Heard:
    """What servers said in EPP, for the official schemas to judge. Of documents that differ in digits
    only, one is kept."""

    def __init__(self):
        self.documents = {}

    def keep(self, document):
        self.documents.setdefault(re.sub(rb"[0-9]+", b"", document), document)

    def judge(self, folder):
        """Complaints of xmllint about what was kept; none, and a word about it, where that or the
        schemas are missing."""
        documents = list(self.documents.values())
        self.documents.clear()
        if not documents:
            return []
        if not OFFICIAL_SCHEMAS.exists() or not shutil.which("xmllint"):
            print(f"skipped: no schemas, {len(documents)} documents are not held against them")
            return []
        folder.mkdir()
        files = [folder / f"{n}.xml" for n in range(len(documents))]
        for file, document in zip(files, documents):
            file.write_bytes(document)
        complaints = []
        for at in range(0, len(files), 500):
            done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", SCHEMA,
                                   *files[at:at + 500]], capture_output=True, text=True, timeout=120)
            complaints += [line for line in done.stderr.splitlines()
                           if not line.endswith(" validates")] if done.returncode else []
        return complaints


heard = Heard()


class Test(unittest.TestCase):
    """A scratch directory of its own; servers that are still running at the end are killed. What they
    said in EPP is valid."""

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="stele-e2e-"))
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)
        self.addCleanup(self.judge)

    def judge(self):
        self.assertEqual(heard.judge(self.scratch / "heard"), [])

    def own(self, server):
        self.addCleanup(lambda: server.kill() if server.process else None)
        return server

    def sandbox(self, *options):
        return self.own(Sandbox(self.scratch, *options)).start()


# ---- EPP (RFC 5730, 5734) ----

EPP = "urn:ietf:params:xml:ns:epp-1.0"
OBJECT = "urn:ietf:params:xml:ns:{}-1.0"


def frame_of(xml):
    data = xml.encode() if isinstance(xml, str) else xml
    return struct.pack(">I", len(data) + 4) + data


def command(body, trid="e2e-1"):
    return (f'<?xml version="1.0" encoding="UTF-8"?><epp xmlns="{EPP}"><command>{body}'
            f"<clTRID>{trid}</clTRID></command></epp>")


def login_frame(user, password):
    objects = "".join(f"<objURI>{OBJECT.format(kind)}</objURI>"
                      for kind in ("domain", "host", "contact"))
    return command(f"<login><clID>{user}</clID><pw>{password}</pw><options><version>1.0</version>"
                   f"<lang>en</lang></options><svcs>{objects}</svcs></login>")


def transform(verb, kind, body):
    return command(f'<{verb}><x:{verb} xmlns:x="{OBJECT.format(kind)}">{body}</x:{verb}></{verb}>')


def contact_create(identifier, name="Jana Novakova", street="Milesovska 1136"):
    return transform("create", "contact",
                     f'<x:id>{identifier}</x:id><x:postalInfo type="int"><x:name>{name}</x:name>'
                     f"<x:addr><x:street>{street}</x:street><x:city>Praha</x:city><x:cc>CZ</x:cc>"
                     "</x:addr></x:postalInfo><x:email>jana@shop.example</x:email>"
                     "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>")


def domain_create(name, registrant):
    return transform("create", "domain",
                     f"<x:name>{name}</x:name><x:registrant>{registrant}</x:registrant>"
                     "<x:authInfo><x:pw>A-0123456789abcdef-z9</x:pw></x:authInfo>")


def domain_check(*names):
    return transform("check", "domain", "".join(f"<x:name>{name}</x:name>" for name in names))


def code_of(answer):
    at = answer.find(b'<result code="')
    return int(answer[at + 14:at + 18]) if at >= 0 else 0


def tls_context(certificate=None, key=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # who the server is, Net::EPP checks (session_test)
    if certificate:
        context.load_cert_chain(certificate, key)
    return context


class EppClient:
    def __init__(self, port, certificate=None, key=None, seconds=30, source="127.0.0.1"):
        raw = socket.create_connection(("::1" if ":" in source else "127.0.0.1", port),
                                       timeout=seconds, source_address=(source, 0))
        self.socket = raw
        try:
            self.socket = tls_context(certificate, key).wrap_socket(raw)
            self.greeting = self.receive()
        except OSError:
            self.socket.close()
            raise

    def receive(self):
        length = struct.unpack(">I", self.read(4))[0]
        document = self.read(length - 4)
        heard.keep(document)
        return document

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the server closed the connection")
            data += more
        return data

    def ask(self, xml):
        self.socket.sendall(frame_of(xml))
        return self.receive()

    def expect(self, xml, code=1000):
        answer = self.ask(xml)
        if code_of(answer) != code:
            raise AssertionError(f"wanted {code}: {answer.decode()}")
        return answer

    def login(self, user, password):
        self.expect(login_frame(user, password))

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
