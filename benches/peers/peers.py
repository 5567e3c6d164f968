#!/usr/bin/env python3
"""Map and groups by peers, in CPU seconds, beside Beringia on the same file.

    python3 -m venv peers && peers/bin/pip install red-dwarf==0.4.0 scikit-learn scipy pandas
    peers/bin/python peers.py VOTES.csv [--beringia target/release/beringia] [--only NAME]

VOTES.csv is Beringia's (participant,statement,choice) or Polis's (comment-id,voter-id,vote). Every engine runs in a
process of its own; CPU seconds are its user and system time, reading included. Peers run on one thread.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
CHOICES = {"agree": 1, "disagree": -1, "pass": 0}


def read(path):
    """Rows of (person, statement, vote), agree = 1, as arrays."""
    import pandas

    table = pandas.read_csv(path)
    if "voter-id" in table:
        table = table.sort_values("timestamp", kind="stable") if "timestamp" in table else table
        table = table.drop_duplicates(["voter-id", "comment-id"], keep="last")
        return table["voter-id"].to_numpy(), table["comment-id"].to_numpy(), table["vote"].to_numpy()
    return table["participant"].to_numpy(), table["statement"].to_numpy(), table["choice"].map(CHOICES).to_numpy()


def scipy_and_sklearn(path):
    """A careful peer: sparse deviations, the exact leading two components, k-means with many starts."""
    import numpy
    import scipy.sparse
    import scipy.sparse.linalg
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    people, statements, votes = read(path)
    _, person = numpy.unique(people, return_inverse=True)
    ids, statement = numpy.unique(statements, return_inverse=True)
    counts = numpy.bincount(statement)
    means = numpy.bincount(statement, weights=votes) / counts
    matrix = scipy.sparse.csr_matrix((votes - means[statement], (person, statement)))
    _, _, axes = scipy.sparse.linalg.svds(matrix, k=2)
    answers = numpy.bincount(person)
    places = (matrix @ axes.T) * numpy.sqrt(len(ids) / answers)[:, None]
    places = places[answers >= min(7, len(ids))]
    best = None
    for k in range(2, 6):
        found = KMeans(k, n_init=10, random_state=0).fit(places)
        score = silhouette_score(places, found.labels_, sample_size=min(len(places), 2000), random_state=0)
        best = max(best or (score, k), (score, k))
    return f"k {best[1]}"


def red_dwarf(path):
    """The Python port of Polis's pipeline."""
    from reddwarf.implementations.polis import run_pipeline

    people, statements, votes = read(path)
    rows = [
        {"participant_id": int(p), "statement_id": int(s), "vote": int(v)}
        for p, s, v in zip(people, statements, votes)
    ]
    found = run_pipeline(votes=rows)
    return f"k {len(set(found.clusterer.labels_))}" if found.clusterer is not None else "no groups"


PEERS = {"scipy and scikit-learn": scipy_and_sklearn, "red-dwarf": red_dwarf}


def measured(name, command):
    """Runs a command; wall seconds, CPU seconds, peak memory of it alone."""
    start, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stdout.strip().splitlines()[-1:] or [""]
    result = said[0] if done.returncode == 0 else f"failed: {done.stderr.strip().splitlines()[-1:]}"
    print(f"{name:24} {cpu:8.2f} CPU s  {time.time() - start:8.2f} s  {result}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("votes")
    parser.add_argument("--beringia", help="the program to compare with")
    parser.add_argument("--only", choices=list(PEERS), help="one peer alone")
    parser.add_argument("--run", choices=list(PEERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(PEERS[options.run](options.votes))
        return
    if options.beringia:
        with tempfile.TemporaryDirectory() as folder:
            words = ["analyse", options.votes, "--out", os.path.join(folder, "report"), "-q", "--threads", "1"]
            measured("beringia, whole report", [options.beringia, *words])
    for name in PEERS:
        if options.only in (None, name):
            measured(name, [sys.executable, __file__, options.votes, "--run", name])


if __name__ == "__main__":
    main()
