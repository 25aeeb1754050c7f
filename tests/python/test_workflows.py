"""What runs elsewhere runs here, too: steps are commands of ./dev; Pythons, the package's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")

pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="no workflows here: an sdist")


def lines_of_workflows():
    """All lines, without comments."""
    for workflow in WORKFLOWS:
        for line in workflow.read_text("utf-8").splitlines():
            yield line.partition("#")[0].rstrip()


def test_every_step_is_a_command_of_dev():
    printed = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True)
    commands = "|".join(re.findall(r"^  (\w+) ", printed.stdout, re.M))
    found = [
        match[1].removesuffix(" }")
        for line in lines_of_workflows()
        if (match := re.search(r"\b(?:run|command): ([^$].*)", line))
    ]
    assert {".ci/run", "./dev wheel"} <= set(found)
    # Before there is a checkout, git is told to make the links in space/.
    links = r"git config --global core\.symlinks true"
    allowed = re.compile(rf"\.ci/run|\./dev ({commands})( --long)?|{links}")
    assert not [step for step in found if not allowed.fullmatch(step)]


def test_wheels_are_built_for_the_pythons_that_the_package_names():
    named = re.findall(r'"Programming Language :: Python :: 3\.(\d+)"', PROJECT)
    built = re.search(r'^build = "cp3{(.*)}-\*"$', PROJECT, re.M)[1].split(",")
    oldest = re.search(r'^requires-python = ">=3\.(\d+)"$', PROJECT, re.M)[1]
    assert named == built
    assert named[0] == oldest


def test_nobody_keeps_a_password_of_the_index():
    text = "\n".join(lines_of_workflows())
    assert "id-token: write" in text
    assert "secrets." not in text and "password" not in text
