"""What docs/clusters.md has a reader type: its certificates, its job scripts, its manifest for Kubernetes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from string import Template
from typing import Any

import click
import pytest

from kuroshio.cli.main import ENVIRONMENT, group
from kuroshio.study import dask_workers, units
from kuroshio.study.result_folder import Refusal
from kuroshio.study.study_run import begin, merge
from tests.study.clusters import HAS_DASK, dask_cluster, environment
from tests.study.test_lent_workers import GAMES, TEXT, content, files
from tests.test_documents import Block, blocks
from tests.test_house import ROOT

pytest.importorskip("pyarrow")
PAGE = ROOT / "docs" / "clusters.md"
needs_dask = pytest.mark.skipif(not HAS_DASK, reason="distributed is not installed")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="no shell")


def block(kind: str, holds: str) -> str:
    """The one block of the page that holds a text."""
    (found,) = (one for one in blocks(PAGE) if one == Block(kind, one.text) and holds in one.text)
    return found.text


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the page in a folder."""
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment(variables), capture_output=True, text=True, timeout=120
    )


def play(folder: Path, executor: Executor | None = None, workers: Callable[[], int] | None = None) -> None:
    """Play the study of these tests to its end."""
    with begin(folder, content(), GAMES, False) as run:
        assert list(run.play_on(1, executor, workers))[-1] == run.games
        run.finish()


def with_kuroshio(folder: Path) -> None:
    """Make `.venv/bin/kuroshio` and the study file of the page in a folder."""
    command = folder / ".venv" / "bin" / "kuroshio"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kuroshio "$@"\n', "utf-8")
    command.chmod(0o755)
    (folder / "article_5.toml").write_text(TEXT, "utf-8")


# --- SLURM ---------------------------------------------------------------------------------------


@needs_shell
@pytest.mark.full
def test_the_job_script_begins_and_continues_shards_that_merge(tmp_path: Path) -> None:
    with_kuroshio(tmp_path)
    script = block("sh", "#SBATCH --array").replace("ALL=40", "ALL=2")
    script = re.sub(r"export KUROSHIO_CACHE_DIR=\S+", "", script)
    assert "ALL=2" in script and "--array=1-40" in script
    for number in ("1", "1", "2"):
        done = shell(script, tmp_path, SLURM_ARRAY_TASK_ID=number, SLURM_CPUS_PER_TASK="2", SLURM_ARRAY_TASK_COUNT="1")
        assert done.returncode == 0, done.stderr
    play(tmp_path / "whole")
    with pytest.raises(Refusal, match="missing or incomplete: 2/2"):
        merge(tmp_path / "merged", [tmp_path / "shards" / "1"])
    done = shell(block("sh", "sbatch article_5.sh").splitlines()[-1], tmp_path)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "runs" / "article_5") == files(tmp_path / "whole")


@needs_shell
@pytest.mark.parametrize("one", [one for one in blocks(PAGE) if one.kind == "sh"], ids=lambda one: one.text.splitlines()[0][:30])
def test_every_script_is_one(one: Block, tmp_path: Path) -> None:
    assert subprocess.run(["sh", "-n", "-c", one.text], capture_output=True).returncode == 0


# --- TLS -----------------------------------------------------------------------------------------


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[Path]:
    """The folder with the certificates and the configuration that the page makes."""
    done = shell(block("sh", "openssl req -x509"), tmp_path)
    assert done.returncode == 0, done.stderr
    yield tmp_path / "tls"


def refused(address: str) -> bool:
    """Whether nothing answers a study at an address."""
    try:
        with dask_workers.dask_workers(address):
            return False
    except dask_workers.NoCluster as error:
        return "no Dask scheduler answers there" in str(error)


