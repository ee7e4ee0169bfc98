"""Dask workers as jobs of Slurm, then the corpus stage on them: `python slurm.py NAME CORPUS [workers]`.

Needs dask-jobqueue beside Tweetscope, the same environment on all nodes, and a shared disk as the present
folder.
"""

import subprocess
import sys

from dask_jobqueue import SLURMCluster


def main(name: str, corpus: str, workers: int = 100) -> int:
    """Start the workers, run the stage, end the workers; the stage's exit code."""
    with SLURMCluster(
        cores=1,  # one thread a worker: bytes stay equal, and cores are shared by jobs alone
        processes=1,
        memory="3GiB",
        walltime="08:00:00",
        job_script_prologue=["export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1"],
    ) as cluster:
        cluster.scale(jobs=workers)
        print(f"scheduler {cluster.scheduler_address}, dashboard {cluster.dashboard_link}", flush=True)
        command = ["tweetscope", "corpus", "--name", name, "--corpus", corpus]
        engine = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
        return subprocess.run([*command, *engine], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])))
