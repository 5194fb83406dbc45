"""Secondaries nobody here wrote: BIND, Knot DNS and NSD on ports of their own, configured with what
`stele zone config` prints and with nothing else about the zone; and dig to ask them."""
import base64
import os
import random
import re
import shutil
import socket
import subprocess

import harness

ZONE = "example"


def is_free(port):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(type=kind) as each:
            try:
                each.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def free_port(row=1):
    """The first of `row` ports that TCP and UDP both have free at the moment. None of those the system
    gives to connections: it would give it away before the server is there."""
    while True:
        port = random.randrange(10000, 30000)
        if all(is_free(each) for each in range(port, port + row)):
            return port


def free_port_base():
    """Six free ports in a row, as `stele ote --port-base` takes them: a server that is started again
    is found where it was."""
    return free_port(6)


def dig(port, *words, key=None, timeout=30):
    """`key`: (algorithm, name, secret). The whole output; servers that do not answer are no fault."""
    command = ["dig", "@127.0.0.1", "-p", str(port), "+tries=1", "+time=5", "+nocookie"]
    if key:
        command += ["-y", ":".join(key)]
    done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=timeout)
    return done.stdout


def status_of(output):
    """"NOERROR" of the header that dig prints."""
    marker = "status: "
    at = output.find(marker)
    return output[at + len(marker):].split(",")[0] if at >= 0 else ""


def records_of(output):
    return sorted(" ".join(line.split()) for line in output.splitlines()
                  if line and not line.startswith(";"))


class NameServer(harness.Server):
    """One secondary. Subclasses say how its configuration looks around the generated fragment; all
    give the zone on to this machine, so that it can be compared."""
    software = ""
    options = ()  # of `stele zone config`
    xot_options = ()

    def __init__(self, scratch, sandbox, zones=(ZONE,)):
        self.home = scratch / self.software
        self.home.mkdir()
        self.sandbox = sandbox
        self.zones = zones
        self.port = free_port()
        self.secret = base64.b64encode(os.urandom(32)).decode()
        self.key = ("hmac-sha256", f"{self.software}.transfer", self.secret)
        super().__init__(self.home, self.command_line())

    def command_line(self):
        return []

    def configuration(self, fragments):
        """The whole file; `fragments`: one a zone."""
        raise NotImplementedError

    def key_name(self, zone):
        return self.key[1] if zone == ZONE else f"{self.software}.{zone}"

    def register(self, xot="no"):
        """Of each zone the key and the secondary, as staff enter them."""
        data = ("--data", self.sandbox.data)
        for zone in self.zones:
            harness.stele("tsig-key", "set", self.key_name(zone), f"zone={zone}", "secret=-", *data,
                          stdin=f"{self.secret[:20]}\n{self.secret[20:]}\n")  # as openssl breaks long ones
            harness.stele("secondaries", "change", zone,
                          f"add.secondary={self.software} 127.0.0.1:{self.port} "
                          f"key={self.key_name(zone)} contact=noc@nic.example xot={xot}", *data)
        return self

    def fragment(self, zone=ZONE):
        dns = self.sandbox.ready["dns"]
        return harness.stele("zone", "config", zone, "--for", self.software, "--secondary",
                             self.software, "--primary", f"127.0.0.1:{dns['port']}", "--xot-port",
                             dns["xot_port"], *self.xot_options, *self.options, "--data",
                             self.sandbox.data)

    def start(self):
        (self.home / "server.conf").write_text(
            self.configuration([self.fragment(zone) for zone in self.zones]))
        self.launch()
        harness.wait_until(lambda: self.process.poll() is not None or
                           all(self.serial(zone) for zone in self.zones), 60,
                           lambda: f"{self.software} has its zones: {self.log()[-4000:]}")
        if self.process.poll() is not None:
            raise AssertionError(f"{self.software} ended: {self.log()[-2000:]}")
        return self

    def stop(self):
        self.end(harness.signal.SIGTERM)

    def serial(self, zone=ZONE):
        """Of the zone as it is answered; None while it is not."""
        words = dig(self.port, zone, "SOA", "+short").split()
        return int(words[2]) if len(words) == 7 else None

    def transferred(self, zone=ZONE):
        """The whole zone as it gives it on."""
        return dig(self.port, zone, "AXFR", "+noall", "+answer", "+onesoa")

    def delegates(self, name):
        return f"{name}." in dig(self.port, name, "NS", "+norecurse", "+noall", "+authority",
                                 "+answer")


class Bind(NameServer):
    software = "bind"

    def command_line(self):
        return ["named", "-g", "-n", "1", "-c", self.home / "server.conf"]

    def configuration(self, fragments):
        return (f'options {{ directory "{self.home}"; listen-on port {self.port} {{ 127.0.0.1; }};\n'
                "listen-on-v6 { none; }; pid-file none; session-keyfile none; recursion no;\n"
                "dnssec-validation no; notify no; };\ncontrols { };\n"
                + "".join(fragments).replace("allow-transfer { none; };",
                                             "allow-transfer { 127.0.0.1; };"))


class Knot(NameServer):
    software = "knot"

    def command_line(self):
        return ["knotd", "-c", self.home / "server.conf"]

    def configuration(self, fragments):
        return (f"server:\n    rundir: {self.home}\n    listen: 127.0.0.1@{self.port}\n"
                f"database:\n    storage: {self.home}\nlog:\n  - target: stderr\n    any: info\n"
                f"template:\n  - id: default\n    storage: {self.home}\n\n"
                "acl:\n  - id: here\n    address: 127.0.0.1\n    action: transfer\n\n"
                + re.sub(r"acl: (\S+)", r"acl: [\1, here]", "".join(fragments)))


class Nsd(NameServer):
    software = "nsd"

    def command_line(self):
        return ["nsd", "-d", "-c", self.home / "server.conf"]

    xot_options = ("--xot-name", "localhost")

    def configuration(self, fragments):
        return (f"server:\n    tls-cert-bundle: \"{self.sandbox.ready['ca']}\"\n"
                f"    ip-address: 127.0.0.1@{self.port}\n    username: \"\"\n"
                f"    zonesdir: {self.home}\n    pidfile: {self.home}/nsd.pid\n    database: \"\"\n"
                f"    xfrdfile: {self.home}/xfrd.state\n    zonelistfile: {self.home}/zone.list\n"
                f"    xfrdir: {self.home}\n    verbosity: 2\n"
                "remote-control:\n    control-enable: no\n\n"
                + "".join(fragment + "    provide-xfr: 127.0.0.1 NOKEY\n\n" for fragment in fragments))


class KnotSigner(Knot):
    options = ("--signer",)


class BindSigner(Bind):
    options = ("--signer",)


ALL = (Bind, Knot, Nsd)
SIGNERS = (KnotSigner, BindSigner)


def missing():
    """Programs that are not there: the packages of group `run` have them."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    os.environ["PATH"] = path
    return [name for name in ("named", "knotd", "nsd", "dig", "dnssec-verify",
                             "ldns-verify-zone") if not shutil.which(name)]
