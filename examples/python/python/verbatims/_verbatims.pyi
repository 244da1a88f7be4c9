import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, final

import pandas
import polars

class _Stream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class _Array(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

#: A table: a list of texts, a mapping of names to lists, or anything that hands itself over by Arrow's C interface.
_Data: TypeAlias = _Stream | _Array | Mapping[str, Iterable[Any]] | Iterable[str | None]
_Path: TypeAlias = str | os.PathLike[str]
_Progress: TypeAlias = Callable[[int, int], object]

__VERSION__: str
__all__ = [
    "Analysis",
    "Coder",
    "Column",
    "Extractor",
    "Lines",
    "Table",
    "ThemeModel",
    "__VERSION__",
    "pseudonymise",
    "read_csv",
    "set_threads",
    "verify",
]

def set_threads(threads: int) -> None: ...
def read_csv(path: _Path, *, delimiter: str = ",") -> Table: ...
def verify(
    claims: _Data,
    sources: _Data,
    *,
    text: str | None = None,
    id: str | None = None,
    source_text: str | None = None,
    source_id: str | None = None,
    extractor: Extractor | None = None,
) -> Table: ...
def pseudonymise(
    data: _Data,
    *,
    text: str | None = None,
    id: str | None = None,
    language: str | None = None,
    extractor: Extractor | None = None,
    names: Sequence[str] = ...,
    keep: Sequence[str] = ...,
    prefix: str | None = None,
    by_role: bool = False,
    organisations: bool = False,
) -> tuple[Table, Table, Table]: ...

@final
class Table:
    @property
    def columns(self) -> list[str]: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...
    def __getitem__(self, name: str, /) -> Column: ...
    def to_pandas(self) -> pandas.DataFrame: ...
    def to_polars(self) -> polars.DataFrame: ...
    def to_arrow(self) -> Any: ...
    def to_pylist(self) -> list[dict[str, Any]]: ...
    def to_ipc(self) -> bytes: ...
    @staticmethod
    def from_ipc(data: bytes) -> Table: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Column:
    @property
    def name(self) -> str: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...
    def to_pylist(self) -> list[Any]: ...

@final
class Lines:
    def __iter__(self) -> Iterator[str]: ...
    def __next__(self) -> str: ...

@final
class Extractor:
    def __new__(
        cls,
        *,
        language: str | None = None,
        kind: str = "auto",
        indirect: bool = True,
        attitudes: bool = False,
        offsets: str = "chars",
        interviewers: Sequence[str] | None = None,
        respondents: Sequence[str] | None = None,
    ) -> Extractor: ...
    def quotes(
        self, data: _Data, *, text: str | None = None, id: str | None = None, progress: _Progress | None = None
    ) -> Table: ...
    def extract(
        self, data: _Data, *, text: str | None = None, id: str | None = None, progress: _Progress | None = None
    ) -> Table: ...
    def column(self, data: _Data, *, text: str | None = None, progress: _Progress | None = None) -> Column: ...
    def lines(
        self, lines: str | bytes | Iterable[str] | Iterable[bytes], *, rows: bool = False, offsets: str = "bytes"
    ) -> Lines: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class ThemeModel:
    @staticmethod
    def fit(
        data: _Data,
        *,
        text: str | None = None,
        id: str | None = None,
        of: str = "auto",
        language: str | None = None,
        n_themes: int | tuple[int, int] | None = None,
        seed: int = 0,
        vectors: bool = True,
        uncoded: float = 0.0,
    ) -> ThemeModel: ...
    def predict(
        self,
        data: _Data,
        *,
        text: str | None = None,
        id: str | None = None,
        of: str = "auto",
        evidence: bool = False,
        progress: _Progress | None = None,
    ) -> Table: ...
    def themes(self) -> Table: ...
    @property
    def language(self) -> str: ...
    def save(self, path: _Path) -> None: ...
    @staticmethod
    def load(path: _Path, *, language: str | None = None) -> ThemeModel: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(data: bytes) -> ThemeModel: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Coder:
    def __new__(
        cls,
        codebook: _Path | Mapping[str, Sequence[str]],
        *,
        language: str = "en",
        similarity: bool = True,
        vectors: bool = True,
        every: bool = False,
        train: _Path | None = None,
    ) -> Coder: ...
    def code(
        self,
        data: _Data,
        *,
        text: str | None = None,
        id: str | None = None,
        of: str = "auto",
        evidence: bool = True,
    ) -> Table: ...
    def themes(self) -> Table: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(data: bytes) -> Coder: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Analysis:
    def __new__(
        cls,
        found: _Data,
        codings: _Data | None = None,
        *,
        themes: ThemeModel | Coder | None = None,
        text: str | None = None,
        id: str | None = None,
    ) -> Analysis: ...
    def themes(self) -> Table: ...
    def crosstab(self, by: str, *, unit: str = "quotes", min_cell: int = 0) -> Table: ...
    def quotes(self) -> Table: ...
    def themes_wide(self) -> Table: ...
    def speakers(self) -> Table: ...
    def cooccurrence(self, *, unit: str = "quotes") -> Table: ...
    def groups(self) -> list[str]: ...
    def to_csv(
        self,
        folder: _Path,
        *,
        group: Sequence[str] | None = None,
        plain: bool = False,
        delimiter: str = ",",
        min_cell: int = 0,
        force: bool = False,
    ) -> list[str]: ...
    def __len__(self) -> int: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(data: bytes) -> Analysis: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
