"""What can be chosen in the demo is looked at first, and so are the packages it takes."""

from __future__ import annotations

import pytest
from programs.child import run_silently

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")
pytest.importorskip("tqdm")

from brenier import demo
from brenier.__main__ import main
from brenier.demo import pipeline
from brenier.demo.packages import require


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": 99}, "limit must be at least 100, got 99"),
        ({"samples": 9}, "samples must be at least 10, got 9"),
        ({"seed": -1}, "seed must not be negative, got -1"),
        ({"embedding": "pca"}, "embedding .* got 'pca'"),
        ({"backend": "jax"}, "backend .* got 'jax'"),
    ],
)
def test_options_that_cannot_be_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        demo.run(demo.Options(quiet=True, **options))


def test_a_missing_package_is_named_with_the_line_that_installs_it():
    with pytest.raises(ImportError, match=r"needs no_such_package: pip install brenier\[umap\]"):
        require("no_such_package.part", install="brenier[umap]")


@pytest.mark.parametrize(
    ("missing", "options", "line"),
    [
        ("umap", "embedding='umap'", "pip install brenier[umap]"),
        ("torch", "backend='torch'", "pip install brenier[torch]"),
        ("matplotlib", "figures=True", "pip install brenier[demo]"),
        ("PIL", "figures=True", "pip install brenier["),
        ("sklearn", "figures=False", "pip install brenier[demo]"),
    ],
)
def test_a_missing_package_stops_the_demo_before_any_work(missing, options, line, tmp_path):
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from pathlib import Path\n"
        "from brenier import demo\n"
        f"try: demo.run(demo.Options({options}, output=Path({str(tmp_path / 'made')!r})))\n"
        f"except ImportError as error: assert {line!r} in str(error), error\n"
        "else: raise SystemExit('no error')\n"
    )
    run_silently(script)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["report.json", "singular.png"])
def test_files_that_are_there_stop_the_demo_before_any_work(tmp_path, monkeypatch, name):
    def never(*arguments):
        pytest.fail("the work was begun")

    monkeypatch.setattr(pipeline, "load", never)
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match=rf"--force overwrites it.*{name}"):
        demo.run(demo.Options(output=tmp_path, quiet=True, force=False))
    assert (tmp_path / name).read_text("utf-8") == "mine"
    monkeypatch.setattr(pipeline, "load", lambda options: 1 / 0)
    figures = name != "singular.png"
    with pytest.raises(ZeroDivisionError):
        demo.run(demo.Options(output=tmp_path, quiet=True, force=figures, figures=figures))


def test_the_command_overwrites_in_its_own_folder_and_in_others_if_it_is_told_to(monkeypatch):
    chosen = []

    def stop(options):
        chosen.append(options.force)
        raise ValueError("enough")

    monkeypatch.setattr(pipeline, "run", stop)
    for flags in ([], ["-o", "elsewhere"], ["-o", "elsewhere", "--force"]):
        assert main(["demo", *flags]) == 2
    assert chosen == [True, False, True]


def test_the_flags_need_no_large_package():
    script = (
        "import argparse, sys, brenier.demo\n"
        "brenier.demo.add_arguments(argparse.ArgumentParser())\n"
        "large = {'sklearn', 'matplotlib', 'torch', 'tqdm', 'scipy.optimize'} & set(sys.modules)\n"
        "assert not large, large\n"
    )
    run_silently(script)
