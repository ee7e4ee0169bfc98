"""Ten thousand requests to a served network, a hundred at once, good ones and bad ones.

    python benchmarks/serving WORKSPACE [--requests 10000] [--at-once 100] [--plain]

`tweetscope serve` answers, or, with `--plain`, MLflow's own server without our bounds. For each kind of
request: the statuses, and the seconds that half and that 99 of 100 take. Of the server: requests a second,
and its memory before, at most, and at the end. Written to `benchmarks/results/serving.json`
(`serving_plain.json`).
"""

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kinds import KINDS, drawn

from pipeline.core.workspace import Workspace, write_json
from pipeline.report.results.provenance import machine
from pipeline.samples.serving.arguments import log_arguments

RESULTS = Path(__file__).resolve().parents[1] / "results"
LONGEST = 600.0  # seconds that a request may take here
OURS = """
import sys
from pipeline.samples.serving.server import serve
serve(sys.argv[1], "127.0.0.1", int(sys.argv[2]))
"""
PLAIN = "mlflow models serve --env-manager local --host 127.0.0.1 --workers 1 -m {} -p {}"


@contextmanager
def server(workspace: Workspace, plain: bool) -> Iterator[tuple[int, int]]:
    """A server of the workspace's network: its port, and the process."""
    import mlflow

    with TemporaryDirectory() as folder, socket.socket() as free:
        mlflow.pyfunc.save_model(f"{folder}/model", **log_arguments(workspace))
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        ours = [sys.executable, "-c", OURS, f"{folder}/model", str(port)]
        theirs = [sys.executable, "-m", *PLAIN.format(f"{folder}/model", port).split()]
        process = subprocess.Popen(
            theirs if plain else ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            await_answer(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait()


def await_answer(port: int) -> None:
    """Wait until the server takes connections."""
    for _ in range(3000):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def ask(port: int, kind: str) -> tuple[str, int, float]:
    """The kind of a request, its status (0: no answer), and its seconds."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    try:
        connection.request("POST", "/invocations", KINDS[kind][0](), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        return kind, answer.status, time.monotonic() - begun
    except OSError:
        return kind, 0, time.monotonic() - begun
    finally:
        connection.close()


def megabytes(process: int) -> float:
    """Memory of a process and of its children."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    family = {process}
    for _ in range(3):
        family |= {pid for pid, parent, _ in rows if parent in family}
    return sum(rss for pid, _, rss in rows if pid in family) / 1024


def measured(port: int, process: int, requests: int, at_once: int) -> dict[str, object]:
    """All requests, and what the server needed for them."""
    for _ in range(3):
        ask(port, "two samples")  # what is read when first asked
    memory, ended = [megabytes(process)], threading.Event()

    def watch() -> None:
        while not ended.wait(1.0):
            memory.append(megabytes(process))

    watching, begun = threading.Thread(target=watch), time.monotonic()
    watching.start()
    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(lambda kind: ask(port, kind), drawn(requests, 0)))
    seconds = time.monotonic() - begun
    ended.set()
    watching.join()
    rows = []
    for kind, (_, _, good) in KINDS.items():
        took = sorted(s for name, _, s in answers if name == kind)
        statuses = Counter(status for name, status, _ in answers if name == kind)
        if took:
            row = {
                "kind": kind,
                "good": good,
                "requests": len(took),
                "statuses": dict(sorted(statuses.items())),
            }
            row |= {
                "median_s": statistics.median(took),
                "p99_s": took[min(len(took) - 1, int(0.99 * len(took)))],
            }
            rows.append(row)
    return {
        "requests": requests,
        "at_once": at_once,
        "seconds": round(seconds, 1),
        "per_second": round(requests / seconds, 1),
        "memory_mb": {"before": memory[0], "most": max(memory), "after": megabytes(process)},
        "kinds": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=100)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    with server(Workspace(asked.workspace), asked.plain) as (port, process):
        found = measured(port, process, asked.requests, asked.at_once)
    write_json(RESULTS / f"serving{'_plain' if asked.plain else ''}.json", {"machine": machine(), **found})
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
