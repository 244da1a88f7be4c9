"""The whole job on Spark: from a folder of JSON Lines or Parquet to the tables of `verbatims run`.

    spark-submit examples/spark/job.py articles/ --out results --with wheel
    spark-submit examples/spark/job.py articles/ --out results --with program --program target/release/verbatims

Extraction, codings and counts are the engine's work, part by part; a sample of the quotations goes to the driver, where the themes are found; the model goes to all executors. With the
program, nothing is installed on them: `spark.files` ships it, and `TRANSFORM` runs it. With the wheel, `mapInArrow` hands over columns.
"""

import argparse
import json
import os
import pathlib
import subprocess

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

CODED = "id string, themes array<struct<id string, label string, score double, weak boolean>>, state string"


def texts(spark: SparkSession, folder: str) -> DataFrame:
    """The documents, as lines of JSON (`{"id", "text", …}`) in a column `value`."""
    parquet = any(pathlib.Path(folder).glob("**/*.parquet"))
    if not parquet:
        return spark.read.text(folder)
    frame = spark.read.parquet(folder)
    # A null text is an empty one; left out of its line, it would be an error.
    return frame.select(f.to_json(f.struct("*"), {"ignoreNullFields": "false"}).alias("value"))


class Program:
    """By the program: each task pipes its lines through it."""

    def __init__(self, spark: SparkSession, path: str) -> None:
        self.spark, self.path = spark, path
        spark.sparkContext.addFile(path)

    def _transform(self, frame: DataFrame, command: str) -> DataFrame:
        frame.createOrReplaceTempView("lines")
        return self.spark.sql(f"SELECT TRANSFORM(value) USING './{command}' AS (value STRING) FROM lines")

    def extract(self, lines: DataFrame) -> DataFrame:
        """A line a quotation; of a document that cannot be read, a line with its error."""
        name = os.path.basename(self.path)
        return self._transform(lines, f"{name} extract --rows --threads 1 --bad-lines keep")

    def fit(self, sample: list[str], path: str, themes: int | None) -> None:
        number = ["-k", str(themes)] if themes else []
        command = [self.path, "themes", "--model", path, *number, "--quiet"]
        subprocess.run(command, input="\n".join(sample).encode(), stdout=subprocess.DEVNULL, check=True)

    def predict(self, rows: DataFrame, path: str) -> DataFrame:
        """A line a quotation with its themes and its state."""
        self.spark.sparkContext.addFile(path)
        name, model = os.path.basename(self.path), os.path.basename(path)
        lines = rows.select(f.to_json(f.struct("id", "text")).alias("value"))
        command = f"{name} themes --predict {model} --evidence --threads 1 --bad-lines keep --quiet"
        return self._transform(lines, command)


class Wheel:
    """By the wheel, which every executor's Python has: columns go in and out by Arrow."""

    def __init__(self, spark: SparkSession) -> None:
        self.spark = spark

    def extract(self, lines: DataFrame) -> DataFrame:
        def found(batches):
            import pyarrow as pa

            import verbatims

            verbatims.set_threads(1)
            extractor = verbatims.Extractor()
            for batch in batches:
                rows = extractor.lines(batch.column("value").to_pylist(), rows=True)
                yield pa.RecordBatch.from_pydict({"value": list(rows)}, schema=pa.schema({"value": pa.string()}))

        return lines.mapInArrow(found, "value string")

    def fit(self, sample: list[str], path: str, themes: int | None) -> None:
        import verbatims

        rows = [json.loads(row) for row in sample]
        data = {"id": [row["id"] for row in rows], "text": [row["text"] for row in rows]}
        verbatims.ThemeModel.fit(data, n_themes=themes).save(path)

    def predict(self, rows: DataFrame, path: str) -> DataFrame:
        import verbatims

        model = self.spark.sparkContext.broadcast(verbatims.ThemeModel.load(path))

        def coded(batches):
            import pyarrow as pa

            import verbatims

            verbatims.set_threads(1)
            for batch in batches:
                yield from pa.table(model.value.predict(pa.table(batch), evidence=True)).to_batches()

        schema = (
            "id string, state string, theme_id string, theme string, basis string, score double, weak boolean,"
            " evidence array<struct<text string, start bigint, end bigint>>"
        )
        predicted = rows.select("id", "text").mapInArrow(coded, schema)
        # A model gives a quotation one theme at most: as the program's line says it.
        theme = f.struct(f.col("theme_id").alias("id"), f.col("theme").alias("label"), "score", "weak", "basis")
        themes = f.when(f.col("theme_id").isNotNull(), f.array(theme)).otherwise(f.array())
        return predicted.select(f.to_json(f.struct("id", themes.alias("themes"), "state")).alias("value"))


