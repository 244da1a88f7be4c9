"""pandas, polars, pyarrow and DuckDB: tables in and out."""

import datetime
import unittest

import corpus
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import verbatims

ROWS = corpus.articles(60)
COLUMNS = corpus.columns(ROWS)


class Libraries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.extractor = verbatims.Extractor()
        cls.found = cls.extractor.quotes(COLUMNS)
        cls.rows = cls.found.to_pylist()

    def test_each_library_hands_over_the_same_table(self):
        connection = duckdb.connect()
        frame = pd.DataFrame(COLUMNS)
        frames = {
            "pandas": frame,
            "polars": pl.DataFrame(COLUMNS),
            "pyarrow": pa.table(COLUMNS),
            "record batch": pa.table(COLUMNS).to_batches()[0],
            "batches": pa.concat_tables([pa.table(COLUMNS).slice(0, 7), pa.table(COLUMNS).slice(7)]),
            "duckdb": connection.sql("select * from frame"),
            "dictionary": pa.table(COLUMNS | {"text": pa.array(COLUMNS["text"]).dictionary_encode()}),
        }
        self.assertGreater(len(self.rows), 200)
        for name, data in frames.items():
            with self.subTest(name):
                self.assertEqual(self.extractor.quotes(data).to_pylist(), self.rows)

    def test_each_library_reads_the_same_table(self):
        found = self.found
        same = {
            "pandas": pd.DataFrame.from_arrow(found) if hasattr(pd.DataFrame, "from_arrow") else found.to_pandas(),
            "to_pandas": found.to_pandas(),
            "polars": pl.DataFrame(found),
            "to_polars": found.to_polars(),
            "pyarrow": pa.table(found),
            "to_arrow": found.to_arrow(),
            "duckdb": duckdb.sql("from found").arrow(),
        }
        for name, frame in same.items():
            with self.subTest(name):
                self.assertEqual(
                    verbatims.Analysis(frame).quotes().to_pylist(), verbatims.Analysis(found).quotes().to_pylist()
                )
                self.assertEqual(len(frame if not hasattr(frame, "read_all") else found), len(found))
        self.assertEqual(pl.DataFrame(found).to_dicts(), pa.table(found).to_pylist())
        self.assertEqual(pl.DataFrame(found).to_dicts(), self.rows)

    def test_a_list_of_texts_and_a_column(self):
        texts = COLUMNS["text"]
        by_list = self.extractor.quotes(texts).to_pylist()
        for data in (
            pl.Series("x", texts),
            pa.chunked_array([texts[:9], texts[9:]]),
            pa.array(texts),
            iter(texts),
            tuple(texts),
        ):
            self.assertEqual(self.extractor.quotes(data).to_pylist(), by_list)
        self.assertEqual(by_list[0]["document"], "1")

    def test_duckdb_twice_and_from_the_same_connection(self):
        connection = duckdb.connect()
        connection.sql(
            "create table articles as select * from (values ('a', '“Rent is high,” said Ann Lee.'), ('b', null)) t(id, body)"
        )
        found = verbatims.quotes(connection.sql("from articles"), text="body")
        for _ in range(2):
            self.assertEqual(
                connection.sql("select speaker, text from found").fetchall(), [("Ann Lee", "Rent is high,")]
            )
        joined = connection.sql("select count(*) from articles join found on articles.id = found.document")
        self.assertEqual(joined.fetchall(), [(1,)])
        again = verbatims.quotes(connection.sql("select * from articles, range(3)"), text="body")
        self.assertEqual(connection.sql("select count(*) from again").fetchall(), [(3,)])

    def test_columns_are_carried_along_with_their_types(self):
        frame = pl.DataFrame(
            {
                "id": [7, 8],
                "text": ["“Rent is high,” said Ann Lee.", "It rained."],
                "day": [datetime.date(2024, 3, 1), None],
                "role": ["guest", "guest"],
                "tags": [["a", "b"], []],
            }
        )
        found = pl.DataFrame(self.extractor.quotes(frame))
        self.assertEqual(found["quote_id"].to_list(), ["7#1"])
        self.assertEqual(found.schema["day"], pl.Date)
        self.assertEqual(found["role (attribute)"].to_list(), ["guest"])
        self.assertEqual(found["tags"].to_list(), [["a", "b"]])

    def test_the_index_of_pandas_is_no_column(self):
        frame = pd.DataFrame(COLUMNS)
        some = frame[frame["year"] == 2021].sort_values("id", ascending=False)
        self.assertEqual(self.extractor.quotes(some).columns, self.found.columns)
        found = self.found.to_pandas()
        nurses = found[found["role"] == "nurse"]
        self.assertEqual(verbatims.Analysis(nurses).groups(), verbatims.Analysis(nurses.reset_index(drop=True)).groups())

    def test_places_count_what_python_counts(self):
        texts = dict(zip(COLUMNS["id"], COLUMNS["text"]))
        for row in self.rows:
            words = [texts[row["document"]][span["start"] : span["end"]] for span in row["spans"]]
            self.assertEqual(" … ".join(words), row["text"])
        for row in verbatims.quotes(COLUMNS, offsets="bytes").to_pylist():
            text = texts[row["document"]].encode()
            words = [text[span["start"] : span["end"]].decode() for span in row["spans"]]
            self.assertEqual(" … ".join(words), row["text"])

    def test_extract_has_a_row_for_each_text_and_column_a_list(self):
        data = COLUMNS | {"text": [None, "", *COLUMNS["text"][2:]]}
        table = self.extractor.extract(data)
        self.assertEqual([row["id"] for row in table.to_pylist()], COLUMNS["id"])
        self.assertEqual(table["year"].to_pylist(), COLUMNS["year"])
        column = self.extractor.column(pa.table(data))
        self.assertEqual(len(column), len(ROWS))
        self.assertIsNone(column.to_pylist()[0])
        self.assertEqual(column.to_pylist()[1], [])
        frame = pl.DataFrame(data).with_columns(quotes=pl.Series(column))
        flat = [quote for quotes in frame["quotes"].to_list() for quote in quotes or []]
        self.assertEqual([quote["text"] for quote in flat], self.extractor.quotes(data)["text"].to_pylist())
        self.assertEqual(pa.array(column).to_pylist(), column.to_pylist())

    def test_an_empty_table_and_nothing_found(self):
        empty = self.extractor.quotes(pl.DataFrame({"id": [], "text": []}, schema={"id": pl.String, "text": pl.String}))
        self.assertEqual(
            (len(empty), empty.columns), (0, self.extractor.quotes({"id": ["a"], "text": ["It rained."]}).columns)
        )
        self.assertEqual(len(self.extractor.quotes([])), 0)
        self.assertEqual(len(self.extractor.extract([])), 0)
        self.assertEqual(self.extractor.column([]).to_pylist(), [])
        self.assertEqual(pl.DataFrame(empty).height, 0)
        self.assertEqual(self.extractor.quotes(pa.table({"text": pa.nulls(3)})).to_pylist(), [])


