#!/usr/bin/env python3
"""Writes the reference values that tests/it/{agreement,statistics}.rs compare with.

    python3 -m venv /tmp/oracle && /tmp/oracle/bin/pip install scipy==1.17.1 scikit-learn==1.9.1 statsmodels==0.15.0 krippendorff==0.9.0 irrCAC==0.4.4 qdaPy==0.1.0
    /tmp/oracle/bin/python tests/oracle/statistics.py tests/data/oracle

agreement.json: kappa and F1 from scikit-learn, alpha from krippendorff, AC1 from irrCAC, all three also from qdaPy;
alpha with a set distance by its definition, over all pairs of judgements.
tables.json: chi-square and Fisher (2 x 2) from scipy, Freeman-Halton by full enumeration in exact fractions, adjusted
residuals, Wilson intervals, Holm and Benjamini-Hochberg from statsmodels.
"""
import itertools, json, math, random, sys, warnings
from fractions import Fraction

import krippendorff, numpy as np, pandas as pd
from irrCAC.raw import CAC
from qdapy import agreement as qda
from scipy import stats
from sklearn import metrics
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")


def near(*values):
    assert max(values) - min(values) < 1e-9, values
    return float(values[0])


def one_theme(a, b):
    frame = pd.DataFrame({"a": a, "b": b})
    text = frame.astype(str)
    irr = CAC(frame, digits=15)
    return {
        "percent": near(np.mean(np.array(a) == np.array(b)), qda.percent_agreement(text)),
        "kappa": near(metrics.cohen_kappa_score(a, b), qda.kappa(text)),
        "alpha": near(krippendorff.alpha(reliability_data=[a, b], level_of_measurement="nominal", value_domain=[0, 1]), qda.alpha(text)),
        "ac1": near(irr.gwet()["est"]["coefficient_value"], qda.ac1(text)),
        "f1": float(metrics.f1_score(a, b, zero_division=0)),
    }


def jaccard(a, b):
    return 0.0 if not a | b else 1 - len(a & b) / len(a | b)


def masi(a, b):
    if not a | b:
        return 0.0
    m = 1 if a == b else 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0
    return 1 - m * len(a & b) / len(a | b)


def set_alpha(first, second, distance):
    values = first + second
    n = len(values)
    expected = sum(distance(x, y) for i, x in enumerate(values) for j, y in enumerate(values) if i != j) / (n * (n - 1))
    return 1 - np.mean([distance(a, b) for a, b in zip(first, second)]) / expected


def agreement_case(rnd, n, themes, same):
    names = [f"t{i}" for i in range(themes)]
    draw = lambda: {t for i, t in enumerate(names) if rnd.random() < 0.5 / (i + 1)}
    first = [draw() for _ in range(n)]
    second = [set(a) if rnd.random() < same else draw() for a in first]
    # Every theme is used by one of the two and left out once, so that all coefficients are defined.
    for i, t in enumerate(names):
        first[i].add(t)
        first[-1].discard(t)
        second[-1].discard(t)
    per = {t: one_theme([int(t in a) for a in first], [int(t in b) for b in second]) for t in names}
    A = np.array([[t in a for t in names] for a in first], int)
    B = np.array([[t in b for t in names] for b in second], int)
    weights = A.sum(0)
    return {
        "first": [sorted(a) for a in first], "second": [sorted(b) for b in second], "themes": per,
        "overall": {
            "exact": float(np.mean([a == b for a, b in zip(first, second)])),
            "jaccard": float(np.mean([1 - jaccard(a, b) for a, b in zip(first, second)])),
            "micro_f1": float(metrics.f1_score(A, B, average="micro", zero_division=0)),
            "mean_kappa": float(np.mean([x["kappa"] for x in per.values()])),
            "weighted_kappa": float(np.average([x["kappa"] for x in per.values()], weights=weights)),
            "mean_alpha": float(np.mean([x["alpha"] for x in per.values()])),
            "mean_ac1": float(np.mean([x["ac1"] for x in per.values()])),
            "alpha_masi": float(set_alpha(first, second, masi)),
            "alpha_jaccard": float(set_alpha(first, second, jaccard)),
        },
    }


def freeman_halton(groups):
    """groups: (with, base); two-sided exact p by enumeration"""
    total, with_ = sum(b for _, b in groups), sum(c for c, _ in groups)
    weight = lambda xs: math.prod(math.comb(b, x) for x, (_, b) in zip(xs, groups))
    observed = weight([c for c, _ in groups])
    sums = sum(w for xs in itertools.product(*(range(b + 1) for _, b in groups)) if sum(xs) == with_ and (w := weight(xs)) <= observed)
    return float(Fraction(sums, math.comb(total, with_)))


def row(groups):
    table = np.array([[c for c, _ in groups], [b - c for c, b in groups]])
    chi = stats.chi2_contingency(table, correction=False)
    exact = chi.expected_freq.min() < 5
    if exact:
        p = freeman_halton(groups)
        if len(groups) == 2:
            near(p, stats.fisher_exact(table)[1])
    else:
        p = chi.pvalue
    return {
        "groups": groups, "method": "fisher" if exact else "chi-square", "chi_square": float(chi.statistic), "p": float(p),
        "cramers_v": float(stats.contingency.association(table, method="cramer", correction=False)),
        "residuals": [float(x) for x in Table(table, shift_zeros=False).standardized_resids[0]],
        "wilson": [[float(x) for x in proportion_confint(c, b, method="wilson")] for c, b in groups],
    }


def table_case(bases, rows):
    rows = [row([(c, b) for c, b in zip(counts, bases)]) for counts in rows]
    p = [r["p"] for r in rows]
    return {"rows": rows, "holm": multipletests(p, method="holm")[1].tolist(), "bh": multipletests(p, method="fdr_bh")[1].tolist()}


def main(folder):
    rnd = random.Random(1)
    cases = [agreement_case(rnd, n, k, s) for n, k, s in [(6, 2, 0.5), (12, 3, 0.8), (40, 5, 0.6), (150, 8, 0.9), (60, 4, 0.0)]]
    json.dump(cases, open(f"{folder}/agreement.json", "w"), indent=1)
    tables = [
        table_case([40, 60], [[30, 25], [10, 14], [1, 4], [3, 3], [20, 29]]),
        table_case([8, 5, 7], [[6, 1, 2], [1, 4, 3], [2, 2, 2], [8, 0, 0]]),
        table_case([120, 80, 95, 60], [[30, 41, 22, 9], [12, 9, 8, 6], [60, 41, 50, 29]]),
        table_case([3, 4], [[3, 0], [1, 1]]),
    ]
    json.dump(tables, open(f"{folder}/tables.json", "w"), indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
