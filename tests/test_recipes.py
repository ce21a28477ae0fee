"""The recipes of `examples/` give the hits of `Screener.screen`, row for row."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from uyghurscreen import Screener

EXAMPLES = Path(__file__).parents[1] / "examples"
FRAME = pl.DataFrame(
    {
        "supplier": ["Hikvision", "Acme Bakery", "和田浩林发饰品有限公司"] * 5,
        "no": [f"v{i}" for i in range(15)],
    }
)
SCREENER = Screener(lists=["uflpa", "entity_list"])


@pytest.fixture(scope="module")
def expected() -> pl.DataFrame:
    return _sorted(SCREENER.screen(FRAME, name="supplier", id="no"))


@pytest.fixture
def recipe(request: pytest.FixtureRequest) -> ModuleType:
    path = EXAMPLES / f"{request.param}.py"
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    # Not put among the modules: Ray then sends it whole, as it does a script.
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sorted(hits: pl.DataFrame) -> pl.DataFrame:
    return hits.sort("query_id", "list_id", "entry_id")


@pytest.mark.skipif(find_spec("dask") is None, reason="dask is not installed")
@pytest.mark.parametrize("recipe", ["dask_recipe"], indirect=True)
@pytest.mark.parametrize("partitions", [1, 4])
def test_dask(recipe: ModuleType, expected: pl.DataFrame, partitions: int) -> None:
    import dask.dataframe as dd

    from_pandas: Callable[..., Any] = dd.from_pandas
    rows = from_pandas(FRAME.to_pandas(), npartitions=partitions)
    lazy = recipe.screen(rows, SCREENER, name="supplier", id="no")
    hits = lazy.compute(scheduler="synchronous")
    assert list(hits.columns) == list(lazy.columns) == expected.columns
    assert _sorted(pl.from_pandas(hits)).equals(expected)


@pytest.mark.skipif(find_spec("dask") is None, reason="dask is not installed")
@pytest.mark.parametrize("recipe", ["dask_recipe"], indirect=True)
# Dask calls pandas in a way that pandas 3.1 no longer wants.
@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
def test_dask_from_file_to_files(
    recipe: ModuleType,
    expected: pl.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recipe, "Screener", lambda: SCREENER)
    FRAME.write_parquet(tmp_path / "suppliers.parquet")
    recipe.main(
        str(tmp_path / "suppliers.parquet"), "supplier", "no", str(tmp_path / "hits")
    )
    found = pl.read_parquet(tmp_path / "hits" / "*.parquet").select(expected.columns)
    assert _sorted(found).equals(expected)


@pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed")
@pytest.mark.parametrize("recipe", ["ray_recipe"], indirect=True)
@pytest.mark.filterwarnings("ignore")  # Ray's own, of many kinds
def test_ray(recipe: ModuleType, expected: pl.DataFrame, tmp_path: Path) -> None:
    import ray

    FRAME.write_parquet(tmp_path / "suppliers.parquet")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        rows = ray.data.read_parquet(str(tmp_path / "suppliers.parquet"))
        hits = recipe.screen(rows, SCREENER, name="supplier", id="no", batch=4)
        found = pl.from_arrow(ray.get(hits.to_arrow_refs()))
    finally:
        ray.shutdown()
    assert isinstance(found, pl.DataFrame)
    assert _sorted(found).equals(expected)
