"""The files for Kubernetes and Slurm parse, agree with each other, and give commands that exist."""

import ast
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from pipeline.commands.app import app

DEPLOY = Path(__file__).parents[1] / "docs" / "guide" / "deploy"
KINDS = {"dask-cluster.yaml": "DaskCluster", "volume.yaml": "PersistentVolumeClaim", "job.yaml": "Job"}


def _objects() -> dict[str, dict]:
    return {path.name: yaml.safe_load(path.read_text()) for path in DEPLOY.glob("*.yaml")}


def _found(value: object, key: str) -> list:
    """All values of a key, however deep."""
    if isinstance(value, list):
        return [hit for one in value for hit in _found(one, key)]
    if not isinstance(value, dict):
        return []
    return [hit for name, one in value.items() for hit in ([one] if name == key else _found(one, key))]


def test_each_file_is_one_object_of_its_kind() -> None:
    """With a version of the API and a name."""
    found = _objects()
    assert {name: one["kind"] for name, one in found.items()} == KINDS
    assert all(one["apiVersion"] and one["metadata"]["name"] for one in found.values())


def test_they_name_the_same_image_and_the_same_volume() -> None:
    """Versions must be equal everywhere, and all must see one folder, mounted where it is used."""
    found = _objects()
    assert len({image for one in found.values() for image in _found(one, "image")}) == 1
    claims = {claim for one in found.values() for claim in _found(one, "claimName")}
    assert claims == {found["volume.yaml"]["metadata"]["name"]}
    assert "ReadWriteMany" in found["volume.yaml"]["spec"]["accessModes"]
    mounts = {mount for one in found.values() for mount in _found(one, "mountPath")}
    assert mounts == set(_found(found["job.yaml"], "workingDir")) == {"/shared"}


def test_workers_have_one_thread_and_the_memory_they_are_limited_to() -> None:
    """What the engine asks of a worker."""
    (worker,) = _objects()["dask-cluster.yaml"]["spec"]["worker"]["spec"]["containers"]
    given = dict(zip(worker["args"], worker["args"][1:], strict=False))
    assert given["--nthreads"] == "1"
    assert given["--memory-limit"].removesuffix("B") == worker["resources"]["limits"]["memory"]


def _accepted(arguments: list[str]) -> None:
    """A command line of this program parses, without being run."""
    name, *rest = arguments
    command = app.commands[name]
    with click.Context(command) as context:
        command.parse_args(context, rest)


def test_the_commands_exist_and_the_scheduler_is_the_service() -> None:
    """The job's command line parses; its address is the one that the operator makes of the cluster's name."""
    found = _objects()
    (container,) = found["job.yaml"]["spec"]["template"]["spec"]["containers"]
    assert container["command"][0] == "tweetscope"
    _accepted([*container["command"][1:], *container["args"]])
    cluster = found["dask-cluster.yaml"]
    assert f"tcp://{cluster['metadata']['name']}-scheduler:8786" in container["args"]
    ports = {port["name"]: port["port"] for port in cluster["spec"]["scheduler"]["service"]["ports"]}
    assert ports["tcp-comm"] == 8786
    with pytest.raises(click.UsageError):
        _accepted(["corpus", "--no-such-option"])


def test_the_scripts_of_slurm_are_scripts() -> None:
    """Bash and Python read them; every option of the corpus command that is given exists."""
    subprocess.run(["bash", "-n", DEPLOY / "slurm.sbatch"], check=True)
    tree = ast.parse((DEPLOY / "slurm.py").read_text())
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    options = {one for one in strings if isinstance(one, str) and one.startswith("--")}
    known = {flag for parameter in app.commands["corpus"].params for flag in parameter.opts}
    assert options
    assert options <= known
    assert "docs/guide/deploy/slurm.py" in (DEPLOY / "slurm.sbatch").read_text()
