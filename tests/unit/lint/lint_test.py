"""tools/lint/layers and tools/lint/house find each kind of violation, in trees made for it."""
import pathlib
import subprocess
import tempfile
import unittest

LINT = pathlib.Path(__file__).resolve().parents[3] / "tools" / "lint"

TREE = {
    "engine/base/CMakeLists.txt": "stele_library(stele_base)",
    "engine/base/error.h": "",
    "engine/core/CMakeLists.txt": "stele_library(stele_core LINKS stele_base)",
    "engine/core/decide.cc": '#include "engine/base/error.h"\n#include <vector>\n',
    "engine/net/CMakeLists.txt": "stele_library(stele_net LINKS stele_base PRIVATE OpenSSL::SSL)",
    "engine/net/tls.h": "",
    "engine/net/tls.cc": '#include "engine/net/tls.h"\n#include <openssl/ssl.h>\n'
                         "#include <sys/socket.h>\n",
    "frontends/epp/CMakeLists.txt": "stele_library(stele_epp LINKS stele_epp_xml stele_net)",
    "frontends/epp/xml/CMakeLists.txt": "stele_library(stele_epp_xml LINKS stele_base)",
    "frontends/epp/xml/tree.h": "",
    "frontends/epp/session.cc": '#include "frontends/epp/xml/tree.h"\n'
                                '#include "engine/net/tls.h"\n#include "engine/base/error.h"\n',
    "frontends/whois/CMakeLists.txt": "stele_library(stele_whois LINKS stele_net)",
    "frontends/whois/query.h": "",
}

HOUSE = {f"{top}/README.md": "" for top in
         ("engine", "events", "projections", "frontends", "replication", "tools", "tests", "docs")}
HOUSE |= {
    "events/event_list.inc": "X(1, DomainCreated)\nX(2, DomainDeleted)\n",
    "tests/golden/event_kinds.txt": "# kinds\n1 DomainCreated\n2 DomainDeleted\n",
    "engine/core/refusal_list.inc": 'X(linked, 2305, "Other objects refer to it")\n',
    "docs/reasons.md": "| `linked` | 2305 | Other objects refer to it |\n",
    "tests/scenarios/a.scn": "# linked\nreg-a delete contact=a -> 2305 linked=b\n",
    "engine/core/decide.cc": "int x;\n",
}


def run(program, base, changes):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (base | changes).items():
            if text is None:
                continue
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([LINT / program, folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class Lint(unittest.TestCase):
    def finds(self, program, base, changes, expected):
        code, output = run(program, base, changes)
        self.assertEqual(code, 1, output)
        self.assertIn(expected, output)

    def test_trees_without_violation_pass(self):
        for program, base in (("layers", TREE), ("house", HOUSE)):
            code, output = run(program, base, {})
            self.assertEqual(code, 0, output)

    def test_include_upwards(self):
        self.finds("layers", TREE,
                   {"engine/base/x.cc": '\n#include "engine/net/tls.h"\n'},
                   "engine/base/x.cc:2: engine/base includes engine/net, which stands above it")

    def test_include_sideways(self):
        self.finds("layers", TREE,
                   {"frontends/epp/x.cc": '#include "frontends/whois/query.h"\n'},
                   "frontends/epp/x.cc:1: frontends/epp includes frontends/whois sideways")

    def test_link_upwards(self):
        self.finds("layers", TREE,
                   {"engine/base/CMakeLists.txt": "stele_library(stele_base\n  LINKS stele_net)"},
                   "engine/base/CMakeLists.txt: engine/base links engine/net")

    def test_include_without_link(self):
        self.finds("layers", TREE,
                   {"frontends/epp/CMakeLists.txt": "stele_library(stele_epp LINKS stele_epp_xml)"},
                   "engine/net/tls.h belongs to stele_net, which stele_epp does not link")

    def test_library_where_it_is_not_granted(self):
        self.finds("layers", TREE, {"engine/core/x.cc": "#include <openssl/evp.h>\n"},
                   "engine/core/x.cc:1: OpenSSL is not granted here")
        self.finds("layers", TREE,
                   {"engine/core/CMakeLists.txt":
                    "stele_library(stele_core LINKS stele_base PRIVATE PkgConfig::rocksdb)"},
                   "engine/core/CMakeLists.txt: RocksDB is not granted here")
        self.finds("layers", TREE, {"engine/core/x.cc": "#include <zmq/zmq.hpp>\n"},
                   "<zmq/zmq.hpp> is of a library nobody was granted")

    def test_core_that_reaches_outside(self):
        self.finds("layers", TREE, {"engine/core/x.cc": "#include <fstream>\n"},
                   "<fstream> reaches outside")

    def test_relative_include(self):
        self.finds("layers", TREE, {"engine/net/x.cc": '#include "tls.h"\n'},
                   '"tls.h" does not exist')

    def test_folder_without_rank(self):
        self.finds("layers", TREE, {"engine/new/CMakeLists.txt": "stele_library(stele_new)"},
                   "folder engine/new has no rank")

    def test_long_file(self):
        code, output = run("house", HOUSE, {"engine/a.cc": "\n" * 650})
        self.assertEqual(code, 0, output)
        self.assertIn("note: engine/a.cc has 650 lines", output)
        self.finds("house", HOUSE, {"engine/a.cc": "\n" * 701}, "engine/a.cc: 701 lines")

    def test_unfinished_work(self):
        self.finds("house", HOUSE, {"engine/a.cc": "int x;  // TO" "DO later\n"},
                   "engine/a.cc:1: TO" "DO is unfinished work")

    def test_event_kinds(self):
        golden = "tests/golden/event_kinds.txt"
        self.finds("house", HOUSE, {"events/event_list.inc": "X(1, DomainCreated)\n"},
                   "kind 2 DomainDeleted was published and is now missing")
        self.finds("house", HOUSE,
                   {"events/event_list.inc": "X(1, DomainMade)\nX(2, DomainDeleted)\n"},
                   "kind 1 DomainCreated was published and is now 1 DomainMade")
        self.finds("house", HOUSE, {golden: "1 DomainCreated\n"},
                   f"{golden}: add the new kind `2 DomainDeleted`")
        self.finds("house", HOUSE, {"events/event_list.inc": "X(1, A)\nX(1, B)\n"},
                   "the numbers do not rise")

    def test_reasons(self):
        self.finds("house", HOUSE, {"docs/reasons.md": ""}, "`linked` | 2305")
        self.finds("house", HOUSE,
                   {"docs/reasons.md": HOUSE["docs/reasons.md"] + "| `old` | 2306 | Gone |\n"},
                   "`old` | 2306 | Gone | is in no list")
        self.finds("house", HOUSE,
                   {"frontends/epp/response/messages.cc": '    Message{2305, "Linked"},\n'},
                   "the row | `2305` | Linked | is missing")

    def test_stories(self):
        self.finds("house", HOUSE, {"tests/scenarios/a.scn": "# linked\nreg-a linked -> ok\n"},
                   "no story is refused with linked")
        overloaded = 'X(overloaded, 2400, "Busy")\n'
        self.finds("house", HOUSE,
                   {"engine/core/refusal_list.inc": overloaded,
                    "docs/reasons.md": "| `overloaded` | 2400 | Busy |\n",
                    "tests/scenarios/a.scn": "# a\nreg-a check domain=a -> overloaded\n"},
                   "overloaded stands in a story now")

    def test_readme(self):
        self.finds("house", HOUSE, {"docs/README.md": None}, "docs/README.md is missing")


if __name__ == "__main__":
    unittest.main()
