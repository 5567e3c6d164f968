#!/usr/bin/env python3
"""The lottery beside its peer, sortition-algorithms: CPU seconds of both, and their ratio.

    pip install sortition-algorithms
    python3 crates/analysis/benches/lottery_peer.py target/release/beringia POOL SEATS [--limit SECONDS]

POOL is a folder with categories.csv and respondents.csv (column id). The peer is asked for LEXIMIN and falls back to
MAXIMIN, which is easier, where it has no Gurobi; it says so. Beringia's time has proof, tickets, pictures and files in it.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

PEER = """
import sys, pathlib
from sortition_algorithms import features, people, settings
from sortition_algorithms.core import run_stratification
from sortition_algorithms.adapters import CSVStringDataSource, SelectionData
folder, seats = pathlib.Path(sys.argv[1]), int(sys.argv[2])
source = CSVStringDataSource((folder / "categories.csv").read_text(), (folder / "respondents.csv").read_text())
data = SelectionData(source)
own, report = data.load_features(seats)
setup = settings.Settings(id_column="id", check_same_address=False, check_same_address_columns=[], columns_to_keep=[],
                          selection_algorithm="leximin")
group, report = data.load_people(setup, own)
success, panels, report = run_stratification(own, group, seats, setup)
print(report.as_text()[-400:])
sys.exit(0 if success else 1)
"""


def seconds(command, limit):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    try:
        run = subprocess.run(command, timeout=limit, capture_output=True, text=True)
        said = run.stdout[-300:] + run.stderr[-300:] if run.returncode else run.stdout[-160:]
        ended = run.returncode == 0
    except subprocess.TimeoutExpired:
        said, ended = f"stopped after {limit} s", False
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - start, ended, said.strip().replace("\n", " | ")


def main(arguments):
    limit = 900
    if "--limit" in arguments:
        at = arguments.index("--limit")
        limit = int(arguments[at + 1])
        del arguments[at:at + 2]
    if len(arguments) != 3:
        sys.exit(__doc__)
    program, pool, seats = arguments
    with tempfile.TemporaryDirectory() as folder:
        ours = seconds([program, "draw", "plan", f"{pool}/categories.csv", f"{pool}/respondents.csv", "--size", seats,
                        "--quiet", "--out", os.path.join(folder, "plan")], limit)
    peer = seconds([sys.executable, "-c", PEER, pool, seats], limit)
    for name, (cpu, wall, ended, said) in (("beringia", ours), ("sortition-algorithms", peer)):
        print(f"{name:22} {cpu:9.3f} CPU s {wall:9.3f} s  {'done' if ended else 'NOT DONE'}  {said}")
    print(f"ratio {peer[0] / max(ours[0], 1e-9):.0f}")
    print(f"largest memory of a child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


main(sys.argv[1:])
