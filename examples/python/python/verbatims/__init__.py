"""Quotations and survey responses out of text: who said what, where, about what.

Tables go in and come out by Arrow: a list of texts, or a frame of pandas, polars, pyarrow or DuckDB in; out comes a `Table` that each of them reads.

>>> found = quotes({"id": ["a"], "text": ["“The bus never comes,” said María López, a nurse."]})
>>> [(row["speaker"], row["role"], row["text"]) for row in found.to_pylist()]
[('María López', 'nurse', 'The bus never comes,')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _verbatims
from ._results import Results, results
from ._verbatims import (
    Analysis,
    Coder,
    Column,
    Extractor,
    Lines,
    Table,
    ThemeModel,
    pseudonymise,
    read_csv,
    set_threads,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ._verbatims import _Data

__version__: str = _verbatims.__VERSION__

__all__ = [
    "Analysis",
    "Coder",
    "Column",
    "Extractor",
    "Lines",
    "Results",
    "Table",
    "ThemeModel",
    "pseudonymise",
    "quotes",
    "read_csv",
    "results",
    "set_threads",
    "verify",
]


def quotes(
    data: _Data,
    *,
    text: str | None = None,
    id: str | None = None,
    language: str | None = None,
    kind: str = "auto",
    indirect: bool = True,
    attitudes: bool = False,
    offsets: str = "chars",
    interviewers: Sequence[str] | None = None,
    respondents: Sequence[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Table:
    """The quotations of texts, one a row: `Extractor(…).quotes(data, …)`, whose arguments these are.

    >>> quotes(["Ann Lee said that rent was high."])["speaker"].to_pylist()
    ['Ann Lee']
    """
    extractor = Extractor(
        language=language,
        kind=kind,
        indirect=indirect,
        attitudes=attitudes,
        offsets=offsets,
        interviewers=interviewers,
        respondents=respondents,
    )
    return extractor.quotes(data, text=text, id=id, progress=progress)
