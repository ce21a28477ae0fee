"""A run, written: a table, a report or a workbook, and the manifest beside it."""

from __future__ import annotations

from pathlib import Path

from uyghurscreen import plugins, workbook
from uyghurscreen.errors import InputError
from uyghurscreen.files import REPORT, is_report, write_table
from uyghurscreen.html_report import about_run, groups_of, report_html
from uyghurscreen.lists.whole_files import write
from uyghurscreen.manifest import FileUsed, RunManifest, manifest_path
from uyghurscreen.runs import TO_FILL_IN, Made, identified

__all__ = ["save"]


def save(
    made: Made, output: str | Path, *, repeats: RunManifest | None = None
) -> RunManifest:
    """Write the hits to a file, and the manifest beside it; return the manifest.

    Args:
        made: The run.
        output: The file; its ending says what is written, `.html` a report, `.xlsx` a
            workbook to decide in, or what a reporter of another package writes.
        repeats: The run that this one repeats: a report tells its day.

    Raises:
        InputError: If a file cannot be written.
        PluginError: If a reporter of another package fails.
    """
    beside = manifest_path(output)
    # A manifest never stands beside hits of another run, whatever stops this one.
    beside.unlink(missing_ok=True)
    path = Path(output)
    ending = path.suffix.lower()
    if ending == REPORT:
        _write_report(made, path, repeats or made.manifest)
    elif is_report(path):
        told = (repeats or made.manifest).model_dump(mode="json")
        plugins.report(ending[1:], made.hits, path, told)
    elif ending == ".xlsx":
        _write_workbook(made, path, repeats or made.manifest)
    else:
        write_table(made.hits, output)
    manifest = made.manifest.model_copy(update={"output": (FileUsed.of(output),)})
    manifest.write(beside)
    return manifest


def _write_report(made: Made, output: Path, manifest: RunManifest) -> None:
    entries, index = made.screener._load()
    page = report_html(
        made.hits,
        about_run(manifest, made.queries.unscreened),
        entries=entries,
        index=index,
        queries=made.queries,
        groups=groups_of(made.frame, made.queries, made.request.by),
    )
    try:
        write(output, page.encode())
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror}.") from error


def _write_workbook(made: Made, output: Path, manifest: RunManifest) -> None:
    hits = made.hits
    if made.request.decisions is None:
        since = manifest.settings.since
        hits = identified(made.request, hits, made.frame, made.screener, since)
        hits = hits.with_columns(TO_FILL_IN)
    entries, index = made.screener._load()
    workbook.write(
        hits,
        output,
        about_run(manifest, made.queries.unscreened),
        entries=entries,
        index=index,
        queries=made.queries,
    )
