"""The package itself: what its words promise, its types, its size, its speed."""

import doctest
import glob
import inspect
import os
import pathlib
import subprocess
import sys
import time
import unittest
import zipfile

import corpus

import verbatims

HERE = pathlib.Path(__file__).parent
PACKAGE = HERE.parents[1] / "examples/python"
PROGRAM = os.environ["VERBATIMS_PROGRAM"]


def documented():
    """Everything public, with its name."""
    yield "verbatims", verbatims
    for name in verbatims.__all__:
        thing = getattr(verbatims, name)
        yield name, thing
        if inspect.isclass(thing):
            for part in vars(thing):
                if not part.startswith("_"):
                    yield f"{name}.{part}", getattr(thing, part)


class Words(unittest.TestCase):
    def test_everything_public_says_what_it_does(self):
        for name, thing in documented():
            self.assertTrue((inspect.getdoc(thing) or "").strip(), f"{name} has no docstring")

    def test_examples_in_docstrings_run(self):
        runner, parser, examples = doctest.DocTestRunner(), doctest.DocTestParser(), 0
        for name, thing in documented():
            told = parser.get_doctest(inspect.getdoc(thing), {"verbatims": verbatims, **vars(verbatims)}, name, None, 0)
            runner.run(told)
            examples += len(told.examples)
        self.assertGreater(examples, 25)
        self.assertEqual(runner.summarize(verbose=False).failed, 0)

    def test_examples_in_the_readme_run(self):
        folder = os.getcwd()
        os.chdir(HERE.parents[1])
        self.addCleanup(os.chdir, folder)
        failed, run = doctest.testfile(str(PACKAGE / "README.md"), module_relative=False)
        self.assertEqual(failed, 0)
        self.assertGreater(run, 10)

    def test_types_are_those_of_the_module(self):
        for command in (["mypy.stubtest", "verbatims"], ["mypy", "--strict", str(HERE / "typed.py")]):
            said = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, cwd="/")
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def test_the_notebook_runs(self):
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(PACKAGE / "survey.ipynb", as_version=4)
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(PACKAGE)}}
        ).execute()
        shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        self.assertTrue(any("image/png" in output.get("data", {}) for output in shown), "no chart")
        if keep := os.environ.get("VERBATIMS_KEEP_NOTEBOOK"):
            nbformat.write(notebook, keep)


class Measures(unittest.TestCase):
    def test_the_wheel_is_small(self):
        [wheel] = glob.glob(os.environ["VERBATIMS_WHEEL"])
        size = os.path.getsize(wheel) / 1e6
        print(f"\nwheel: {size:.1f} MB", file=sys.stderr)
        # 4.1 MB of it are word vectors, which do not get smaller.
        self.assertLessEqual(size, 9)
        names = zipfile.ZipFile(wheel).namelist()
        for name in ("verbatims/py.typed", "verbatims/_verbatims.pyi", "verbatims/__init__.py"):
            self.assertIn(name, names)

    def test_arrow_costs_at_most_a_tenth_more_than_the_program(self):
        rows = corpus.articles(12_000)
        lines = corpus.lines(rows).encode()
        megabytes = len(lines) / 1e6

        def program():
            before = os.times()
            subprocess.run([PROGRAM, "extract", "--threads", "1"], input=lines, stdout=subprocess.DEVNULL, check=True)
            after = os.times()
            return after.children_user + after.children_system - before.children_user - before.children_system

        def wheel(read):
            began = time.process_time()
            read()
            return time.process_time() - began

        verbatims.set_threads(1)
        self.addCleanup(verbatims.set_threads, 0)
        import pyarrow as pa

        table = pa.table(corpus.columns(rows))
        measured = {"program": [], "lines": [], "extract": [], "quotes": [], "column": []}
        for _ in range(3):
            measured["program"].append(program())
            measured["lines"].append(wheel(lambda: sum(1 for _ in verbatims.Extractor().lines(lines))))
            measured["extract"].append(wheel(lambda: verbatims.Extractor().extract(table)))
            measured["quotes"].append(wheel(lambda: verbatims.Extractor().quotes(table)))
            measured["column"].append(wheel(lambda: verbatims.Extractor().column(table)))
        speeds = {name: megabytes / min(seconds) for name, seconds in measured.items()}
        told = ", ".join(f"{name} {speed:.1f}" for name, speed in speeds.items())
        print(f"\nMB of lines per CPU second ({megabytes:.0f} MB): {told}", file=sys.stderr)
        for name in ("extract", "quotes", "column"):
            self.assertGreaterEqual(speeds[name], 0.9 * speeds["program"], told)


if __name__ == "__main__":
    unittest.main()