@needs_dask
@needs_openssl
@needs_shell
@pytest.mark.full
def test_a_cluster_with_tls_as_the_page_makes_it_plays_and_lets_nobody_else_in(
    tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask.config
    import distributed
    import yaml

    assert distributed, "whose defaults are to be there before anything is set"

    def told(folder: Path) -> Any:
        own = yaml.safe_load((folder / "dask.yaml").read_text("utf-8"))
        return dask.config.set(dask.config.merge(dask.config.config, own))

    assert tls.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(units, "TURNS_OF_UNIT", 40)
    monkeypatch.setattr(dask_workers, "ANSWER", 3)
    monkeypatch.setenv("DASK_CONFIG", str(tls / "dask.yaml"))
    with dask_cluster(tmp_path / "cluster", scheme="tls") as cluster:
        with told(tls), dask_workers.dask_workers(cluster.address) as (executor, count):
            play(tmp_path / "with_tls", executor, count)
        (tmp_path / "other").mkdir()
        assert shell(block("sh", "openssl req -x509"), tmp_path / "other").returncode == 0
        with told(tmp_path / "other" / "tls"):
            assert refused(cluster.address), "a certificate of another authority"
        assert refused(cluster.address), "no certificate"
        assert refused(cluster.address.replace("tls://", "tcp://")), "no TLS"
    play(tmp_path / "whole")
    assert files(tmp_path / "with_tls") == files(tmp_path / "whole")


# --- Kubernetes ----------------------------------------------------------------------------------


CONTAINER = {"name", "image", "args", "env", "resources", "volumeMounts", "ports"}  # of the Container of Kubernetes, what is used


def test_the_manifest_for_kubernetes_is_whole_in_itself() -> None:
    """What the operator and Kubernetes would refuse, or start and never connect; the keys are those of their schemas."""
    yaml = pytest.importorskip("yaml")
    told = yaml.safe_load(block("yaml", "kind: DaskCluster"))
    assert set(told) == {"apiVersion", "kind", "metadata", "spec"} and told["apiVersion"] == "kubernetes.dask.org/v1"
    name, scheduler, worker = told["metadata"]["name"], told["spec"]["scheduler"], told["spec"]["worker"]
    assert re.fullmatch("[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) and isinstance(worker["replicas"], int)
    assert (set(scheduler), set(worker)) == ({"spec", "service"}, {"spec", "replicas"})
    for pod in (scheduler["spec"], worker["spec"]):
        (container,) = pod["containers"]
        assert set(pod) == {"containers", "volumes"} and {"name", "image", "args"} <= set(container) <= CONTAINER
        volumes = {volume["name"] for volume in pod["volumes"] if volume["secret"]["secretName"] == "study-tls"}
        mounts = {mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] in volumes}
        env = {one["name"]: one["value"] for one in container["env"]}
        assert all(isinstance(text, str) for text in (*container["args"], *env.values()))
        assert str(Path(env["DASK_CONFIG"]).parent) in mounts
    assert worker["spec"]["containers"][0]["resources"]["limits"]["cpu"] == worker["spec"]["containers"][0]["args"][-1]
    service, (opened,) = scheduler["service"], scheduler["spec"]["containers"][0]["ports"]
    (port,) = service["ports"]
    assert service["selector"] == {"dask.org/cluster-name": name, "dask.org/component": "scheduler"}
    assert port["targetPort"] == opened["name"] and port["port"] == opened["containerPort"]
    assert scheduler["spec"]["containers"][0]["args"][-1] == str(opened["containerPort"])
    assert f"port-forward service/{name}-scheduler {port['port']}:" in block("sh", "kubectl port-forward").splitlines()[0]


def test_the_image_for_kubernetes_has_what_the_package_has() -> None:
    lines = block("dockerfile", "FROM python").splitlines()
    assert [line.split()[0] for line in lines] == ["FROM", "COPY", "RUN", "ENV", "RUN"]
    extras = re.findall(r"\[([a-z,]+)\]", lines[2])[0].split(",")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras) <= set(project["optional-dependencies"]) and project["scripts"].keys() == {"kuroshio"}
    assert lines[3].removeprefix("ENV ").partition("=")[0] in ENVIRONMENT
    assert lines[1].split()[-1] in lines[2]


VALUES = {"SLURM_ARRAY_TASK_ID": "3", "ALL": "40", "SLURM_CPUS_PER_TASK": "4", "FILE": "scheduler.json"}
SCRIPTS = "\n".join(one.text for one in blocks(PAGE) if one.kind in ("sh", "dockerfile")).replace("\\\n", " ")
OURS = [found[1] for line in SCRIPTS.splitlines() if (found := re.search(r"(?:^|RUN |exec )(?:\.venv/bin/)?kuroshio (.+)", line))]


@pytest.mark.parametrize("words", sorted(set(OURS)))
def test_every_command_of_the_page_is_one(words: str) -> None:
    parts, command, names = shlex.split(Template(words).substitute(VALUES)), group, ["kuroshio"]
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), parts[0])
        assert found is not None, f"{' '.join(names)} has no command {parts[0]}"
        command, names, parts = found, [*names, parts[0]], parts[1:]  # type: ignore[assignment]
    with command.make_context(" ".join(names), parts):
        assert len(OURS) > 7


@needs_dask
@pytest.mark.full
def test_the_manifest_for_kubernetes_has_commands_that_dask_takes(tmp_path: Path) -> None:
    import yaml
    from distributed.cli import dask_scheduler, dask_worker

    told = yaml.safe_load(block("yaml", "kind: DaskCluster"))
    assert set(told["spec"]) == {"worker", "scheduler"}
    for role, module in (("worker", dask_worker), ("scheduler", dask_scheduler)):
        (container,) = told["spec"][role]["spec"]["containers"]
        program, name, *words = container["args"]
        assert (program, name) == ("dask", role) and all(isinstance(word, str) for word in words)
        module.main.make_context(role, list(words))
    port = told["spec"]["scheduler"]["service"]["ports"][0]
    assert f"tls://{told['metadata']['name']}-scheduler:{port['port']}" in block("yaml", "kind: DaskCluster")
