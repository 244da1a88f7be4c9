"""Reads with other people's programs what the example `export` wrote, and compares it with the texts.

What should be there is worked out here from `quotes.jsonl` (byte offsets) and the texts themselves, not taken from the form under test.
usage: check.py NAME FOLDER [FILE]
"""
import collections
import csv
import html
import io
import json
import os
import re
import sys
import tempfile
import warnings
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))


def expected(out):
    """(document, words, themes) of each part of each quotation, sorted; words with line feeds only."""
    parts = []
    for line in open(os.path.join(out, "quotes.jsonl"), encoding="utf-8", newline="\n"):
        quote = json.loads(line)
        text = open(os.path.join(HERE, quote["document"]), "rb").read()
        # What the library reads is without the byte order mark.
        text = text.removeprefix(b"\xef\xbb\xbf") if not shifted(quote, text) else text
        themes = tuple(sorted(theme["label"] for theme in quote["themes"]))
        for start, end in quote["content"]:
            words = text[start:end].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
            parts.append((quote["document"], words, themes))
    assert len(parts) > 8, "the texts hold quotations"
    assert any("\U0001F600" in words for _, words, _ in parts), "one of them holds a character of four bytes"
    assert any(themes for *_, themes in parts) and len({themes for *_, themes in parts}) > 2
    return sorted(parts)


def shifted(quote, text):
    """Whether offsets count the byte order mark."""
    start, end = quote["content"][0]
    return text.startswith(b"\xef\xbb\xbf") and text[start:end].decode("utf-8", "replace") == quote["text"].split(" … ")[0]


def same(name, found, wanted):
    found, wanted = collections.Counter(found), collections.Counter(wanted)
    for what, some in (("missing", wanted - found), ("too much", found - wanted)):
        for one in list(some)[:5]:
            print(f"{name}: {what}: {one!r}", file=sys.stderr)
    assert found == wanted, name
    print(f"  {sum(found.values())} equal")




def pyrefiqda(out):
    from pyrefiqda import RefiCodebook, RefiProject

    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(os.path.join(out, "project.qdpx"), extract_dir=folder)
        names = {}

        def walk(codes):
            for code in codes or []:
                names[str(code.guid).lower()] = code.name
                walk(code.code)

        walk(project.code_book.codes.code)
        found = []
        for source in project.sources.text_source:
            path = RefiProject.resolve_source_path(source.plain_text_path, folder)
            text = open(path, encoding="utf-8", newline="").read()
            document = source.description.removeprefix("document: ") if source.description else source.name
            for part in source.plain_text_selection:
                themes = tuple(sorted(names[str(coding.code_ref.target_guid).lower()] for coding in part.coding))
                found.append((document, text[part.start_position : part.end_position], themes))
        same("pyrefiqda", found, expected(out))
        speakers = {case.name for case in project.cases.case}
        assert {"Maria Ortiz", "Tom Hale", "P07"} <= speakers, speakers
    book = RefiCodebook.load(os.path.join(out, "project.qdc"))
    assert [code.name for code in book.codes.code] == ["Housing", "Transport", "Ärger 😠"]
    assert book.codes.code[0].code[0].name == "Costs"


def qdapy(out):
    import qdapy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        project = qdapy.read_qdpx(os.path.join(out, "project.qdpx"))
    found = [tuple(row) for row in project.fragments[["code", "text"]].values.tolist()]
    wanted = [(theme, words) for _, words, themes in expected(out) for theme in themes]
    same("qdaPy", [(code.split("/")[-1].split("::")[-1].strip(), text) for code, text in found], wanted)


