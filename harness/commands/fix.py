"""`doc-harness fix`: the corrections of a run as one patch."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.commands import runs
from harness.errors import MissingError
from harness.repair import diffs


@click.command()
@click.option("--from", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder of a run's reports.")
@click.option("--all", "every", is_flag=True, help="Also corrections that were not verified.")
@click.option(
    "--write",
    "checkout",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Apply the patch to this checkout instead of printing it.",
)
def fix(folder: Path | None, every: bool, checkout: Path | None) -> None:
    """Print the verified corrections of a run as one patch, for `patch -p1` or `git apply`.

    Exit status: 0 all of them went in, 1 some are left out or do not fit (nothing is written then), 3 there are none.
    """
    run = runs.load(folder)
    patches = {
        erratum.id: erratum.patch
        for erratum in run.errata
        if erratum.patch is not None and (every or erratum.patch_verified)
    }
    if not patches:
        raise MissingError(f"{run.folder}/errata.json holds no {'' if every else 'verified '}corrections")
    patch, conflicts = diffs.merge(patches)
    for conflict in conflicts:
        click.echo(f"doc-harness: left out: {conflict}", err=True)
    if checkout is None:
        click.echo(patch, nl=False)
    else:
        conflicts += _write(patch, checkout)
    click.echo(f"doc-harness: {len(patches) - len(conflicts)} of {len(patches)} corrections", err=True)
    sys.exit(1 if conflicts else 0)


def _write(patch: str, checkout: Path) -> list[str]:
    """Apply a patch to a checkout, wholly or not at all; what does not fit."""
    root = checkout.resolve()
    texts: dict[Path, str] = {}
    conflicts = []
    for file, hunks in diffs.parse(patch).items():
        path = (root / file).resolve()
        try:
            if not path.is_relative_to(root):
                raise diffs.ConflictError(f"{file}: lies outside {checkout}")
            texts[path] = diffs.apply(path.read_bytes().decode("utf-8"), file, hunks)
        except FileNotFoundError:
            conflicts.append(f"{file}: is not in {checkout}")
        except (diffs.ConflictError, UnicodeDecodeError) as error:
            conflicts.append(str(error))
    for conflict in conflicts:
        click.echo(f"doc-harness: does not fit: {conflict}", err=True)
    if conflicts:
        click.echo("doc-harness: nothing was written", err=True)
        return conflicts
    partial = {path: path.with_name(f".{path.name}.doc-harness") for path in texts}
    try:
        for path, text in texts.items():
            partial[path].write_bytes(text.encode())
            partial[path].chmod(path.stat().st_mode)
        for path in texts:
            partial[path].replace(path)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)
    return []
