"""The program as it is installed: help at once, no traceback, nothing heavy loaded early."""

import subprocess
import sys
import time

import typer

from polybius.cli import app

HEAVY = ("spacy", "duckdb", "deltalake", "pyarrow", "pandas", "polars", "numpy", "pydantic", "rich")
PROGRAM = [sys.executable, "-c", "from polybius.cli import app; app()"]


def test_help_loads_nothing_heavy():
    probe = (
        "import sys\nsys.argv = ['polybius', '--help']\nfrom polybius.cli import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "loaded: []" in result.stdout
    assert "Usage: polybius" in result.stdout


def test_help_answers_within_half_a_second():
    def seconds():
        start = time.perf_counter()
        subprocess.run([*PROGRAM, "--help"], capture_output=True, check=True)
        return time.perf_counter() - start

    # the best of three: the machine may be busy
    assert min(seconds() for _ in range(3)) <= 0.5


def test_every_command_argument_and_option_has_a_help_text():
    def commands(command, name):
        yield name, command
        for part, inner in getattr(command, "commands", {}).items():
            yield from commands(inner, f"{name} {part}")

    for name, command in commands(typer.main.get_command(app), "polybius"):
        assert command.help, name
        assert all(getattr(part, "help", None) for part in command.params), name


def test_a_fault_in_a_subprocess_is_one_line_and_exit_code_2(tmp_path):
    result = subprocess.run(
        [*PROGRAM, "query", "SELECT 1", "--store", "absent"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1


def test_a_reader_that_stops_early_is_no_fault(tmp_path):
    command = f'"{sys.executable}" -c "from polybius.cli import app; app()" schema | head -n 1'
    result = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert result.stdout == "{\n"
    assert result.stderr == ""


def test_the_version_is_printed(run):
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("polybius ")


def test_an_uninstalled_model_is_one_line(tmp_path):
    (tmp_path / "report.txt").write_text("Troops fired on the town on Sunday, officials in the capital said.")
    result = subprocess.run(
        [*PROGRAM, "code", "report.txt", "--model", "no_such_model"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 2
    assert "no_such_model" in result.stderr
    assert "Traceback" not in result.stderr