def labelstudio(out):
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(open(os.path.join(out, "labelstudio.xml"), encoding="utf-8").read())
    found = []
    for task in json.load(open(os.path.join(out, "labelstudio.json"), encoding="utf-8")):
        text = task["data"]["text"]
        for prediction in task["predictions"]:
            assert interface.validate_prediction(prediction), task["data"]["document"]
            broken = json.loads(json.dumps(prediction))
            broken["result"][0]["value"]["labels"] = ["Nope"]
            assert not interface.validate_prediction(broken), "the validator looks at labels"
            chosen = {one["id"]: one["value"]["choices"] for one in prediction["result"] if one["type"] == "choices"}
            for one in prediction["result"]:
                if one["type"] == "relation":
                    continue
                value = one["value"]
                assert text[value["start"] : value["end"]] == value["text"]
                if value.get("labels") == ["Quote"]:
                    themes = tuple(sorted(chosen.get(one["id"], [])))
                    found.append((task["data"]["document"], value["text"], themes))
    same("Label Studio", found, expected(out))


def taguette_codebook(out):
    from taguette.import_codebook import list_tags

    with open(os.path.join(out, "taguette-codebook.csv"), "rb") as file:
        tags = [(tag["path"], tag["description"]) if isinstance(tag, dict) else tuple(tag)[:2] for tag in list_tags(file)]
    wanted = [
        ("Housing", 'Anything about homes & "rents"'),
        ("Housing.Costs", "What a home costs"),
        ("Transport", ""),
        ("Transport.Buses: late?", "'=1+2, not a formula"),
        ("Ärger 😠", "Anger"),
    ]
    same("Taguette's codebook", tags, wanted)


def tagged(out):
    paths = {"Costs": "Housing.Costs", "Buses: late?": "Transport.Buses: late?", "Ärger 😠": "Ärger 😠", "Housing": "Housing", "Transport": "Transport"}
    return [(words, tuple(sorted(paths[theme] for theme in themes))) for _, words, themes in expected(out)]


def taguette_project(out, log):
    import requests

    address = re.search(r"http://localhost:(\d+)/\?token=([0-9a-f]+)", open(log).read())
    base = f"http://127.0.0.1:{address[1]}"
    session = requests.Session()
    session.trust_env = False
    session.get(base + "/", params={"token": address[2]})
    token = re.search(r'name="_xsrf" value="([^"]+)"', session.get(base + "/project/new").text)[1]
    answer = session.post(
        base + "/api/import",
        headers={"X-XSRFToken": token},
        data={"project_id": "1"},
        files={"file": ("p.sqlite3", open(os.path.join(out, "project.sqlite3"), "rb"))},
    )
    answer.raise_for_status()
    project = answer.json()["project_id"]
    table = session.get(f"{base}/project/{project}/export/highlights/.csv")
    table.raise_for_status()
    found = collections.defaultdict(list)
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    for row in rows:
        found[(row["id"] if "id" in row else row["document"], row["content"])].append(row["tag"])
    blank = lambda words: "".join(words.split())
    got = [(blank(words), tuple(sorted(tag for tag in tags if tag))) for (_, words), tags in found.items()]
    # The table of highlights has a row for each tag, so none for those without.
    same("Taguette's highlights", got, [(blank(words), themes) for words, themes in tagged(out) if themes])
    # The places: what Taguette shows marked in the text.
    marked = []
    pages = 0
    for number in range(1, 40):
        page = session.get(f"{base}/project/{project}/export/document/{number}.html")
        if page.status_code != 200:
            continue
        pages += 1
        marked += re.findall(r'<span class="highlight"[^>]*>(.*?)</span>', page.text, re.S)
    assert pages == 2, pages
    text = lambda piece: blank(html.unescape(re.sub(r"<[^>]+>", "", piece)))
    shown = "".join(text(piece) for piece in marked)
    wanted = "".join(blank(words) for _, words, _ in sorted(expected(out)))
    assert sorted(shown) == sorted(wanted), (shown, wanted)
    print(f"  {len(shown)} marked characters equal")


