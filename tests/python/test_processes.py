"""Forks, threads, pickles, progress."""

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import unittest

import corpus

import verbatims

COLUMNS = corpus.columns(corpus.articles(80))
ANSWERS = corpus.columns(corpus.answers(60))


def count(part):
    return len(verbatims.quotes(part))


class Processes(unittest.TestCase):
    def test_a_fork_after_use_ends(self):
        expected = len(verbatims.quotes(COLUMNS))
        with multiprocessing.get_context("fork").Pool(2) as pool:
            self.assertEqual(pool.map_async(count, [COLUMNS] * 4).get(timeout=120), [expected] * 4)
        self.assertEqual(count(COLUMNS), expected)

    def test_a_fork_of_a_fork_ends(self):
        expected = count(COLUMNS)
        child = os.fork()
        if child == 0:
            grandchild = 1
            try:
                mine = count(COLUMNS)
                grandchild = os.fork()
                if grandchild == 0:
                    os._exit(0 if count(COLUMNS) == mine else 1)
                _, status = os.waitpid(grandchild, 0)
                os._exit(0 if status == 0 and mine == expected else 1)
            finally:
                os._exit(2)
        for _ in range(1200):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return self.assertEqual(status, 0)
            time.sleep(0.1)
        os.kill(child, signal.SIGKILL)
        self.fail("the child of a fork hangs")

    def test_everything_is_pickled_with_its_settings(self):
        extractor = verbatims.Extractor(
            indirect=False, offsets="bytes", language="en", kind="prose", respondents=["Ann"]
        )
        found = extractor.quotes(COLUMNS)
        again = pickle.loads(pickle.dumps(extractor))
        self.assertEqual(again.quotes(COLUMNS).to_pylist(), found.to_pylist())
        self.assertEqual(repr(again), repr(extractor))
        self.assertEqual(pickle.loads(pickle.dumps(found)).to_pylist(), found.to_pylist())
        model = verbatims.ThemeModel.fit(ANSWERS, n_themes=3)
        self.assertEqual(
            pickle.loads(pickle.dumps(model)).predict(ANSWERS).to_pylist(), model.predict(ANSWERS).to_pylist()
        )
        for similarity in (False, True):
            coder = verbatims.Coder({"Rent": ["rent*"], "Bus": ["bus*"]}, similarity=similarity)
            self.assertEqual(
                pickle.loads(pickle.dumps(coder)).code(ANSWERS).to_pylist(), coder.code(ANSWERS).to_pylist()
            )
        analysis = verbatims.Analysis(ANSWERS, model.predict(ANSWERS), themes=model)
        self.assertEqual(pickle.loads(pickle.dumps(analysis)).themes().to_pylist(), analysis.themes().to_pylist())

    def test_other_processes_get_what_is_pickled(self):
        extractor = verbatims.Extractor(indirect=False)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply_async(extractor.quotes, (COLUMNS,)).get(timeout=120)
        self.assertEqual(found.to_pylist(), extractor.quotes(COLUMNS).to_pylist())

    def test_any_number_of_threads_gives_the_same(self):
        lines = corpus.lines(corpus.articles(80))
        expected = list(verbatims.Extractor().lines(lines))
        for threads in (1, 2, 5, 0):
            verbatims.set_threads(threads)
            self.assertEqual(list(verbatims.Extractor().lines(lines)), expected)

    def test_other_threads_of_python_run_meanwhile(self):
        ticks = []
        stop = threading.Event()

        def tick():
            while not stop.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.005)

        thread = threading.Thread(target=tick)
        thread.start()
        began = time.monotonic()
        data = corpus.columns(corpus.articles(3000))
        began = time.monotonic()
        verbatims.quotes(data)
        ended = time.monotonic()
        stop.set()
        thread.join()
        self.assertGreater(sum(began < at < ended for at in ticks), (ended - began) / 0.005 * 0.1)

    def test_progress_is_told_and_may_end_it(self):
        data = corpus.columns(corpus.articles(1200))
        told = []
        verbatims.quotes(data, progress=lambda done, all: told.append((done, all)))
        self.assertEqual(told, [(512, 1200), (1024, 1200), (1200, 1200)])

        class Enough(Exception):
            pass

        def enough(done, all):
            raise Enough

        with self.assertRaises(Enough):
            verbatims.Extractor().extract(data, progress=enough)
        model = verbatims.ThemeModel.fit(ANSWERS, n_themes=3)
        told.clear()
        model.predict(ANSWERS, progress=lambda done, all: told.append((done, all)))
        self.assertEqual(told, [(60, 60)])

    def test_control_c_ends_it(self):
        code = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "import corpus, verbatims\n"
            "data = corpus.columns(corpus.articles(60000))\n"
            "print('ready', flush=True)\n"
            "verbatims.quotes(data)\n"
            "print('done')\n"
        )
        child = subprocess.Popen(
            [sys.executable, "-c", code, os.path.dirname(__file__)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.assertEqual(child.stdout.readline(), b"ready\n")
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        out, errors = child.communicate(timeout=60)
        self.assertIn(b"KeyboardInterrupt", errors)
        self.assertEqual(out, b"")


if __name__ == "__main__":
    unittest.main()
