"""The whole job on Spark gives what one run of the program gives."""

import csv
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import corpus
import pyspark

PROGRAM = os.environ["VERBATIMS_PROGRAM"]
JOB = pathlib.Path(__file__).parents[2] / "examples/spark/job.py"
SPARK = pathlib.Path(pyspark.__file__).parent
NUMBER = int(os.environ.get("VERBATIMS_ARTICLES", "6000"))
THEMES = 4
# A text that is null, a line without a text and one that is no JSON: none of them is lost, and none of them stops the job.
ODD = ['{"id": "null", "text": null}', '{"id": "none"}', "no JSON"]


def program(*arguments, given=None):
    said = subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True)
    if said.returncode not in (0, 3):
        raise AssertionError(said.stderr.decode())
    return said.stdout.decode()


def lines(folder):
    return sorted(line for part in folder.glob("part-*") for line in part.read_text().splitlines())


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


class Job(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="verbatims-spark-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.articles = cls.folder / "articles"
        cls.articles.mkdir()
        rows = corpus.articles(NUMBER)
        for part in range(6):
            (cls.articles / f"{part}.jsonl").write_text(corpus.lines(rows[part::6]))
        (cls.articles / "odd.jsonl").write_text("\n".join(ODD) + "\n")
        cls.given = "".join(path.read_text() for path in sorted(cls.articles.glob("*.jsonl"))).encode()
        began = time.monotonic()
        cls.found = program("extract", "--rows", "--threads", "2", given=cls.given).splitlines()
        cls.seconds = time.monotonic() - began
        cls.megabytes = len(cls.given) / 1e6

    def run_job(self, name, by, master="local[2]", data=None, meanwhile=None, more=()):
        out = self.folder / name
        command = [
            *(SPARK / "bin/spark-submit", "--master", master, "--conf", "spark.ui.enabled=false"),
            *("--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.driver.host=127.0.0.1", *more),
            *(
                JOB,
                data or self.articles,
                "--out",
                out,
                "--with",
                by,
                "--program",
                PROGRAM,
                "-k",
                THEMES,
                "--parts",
                12,
                "--tables",
            ),
        ]
        began = time.monotonic()
        errors = self.folder / f"{name}.log"
        with open(errors, "w") as log:
            job = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=log, text=True)
            self.addCleanup(job.kill)
            if meanwhile:
                meanwhile(out, job)
            told, _ = job.communicate(timeout=900)
        self.assertEqual(job.returncode, 0, errors.read_text()[-3000:] + told[-3000:])
        print(
            f"\n{name}: {time.monotonic() - began:.1f} s; the program alone: {self.seconds:.1f} s for {self.megabytes:.0f} MB",
            file=sys.stderr,
        )
        return out, [json.loads(line) for line in told.splitlines() if line.startswith("{")]

    def check(self, out, told):
        """Lines, codings, counts and tables are those of one machine."""
        found = lines(out / "found")
        without_numbers = lambda told: sorted(
            json.dumps(json.loads(line) | {"line": 0}) if '"error"' in line else line for line in told
        )
        self.assertEqual(without_numbers(found), without_numbers(self.found))
        rows = [line for line in found if '"error"' not in line]
        expected = program("themes", "--predict", out / "themes.model", "--evidence", given="\n".join(rows).encode())
        themes = lambda line: (
            line["id"],
            line["state"],
            [(one["id"], one["label"], one["score"], one["weak"], one["basis"]) for one in line["themes"]],
        )
        coded = [themes(json.loads(line)) for line in lines(out / "coded")]
        self.assertEqual(sorted(coded), sorted(themes(json.loads(line)) for line in expected.splitlines()))
        whole = out / "whole"
        texts = self.folder / "all.jsonl"
        texts.write_bytes(self.given)
        program(
            "run", texts, "--predict", out / "themes.model", "--of", "all", "--csv", "plain", "--out", whole, "--quiet"
        )
        with open(whole / "themes.csv") as table:
            counts = {
                row["theme_id"]: (int(row["quotes"]), int(row["speakers"]))
                for row in csv.DictReader(table)
                if row["theme_id"]
            }
        self.assertEqual(
            {row["theme_id"]: (row["quotes"], row["speakers"]) for row in told if "theme_id" in row}, counts
        )
        self.assertEqual(len(counts), THEMES)
        self.assertEqual([row["unread"] for row in told if "unread" in row], [2])
        for name in ("themes.csv", "theme_by_role.csv"):
            self.assertEqual((out / "tables" / name).read_text(), (whole / name).read_text(), name)
        return found

    def test_local_by_the_program(self):
        out, told = self.run_job("program", "program")
        self.check(out, told)

    def test_local_by_the_wheel(self):
        out, told = self.run_job("wheel", "wheel")
        self.check(out, told)

    def test_parquet_is_read_as_lines_are(self):
        import pyarrow as pa
        import pyarrow.parquet

        folder = self.folder / "parquet"
        folder.mkdir()
        rows = corpus.articles(NUMBER)[:300] + [{"id": "null", "text": None, "year": 1, "paper": None}]
        for part in range(3):
            pa.parquet.write_table(pa.Table.from_pylist(rows[part::3]), folder / f"{part}.parquet", compression="gzip")
        out, _ = self.run_job("from-parquet", "program", data=folder)
        expected = program("extract", "--rows", given=corpus.lines(rows).encode()).splitlines()
        self.assertEqual(lines(out / "found"), sorted(expected))


class Cluster(Job):
    """One master and two workers on loopback; a worker and its executor are killed in mid-run."""

    test_local_by_the_program = test_local_by_the_wheel = test_parquet_is_read_as_lines_are = None

    def setUp(self):
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self.start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", free_port())
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        worker = ("--cores", 1, "--memory", "1g", "--host", "127.0.0.1", "--webui-port", "0")
        self.workers = [
            self.start("worker.Worker", *worker, "--work-dir", self.folder / f"work-{n}", self.master) for n in range(2)
        ]

    def start(self, name, *arguments):
        log = open(self.folder / f"{name}.log", "a")
        self.addCleanup(log.close)
        command = [SPARK / "bin/spark-class", f"org.apache.spark.deploy.{name}", *arguments]
        started = subprocess.Popen(
            [*map(str, command)], stdout=log, stderr=log, env=os.environ | {"SPARK_NO_DAEMONIZE": "1"}
        )
        self.addCleanup(started.wait)
        self.addCleanup(started.kill)
        return started

    def kill_a_worker(self, out, job):
        """Ends one worker and its executor, once a part is done and others are not."""
        for _ in range(3000):
            done = list(out.glob("found/_temporary/*/task_*"))
            if done or job.poll() is not None:
                break
            time.sleep(0.05)
        self.assertTrue(done, "the job ended before a worker could be killed")
        self.assertLess(len(done), 12, "all parts were done before a worker could be killed")
        worker = self.workers[0]
        children = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True).stdout.split()
        self.assertTrue(children, "the worker has no executor")
        for process in (worker.pid, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        print(f"\nkilled a worker and its executor after {len(done)} of 12 parts", file=sys.stderr)

    def killed(self, name, by):
        memory = ("--conf", "spark.executor.memory=600m", "--conf", "spark.executor.cores=1")
        out, told = self.run_job(name, by, self.master, meanwhile=self.kill_a_worker, more=memory)
        self.check(out, told)

    def test_a_worker_is_killed_by_the_program(self):
        self.killed("cluster-program", "program")

    def test_a_worker_is_killed_by_the_wheel(self):
        self.killed("cluster-wheel", "wheel")


if __name__ == "__main__":
    unittest.main()