def sqlite(out):
    import sqlite3

    base = sqlite3.connect(os.path.join(out, "project.sqlite3"))
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    found = []
    for number, document, start, end in base.execute("SELECT id, document_id, start_offset, end_offset FROM highlights"):
        (page,) = base.execute("SELECT contents FROM documents WHERE id = ?", (document,)).fetchone()
        text = html.unescape(page.replace("<p>", "").replace("</p>", "")).encode("utf-8")[start:end].decode("utf-8")
        tags = base.execute(
            "SELECT path FROM tags JOIN highlight_tags ON tags.id = tag_id WHERE highlight_id = ?", (number,)
        )
        found.append((text, tuple(sorted(path for (path,) in tags))))
    wanted = [(words.replace("\n", "").replace("\t", " "), themes) for words, themes in tagged(out)]
    same("the project as SQLite", found, wanted)
    # Looking up by an index gives what going through the table gives.
    for path in ("Housing.Costs", "Ärger 😠"):
        assert base.execute("SELECT count(*) FROM tags WHERE path = ?", (path,)).fetchone() == (1,)
    assert base.execute("INSERT INTO tags(project_id, path, description) VALUES (1, 'new', '')").lastrowid == 6


def places(out):
    """Annotations and brat, by their definitions: there is no program to ask."""
    found = []
    texts = {}
    for line in open(os.path.join(out, "annotations.jsonl"), encoding="utf-8", newline="\n"):
        annotation = json.loads(line)
        targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
        themes = tuple(sorted(body["value"] for body in annotation["body"] if body["purpose"] == "tagging"))
        for target in targets:
            from urllib.parse import unquote

            document = unquote(target["source"])
            if document not in texts:
                texts[document] = open(os.path.join(HERE, document), encoding="utf-8", newline="").read()
            position, words = target["selector"]
            text = texts[document]
            # A byte order mark that the library leaves out when it reads.
            slices = [one[position["start"] : position["end"]] for one in (text, text.removeprefix("\ufeff"))]
            assert words["exact"] in slices, (words, slices)
            assert (words["prefix"] + words["exact"] + words["suffix"]) in text
            found.append((document, words["exact"].replace("\r\n", "\n"), themes))
    same("annotations", found, expected(out))
    found = []
    for name in sorted(os.listdir(os.path.join(out, "brat"))):
        if not name.endswith(".ann"):
            continue
        text = open(os.path.join(out, "brat", name[:-4] + ".txt"), encoding="utf-8", newline="").read()
        for line in open(os.path.join(out, "brat", name), encoding="utf-8", newline="\n"):
            cells = line.rstrip("\n").split("\t")
            if not cells[0].startswith("T"):
                continue
            label, fragments = cells[1].split(" ", 1)
            pieces = [text[int(start) : int(end)] for start, end in (one.split(" ") for one in fragments.split(";"))]
            assert " ".join(pieces).replace("\t", " ") == cells[2], (pieces, cells)
            assert not any("\n" in piece for piece in pieces)
            if label == "Quote":
                found += ["".join(pieces)]
    assert sorted("".join(found).replace("\n", "")) == sorted("".join(words for _, words, _ in expected(out)).replace("\n", ""))
    print(f"  {len(found)} entities of brat equal")


def table(before, after):
    """A spreadsheet's copy of a table: the same words in every cell, no formula run."""
    read = lambda path: list(csv.reader(open(path, encoding="utf-8-sig", newline="")))
    before, after = read(before), read(after)
    assert len(before) == len(after), (len(before), len(after))
    number = re.compile(r"[-+]?\d+([.,]\d+)?%?")
    cells = guarded = 0
    for one, other in zip(before, after):
        assert len(one) >= len(other)
        for cell, copy in zip(one, other + [""] * (len(one) - len(other))):
            cells += 1
            if number.fullmatch(cell) and number.fullmatch(copy):
                assert float(cell.strip("%")) == float(copy.strip("%")), (cell, copy)
                continue
            guarded += cell.startswith("'")
            line = lambda text: text.replace("\r\n", "\n").replace("\r", "\n")
            # A spreadsheet may take the apostrophe for its own sign of text.
            assert line(copy) in (line(cell), line(cell).removeprefix("'")), (cell, copy)
    print(f"  {cells} cells, {guarded} guarded")


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](*sys.argv[2:])
