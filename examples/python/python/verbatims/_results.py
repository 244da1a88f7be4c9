"""The folder that `verbatims run` writes, as tables."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ._verbatims import Table, read_csv

_DELIMITERS = {"tab": "\t", "\\t": "\t"}


class Results:
    """The tables of a folder that `verbatims run` or `verbatims tables` wrote, each by its name: `results.themes`, `results["theme_by_role"]`.

    A column holds text, whole numbers, numbers, or yes and no by its name, as the guide says, so that it has one type in every run.
    """

    folder: Path
    #: What was done with what: `run.json`.
    record: dict[str, Any]

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.record = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        if self.record.get("program") != "verbatims":
            raise ValueError(f"{self.folder}: run.json is not of `verbatims`; name the folder that `run` wrote")

    @property
    def tables(self) -> list[str]:
        """The names of the tables, without their ending."""
        return [name.removesuffix(".csv") for name in sorted(self.record["files"]) if name.endswith(".csv")]

    def __getitem__(self, name: str) -> Table:
        if name not in self.tables:
            raise KeyError(f"{self.folder}: there is no table {name}; there are: {', '.join(self.tables)}")
        delimiter = self.record["settings"]["tables"].get("delimiter", ",")
        return read_csv(self.folder / f"{name}.csv", delimiter=_DELIMITERS.get(delimiter, delimiter))

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or "record" not in self.__dict__:
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        return f"<verbatims.Results of {self.folder}: {', '.join(self.tables)}>"


def results(folder: str | os.PathLike[str]) -> Results:
    """The tables of a folder that `verbatims run` wrote: `results("quotes-out").themes.to_pandas()`."""
    return Results(folder)