def sample(rows: DataFrame, most: int) -> list[str]:
    """At most so many quotations, the same in every run: those whose names hash lowest."""
    hashed = rows.select("id", "text", f.xxhash64("id").alias("hash")).orderBy("hash", "id").limit(most)
    return [json.dumps({"id": row["id"], "text": row["text"]}) for row in hashed.orderBy("id").collect()]


def counts(rows: DataFrame, coded: DataFrame) -> DataFrame:
    """How many quotations and speakers each theme has, counted by the engine."""
    codings = coded.select(f.from_json("value", CODED).alias("line")).select("line.id", f.explode("line.themes"))
    themed = codings.select("id", f.col("col.id").alias("theme_id"), f.col("col.label").alias("theme"))
    joined = themed.join(rows.select("id", "speaker_key"), "id")
    return joined.groupBy("theme_id", "theme").agg(
        f.count("*").alias("quotes"), f.count_distinct("speaker_key").alias("speakers")
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("input", help="a folder of JSON Lines or Parquet with columns id and text")
    arguments.add_argument("--out", required=True, help="a folder that all machines write to")
    arguments.add_argument("--with", dest="by", choices=["program", "wheel"], default="program")
    arguments.add_argument(
        "--program", default="target/release/verbatims", help="the program, for the executors' system"
    )
    arguments.add_argument("--parts", type=int, help="how many parts the documents are in; twice the cores or more")
    arguments.add_argument("--sample", type=int, default=20_000, help="quotations that the themes are found in")
    arguments.add_argument("-k", type=int, help="how many themes to find")
    arguments.add_argument("--tables", action="store_true", help="write the tables of `verbatims run` on the driver")
    given = arguments.parse_args()

    spark = SparkSession.builder.appName("verbatims").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    engine = Program(spark, given.program) if given.by == "program" else Wheel(spark)
    out = pathlib.Path(given.out)

    lines = texts(spark, given.input)
    if given.parts:
        lines = lines.repartition(given.parts)
    # Written once: what is read again below is not found again.
    engine.extract(lines).write.mode("overwrite").text(str(out / "found"))
    found = spark.read.text(str(out / "found"))
    row = "id string, text string, speaker_key string, asks boolean, error string"
    rows = found.select(f.from_json("value", row).alias("row")).select("row.*")
    unread = rows.where("error is not null").count()
    rows = rows.where("error is null and not asks")

    model = str(out / "themes.model")
    engine.fit(sample(rows, given.sample), model, given.k)
    engine.predict(rows, model).write.mode("overwrite").text(str(out / "coded"))
    coded = spark.read.text(str(out / "coded"))
    table = counts(rows, coded).orderBy(f.desc("quotes"), "theme_id")
    for theme in table.collect():
        print(json.dumps(theme.asDict(), ensure_ascii=False))
    if unread:
        print(json.dumps({"unread": unread}))
    spark.stop()

    if given.tables:
        parts = [[str(part) for part in sorted((out / name).glob("part-*"))] for name in ("found", "coded")]
        command = [given.program, "tables", *parts[0], "--codings", *parts[1], "--model", model]
        command += ["--out", str(out / "tables"), "--csv", "plain", "--force", "--quiet"]
        tables = subprocess.run(command)
        # 3 says that some documents could not be read, which was told above.
        if tables.returncode not in (0, 3):
            raise SystemExit(tables.returncode)


if __name__ == "__main__":
    main()