class Errors(unittest.TestCase):
    def refused(self, error, words, data, **settings):
        with self.assertRaisesRegex(error, words):
            verbatims.quotes(data, **settings)

    def test_what_is_no_table_of_texts_is_refused_with_a_reason(self):
        frame = pl.DataFrame({"id": [1], "body": ["x"], "note": ["y"], "n": [2.5]})
        self.refused(ValueError, "no column `words`; there are: id .*body", frame, text="words")
        self.refused(ValueError, "say which column holds the texts", frame)
        self.refused(TypeError, "column `n` is Float64, not text", frame, text="n")
        self.refused(ValueError, "id: there is no column `key`", frame, text="body", id="key")
        self.refused(TypeError, "this is one text", "“Rent is high,” said Ann Lee.")
        self.refused(TypeError, "item 1 is `int`, not text", ["a", 3])
        self.refused(TypeError, "`int` is no table", 7)
        self.refused(TypeError, "call its `collect", frame.lazy(), text="body")
        self.refused(ValueError, "not of one length: id 2, text 1", {"id": ["a", "b"], "text": ["x"]})
        self.refused(ValueError, "row 1: `id` is null", {"id": ["a", None], "text": ["x", "y"]})
        self.refused(TypeError, "is Binary", pa.table({"text": pa.array([b"x"])}), text="text")

    def test_settings_out_of_range_are_refused(self):
        self.refused(ValueError, "language", ["x"], language="xx")
        self.refused(ValueError, "kind: `novel` is none of", ["x"], kind="novel")
        self.refused(ValueError, "offsets: `words`", ["x"], offsets="words")
        with self.assertRaisesRegex(ValueError, "of: `some`"):
            verbatims.ThemeModel.fit(["x"], of="some")

    def test_files_that_are_not_there_or_not_models(self):
        with self.assertRaises(FileNotFoundError) as caught:
            verbatims.ThemeModel.load("no/such.model")
        self.assertEqual(caught.exception.filename, "no/such.model")
        with self.assertRaisesRegex(ValueError, "not a saved theme model"):
            verbatims.ThemeModel.load(__file__)
        with self.assertRaisesRegex(ValueError, "not a saved theme model"):
            verbatims.ThemeModel.from_bytes(b"nothing")
        with self.assertRaises(FileNotFoundError):
            verbatims.Coder("no/codes.csv")
        with self.assertRaisesRegex(ValueError, "there is no quotation"):
            verbatims.Analysis(["x"], {"id": ["z"], "theme": ["Rent"]})

    def test_what_a_producer_raises_comes_through(self):
        def batches():
            yield pa.record_batch({"text": ["x"]})
            raise RuntimeError("the disk is gone")

        reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
        self.refused(Exception, "the disk is gone", reader)


if __name__ == "__main__":
    unittest.main()
