"""Everything that is generated: references, schemas, the baseline, pages of lessons.

``python -m sim.reference --write`` brings the files of a source checkout up to date; without
``--write`` it names those that are not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sim.config.generated import reference as parameters
from sim.config.generated.json_schema import json_schema
from sim.experiment.design.json_schema import experiment_schema
from sim.lesson import reference as lessons
from sim.war.columns import reference as columns

ROOT = Path(__file__).parents[1]


def generated() -> dict[Path, str]:
    """Return the generated files, each with the text due to it."""
    texts = {
        "configs/baseline.yaml": parameters.baseline_yaml(),
        "configs/killzone.schema.json": json.dumps(json_schema(), indent=2) + "\n",
        "docs/columns.md": columns.markdown(),
        "docs/parameters.md": parameters.as_markdown(),
        "experiments/experiment.schema.json": json.dumps(experiment_schema(), indent=1) + "\n",
    }
    return {ROOT / path: text for path, text in texts.items()} | lessons.generated()


def out_of_date() -> list[Path]:
    """Return the generated files that are missing or differ from what is due."""
    return [
        path
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the files that are out of date, or without ``--write`` name them."""
    stale = out_of_date()
    for path in stale:
        sys.stdout.write(f"{path}\n")
        if arguments == ["--write"]:
            path.write_text(generated()[path], encoding="utf-8")
    return int(bool(stale) and arguments != ["--write"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
