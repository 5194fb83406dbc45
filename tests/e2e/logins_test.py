"""Sixty-four logins at once all succeed within five seconds."""
import threading
import time
import unittest

import harness

LOGINS = 64
SECONDS = 5.0


class Logins(harness.Test):
    def test_sixty_four_at_once(self):
        sandbox = self.sandbox()
        who = sandbox.registrar()
        start = threading.Barrier(LOGINS + 1)
        codes, problems = [], []

        def log_in():
            start.wait()
            try:
                client = harness.EppClient(sandbox.ready["epp"]["port"], who["cert"], who["key"])
                codes.append(harness.code_of(
                    client.ask(harness.login_frame(who["id"], who["password"]))))
                client.close()
            except OSError as error:
                problems.append(str(error))

        threads = [threading.Thread(target=log_in) for _ in range(LOGINS)]
        for thread in threads:
            thread.start()
        start.wait()
        begun = time.monotonic()
        for thread in threads:
            thread.join()
        taken = time.monotonic() - begun
        print(f"{LOGINS} logins in {taken:.2f} s")
        self.assertEqual(problems, [])
        self.assertEqual(codes, [1000] * LOGINS)
        self.assertLess(taken, SECONDS)


if __name__ == "__main__":
    unittest.main()
