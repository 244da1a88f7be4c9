"""What a type checker is to accept."""

import pandas as pd
import polars as pl

import verbatims


def counted(frame: pd.DataFrame, answers: list[str | None]) -> pl.DataFrame:
    found: verbatims.Table = verbatims.quotes(frame, text="text", progress=lambda done, all: print(done, all))
    model: verbatims.ThemeModel = verbatims.ThemeModel.fit(answers, n_themes=(2, 5))
    analysis = verbatims.Analysis(found, model.predict(found), themes=model)
    texts, key, leftovers = verbatims.pseudonymise(frame, keep=["Hull"])
    lines: list[str] = list(verbatims.Extractor(language="de").lines(b"{}"))
    return pl.concat([analysis.themes().to_polars(), verbatims.results("out").themes.to_polars(), key.to_polars()])
