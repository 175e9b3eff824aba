"""The script for SLURM in docs/scale.md runs as it stands, with programs in SLURM's place that start all here."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.corpus.news import row, write_lines
from tests.corpus.stand_in import FACTORY
from tests.corpus.stored import rows_of

pytest.importorskip("ray", reason="Ray is not installed: pip install 'polybius[ray]'")

pytestmark = pytest.mark.xdist_group("ray")
ROOT = Path(__file__).parents[2]
# srun passes by its own options and runs the rest; each task of a real one would be on a machine of its own
SRUN = '#!/bin/bash\nwhile [[ $1 == -* ]]; do shift; done\necho "$@" >> srun.log\nexec "$@"\n'
SCONTROL = '#!/bin/bash\nprintf "127.0.0.1\\n127.0.0.2\\n"\n'
POLYBIUS = f'#!/bin/bash\nexec "{sys.executable}" -c "from polybius.cli import app; app()" "$@" --coder {FACTORY}\n'
RAY = f'#!/bin/bash\nexec "{sys.executable}" -c "from ray.scripts.scripts import main; main()" "$@"\n'


def test_the_script_of_the_docs_starts_a_cluster_and_codes_on_it(tmp_path):
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```bash\n(#!/bin/bash.*?)^```", text, re.M | re.S)
    # what a machine for tests lends, in place of what the script asks for
    (tmp_path / "job.sh").write_text(script.replace("memory=1000000000", "memory=80000000"))
    binaries = tmp_path / "venv" / "bin"
    binaries.mkdir(parents=True)
    for name, program in {"srun": SRUN, "scontrol": SCONTROL, "polybius": POLYBIUS, "ray": RAY}.items():
        (binaries / name).write_text(program)
        (binaries / name).chmod(0o755)
    (binaries / "python").symlink_to(sys.executable)
    (binaries / "activate").write_text(f'PATH="{binaries}:$PATH"\n')
    write_lines(tmp_path / "news.jsonl", [row(number) for number in range(40)])
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "SLURM_JOB_ID": str(os.getpid()),
        "SLURM_JOB_NODELIST": "two",
        "SLURM_JOB_NUM_NODES": "2",
        "SLURM_CPUS_PER_TASK": "2",
        "SOURCES": "news.jsonl",
        "STORE": "news.store",
        "VENV": str(tmp_path / "venv"),
    }
    folder = f"/tmp/ray-{os.getpid()}"
    try:
        with (tmp_path / "said").open("w") as said:
            job = subprocess.run(
                ["bash", "job.sh"], cwd=tmp_path, env=environment, stdout=said, stderr=said, timeout=150, check=False
            )
        said = (tmp_path / "said").read_text()
    finally:
        # as SLURM does at the end of a job
        for process in processes_of(folder):
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    assert job.returncode == 0, said
    assert "40 reports coded" in said
    assert len(rows_of(tmp_path / "news.store")) == 40
    head, joined = (tmp_path / "srun.log").read_text().splitlines()
    assert "--head" in head
    assert "--address=127.0.0.1:" in joined


def processes_of(folder):
    """The processes of the cluster whose files are in this folder."""
    return [one for one in psutil.process_iter(["cmdline"]) if folder in " ".join(one.info["cmdline"] or ())]
