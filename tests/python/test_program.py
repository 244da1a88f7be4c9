"""The wheel and the program say the same."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import corpus
import polars as pl

import verbatims

PROGRAM = os.environ["VERBATIMS_PROGRAM"]
ARTICLES = corpus.articles(200)
SEEDS = pathlib.Path(__file__).parents[2] / "seeds"


def program(*arguments, given=None):
    said = subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True)
    if said.returncode not in (0, 3):
        raise AssertionError(said.stderr.decode())
    return said.stdout


class Lines(unittest.TestCase):
    def test_lines_are_those_of_the_program_byte_for_byte(self):
        broken = ['{"id": "x"}', "", '{"id": "y", "text": null}', "not json", '{"id": 3, "text": "“No,” said Bo Ray."}']
        given = ("\ufeff" + corpus.lines(ARTICLES) + "\n".join(broken)).encode() + b'\n{"id": "z", "text": "\xff"}\n'
        for flags, settings in [
            ([], {}),
            (["--rows"], {"rows": True}),
            (["--offsets", "chars"], {"offsets": "chars"}),
        ]:
            with self.subTest(flags):
                expected = program("extract", *flags, given=given)
                extractor = verbatims.Extractor()
                self.assertEqual("".join(line + "\n" for line in extractor.lines(given, **settings)).encode(), expected)
                parts = iter(given.splitlines(keepends=True))
                self.assertEqual("".join(line + "\n" for line in extractor.lines(parts, **settings)).encode(), expected)

    def test_settings_are_those_of_the_program(self):
        given = corpus.lines(ARTICLES[:20]).encode()
        for flags, settings in [
            (["--no-indirect"], {"indirect": False}),
            (["--attitudes"], {"attitudes": True}),
            (["--language", "de"], {"language": "de"}),
            (["--kind", "response"], {"kind": "response"}),
            (["--kind", "transcript", "--interviewer", "Ann"], {"kind": "transcript", "interviewers": ["Ann"]}),
        ]:
            with self.subTest(flags):
                expected = program("extract", *flags, given=given).decode().splitlines()
                self.assertEqual(list(verbatims.Extractor(**settings).lines(given)), expected)


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, rows):
        path = self.folder / "in.jsonl"
        path.write_text(corpus.lines(rows))
        return path

    def compare(self, ours, theirs, names):
        for name in names:
            with self.subTest(name):
                self.assertEqual((ours / name).read_text(), (theirs / name).read_text())

    def test_tables_of_a_model_are_those_of_the_program_byte_for_byte(self):
        path, model = self.write(ARTICLES), self.folder / "themes.model"
        found = verbatims.quotes(corpus.columns(ARTICLES), offsets="bytes")
        learnt = verbatims.ThemeModel.fit(found, n_themes=4, of="all")
        learnt.save(model)
        program("run", path, "--predict", model, "--of", "all", "--csv", "plain", "--out", self.folder / "theirs")
        # In parts and in another order, as many machines would.
        frame = pl.DataFrame(found)
        parts = [frame[at::3] for at in (2, 0, 1)]
        coded = pl.concat([pl.DataFrame(learnt.predict(part, of="all")) for part in parts])
        analysis = verbatims.Analysis(found, coded, themes=learnt)
        names = analysis.to_csv(self.folder / "ours", plain=True)
        self.assertTrue({"quotes.csv", "themes.csv", "theme_by_role.csv", "speakers.csv", "codebook.csv"} <= set(names))
        theirs = {path.name for path in (self.folder / "theirs").glob("*.csv")}
        self.assertEqual(set(names), theirs)
        self.compare(self.folder / "ours", self.folder / "theirs", names)

    def test_tables_of_a_codebook_are_those_of_the_program_byte_for_byte(self):
        codes = self.folder / "codes.csv"
        codes.write_text("name,words\nRent,rent*; landlord\nTransport,bus*\nSchool,school; teacher*\nNobody,unicorn\n")
        rows = [row | {"kind": "response", "text": row["text"] or ""} for row in corpus.answers(150)]
        path = self.write(rows)
        program("run", path, "--codebook", codes, "--words-only", "--csv", "plain", "--out", self.folder / "theirs")
        coder = verbatims.Coder(codes, similarity=False)
        found = verbatims.quotes(corpus.columns(rows), offsets="bytes")
        analysis = verbatims.Analysis(found, coder.code(found), themes=coder)
        names = analysis.to_csv(self.folder / "ours", plain=True)
        self.compare(self.folder / "ours", self.folder / "theirs", names)
        with self.assertRaisesRegex(FileExistsError, "is there already"):
            analysis.to_csv(self.folder / "ours")
        analysis.to_csv(self.folder / "ours", force=True)
        self.assertTrue((self.folder / "ours/themes.csv").read_bytes().startswith(b"\xef\xbb\xbf"))

    def test_models_of_the_program_are_read_and_give_the_same(self):
        answers = corpus.answers(120)
        given = corpus.lines(answers).encode()
        model = self.folder / "m.model"
        told = program("themes", "-k", "4", "--model", model, given=given)
        coded = verbatims.ThemeModel.load(model).predict(corpus.columns(answers)).to_pylist()
        expected = [json.loads(line) for line in told.splitlines()]
        self.assertEqual([row["id"] for row in coded], [line["id"] for line in expected])
        self.assertEqual([row["state"] for row in coded], [line["state"] for line in expected])
        themes = [line["themes"][0]["id"] if line["themes"] else None for line in expected]
        self.assertEqual([row["theme_id"] for row in coded], themes)
        mine = verbatims.ThemeModel.fit(corpus.columns(answers), n_themes=4)
        self.assertEqual(
            mine.themes()["theme"].to_pylist(), verbatims.ThemeModel.load(model).themes()["theme"].to_pylist()
        )

    def test_results_of_a_run_are_tables_with_types(self):
        survey = SEEDS / "surveys/research-conditions.csv"
        for form in ("plain", "spreadsheet"):
            out = self.folder / form
            program("run", survey, "--csv", form, "--delimiter", ";", "--out", out)
            results = verbatims.results(out)
            themes = results.themes.to_polars()
            self.assertEqual(themes.schema["quotes"], pl.Int64)
            self.assertEqual(themes.schema["quotes_percent"], pl.Float64)
            self.assertEqual(themes.schema["single_voice"], pl.Boolean)
            self.assertGreater(themes["quotes"].sum(), 10)
            quotes = results.quotes.to_pandas()
            self.assertEqual(len(quotes), results.record["counts"]["quotes"])
            self.assertEqual(set(results.tables), {path.stem for path in out.glob("*.csv")})
            for name in results.tables:
                self.assertGreaterEqual(len(results[name]), 0)
            wide = results.themes_wide.to_polars()
            self.assertTrue(all(kind == pl.Int64 for kind in wide.dtypes[3:]))
            groups = [name for name in results.tables if name.startswith("theme_by_") and not name.endswith("_cells")]
            self.assertTrue(groups)
            for name in groups:
                types = results[name].to_polars().dtypes[2:]
                self.assertTrue(all(kind in (pl.Int64, pl.Float64) for kind in types), (name, types))
        with self.assertRaisesRegex(AttributeError, "there are: .*themes"):
            results.nothing
        with self.assertRaises(FileNotFoundError):
            verbatims.results(self.folder / "nowhere")

    def test_claims_are_checked_as_the_program_does(self):
        source = self.folder / "p7.txt"
        source.write_text("“We pay for heating\nthat does not work,” said Ann Lee.\n")
        claims = self.folder / "claims.csv"
        claims.write_text(
            "quote_id,text,document\n1,pay for heating,p7\n2,We paid for heating that does not work,p7\n3,Nobody cares,\n"
        )
        out = self.folder / "checked.csv"
        subprocess.run([PROGRAM, "verify", claims, "--sources", source, "--out", out, "--csv", "plain", "-q"])
        checked = verbatims.verify(
            pl.read_csv(claims, infer_schema=False),
            {"id": [str(source)], "text": [source.read_text()]},
            extractor=verbatims.Extractor(),
        )
        theirs = verbatims.read_csv(out).to_polars()
        mine = checked.to_polars()
        self.assertEqual(mine["verdict"].to_list(), ["exact", "near", "missing"])
        for name in ("quote_id", "verdict", "likeness", "line", "said_by"):
            self.assertEqual(mine[name].to_list(), theirs[name].to_list(), name)

    def test_pseudonyms_stand_in_texts_ids_and_columns(self):
        data = {
            "id": ["Maria Ortiz.txt", "b"],
            "text": ["“Rent is high,” said Maria Ortiz, a nurse. Ms. Ortiz left.", "Ann Lee, a nurse, said: “Yes.”"],
            "met": ["Maria Ortiz", None],
        }
        texts, key, leftovers = verbatims.pseudonymise(data, names=["Ann Lee"], by_role=True)
        self.assertNotIn("Ortiz", str(texts.to_pylist()))
        self.assertEqual(texts.columns, ["id", "text", "met"])
        self.assertEqual(texts["met"].to_pylist(), ["Nurse 1", None])
        self.assertIn("Maria Ortiz", key["names"].to_pylist())
        self.assertEqual(leftovers.columns[0], "words")


if __name__ == "__main__":
    unittest.main()
