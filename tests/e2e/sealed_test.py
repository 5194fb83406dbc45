"""Personal data is sealed: name and address of a contact are nowhere on the disk as clear bytes,
and after an erasure the key is gone while every proof still holds."""
import unittest

import harness

NAME = "Bartholomaeus Unverwechselbar"
STREET = "Verborgene Gasse 4711"
EMAIL = "unverwechselbar@verborgen.example"
SLOT = 64  # bytes of keys.vault; the first is its header


def changed_slots(before, after):
    return [at for at in range(SLOT, len(after), SLOT) if before[at:at + SLOT] != after[at:at + SLOT]]


class Sealed(harness.Test):
    def expect_nowhere(self, data):
        files = [path for path in data.rglob("*") if path.is_file()]
        everything = {path: path.read_bytes() for path in files}
        # What is not personal is there in clear, so that one can be sure of having looked.
        self.assertTrue(any(b"seal-1" in content for path, content in everything.items()
                            if "journal" in path.parts))
        for clear in (NAME, STREET, EMAIL, "Verborgene", "Unverwechselbar"):
            found = [str(path) for path, content in everything.items() if clear.encode() in content]
            self.assertEqual(found, [], clear)

    def test_a_contact_is_forgotten(self):
        sandbox = self.sandbox("--compression", "off")
        vault = sandbox.data / "keys.vault"
        with sandbox.epp() as client:
            client.expect(harness.contact_create("seal-1", NAME, STREET).replace(
                "jana@shop.example", EMAIL))
            client.expect(harness.contact_create("seal-2"))
            client.expect(harness.domain_create("sealed.example", "seal-1"))
            info = harness.transform("info", "contact", "<x:id>seal-1</x:id>")
            self.assertIn(NAME.encode(), client.expect(info))
            # A message shows the contact before and after; it is sealed there as well.
            harness.stele("contact", "update", "seal-1", "voice=+49.3012345678", "--data",
                          sandbox.data)
            poll = harness.command('<poll op="req"/>')
            self.assertIn(NAME.encode(), client.expect(poll, 1301))
            self.expect_nowhere(sandbox.data)
            before = vault.read_bytes()
            harness.stele("contact", "erase", "seal-1", "--why", "test", "--data", sandbox.data)
            answer = client.expect(info)
            self.assertNotIn(NAME.encode(), answer)
            self.assertNotIn(STREET.encode(), answer)
            self.assertNotIn(NAME.encode(), client.expect(poll, 1301))
            client.expect(harness.transform("info", "contact", "<x:id>seal-2</x:id>"))
        after = vault.read_bytes()
        [erased] = changed_slots(before, after)  # one key and no other
        self.assertNotEqual(before[erased:erased + SLOT], bytes(SLOT))
        self.assertEqual(after[erased:erased + SLOT], bytes(SLOT))
        sandbox.stop()
        self.expect_nowhere(sandbox.data)

        self.assertTrue(harness.stele_json("journal", "verify", "--data", sandbox.data)["good"])
        live = harness.stele_json("state", "hash", "--recompute", "--data", sandbox.data)
        rebuilt = self.scratch / "rebuilt"
        replayed = harness.stele_json("replay", "--from", sandbox.data, "--to", rebuilt,
                                      "--no-compression")
        self.assertEqual(replayed["hash"], live["hash"])
        for path in rebuilt.rglob("*"):
            if path.is_file():
                self.assertNotIn(NAME.encode(), path.read_bytes(), path)
        sandbox.start()  # and it serves on
        with sandbox.epp() as client:
            client.expect(harness.domain_check("sealed.example"))
        sandbox.stop()

    def test_a_key_that_cannot_be_read_is_no_erasure(self):
        sandbox = self.sandbox()
        with sandbox.epp() as client:
            client.expect(harness.contact_create("seal-1", NAME, STREET))
        sandbox.stop()
        vault = sandbox.data / "keys.vault"
        whole = vault.read_bytes()
        broken = bytearray(whole)
        # After the TSIG keys of the zones and the offices of the registrars.
        slot = len(sandbox.ready["zones"]) + len(sandbox.ready["registrars"]) + 1
        broken[slot * SLOT + SLOT // 2] ^= 1
        vault.write_bytes(broken)
        sandbox.start()
        info = harness.transform("info", "contact", "<x:id>seal-1</x:id>")
        with sandbox.epp() as client:
            for _ in range(2):
                self.assertIn(b"cannot be read", client.expect(info, 2400))
            done = harness.stele("contact", "show", "seal-1", "--data", sandbox.data, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("cannot be read", harness.last_line(done.stderr))
        self.assertEqual(sandbox.log().count("vault.unreadable"), 1)
        sandbox.stop()
        vault.write_bytes(whole)
        sandbox.start()
        with sandbox.epp() as client:
            self.assertIn(NAME.encode(), client.expect(info))
        sandbox.stop()


if __name__ == "__main__":
    unittest.main()
