"""The notebook of the Python interface, run from its first cell to its last."""

from pathlib import Path

import pytest

from tests.settings import thinned

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial.ipynb"
SIZE = "REPLICATES, DAYS = 6, 150"
SMALLER = "REPLICATES, DAYS = 2, 100"


@pytest.fixture
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """Keep Jupyter's own files out of the home folder, and its figures in the notebook."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    return tmp_path


def test_it_is_committed_without_results(notebook):
    """They would be of one version's numbers; whoever runs it gets their own."""
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")


SIZES = [SMALLER, pytest.param(SIZE, marks=pytest.mark.long)]


@pytest.mark.parametrize("size", thinned(SIZES, 2))
def test_it_runs_from_the_first_cell_to_the_last(notebook, apart, size):
    sources = [cell.source for cell in notebook.cells]
    assert sum(SIZE in source for source in sources) == 1
    for cell in notebook.cells:
        cell.source = cell.source.replace(SIZE, size)
    client = nbclient.NotebookClient(
        notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(apart)}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    figures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(figures) == 2
    verdicts = str(outputs[-1].data["text/plain"])
    assert "effect" in verdicts or "may be luck" in verdicts
