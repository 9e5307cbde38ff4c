"""A small lesson in a folder of its own."""

import pytest

EXPERIMENT = """\
name: trial
base: baseline
set: {run.days: 20}
factors:
  pace:
    bundles:
      slow: {race.obsolescence_days: 90}
      usual: {race.obsolescence_days: 60}
  ukraine.fpv.feedback_days: {values: [7, 60]}
replicates: 3
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 10}
  hits: {column: hits_ua, statistic: total}
outputs: {designs: false, figures: false}
"""

LESSON = """\
number: 9
title: A trial
asks: Is it so?
minutes: 30
question: Is it really so?
open_play:
  text: Try it.
  base: baseline
  settings:
    - path: ukraine.fpv.feedback_days
      values: [7, 60]
      about: age of the reports
  watch:
    - title: Share that gets through
      columns: {Ukraine: pass_rate_ua, Russia: pass_rate_ru}
prediction:
  ask: Which?
  choices:
    - says: more
      above: 0.1
    - says: the same
      above: -0.1
      below: 0.1
    - says: less
      below: -0.1
  sketch:
    factor: ukraine.fpv.feedback_days
    response: zone
    across: age of the reports (days)
    along: zone (km)
    levels: [7, 60]
    at: {pace: usual}
    low: 0
    high: 20
run: It runs.
compare:
  text: Look at `it`.
  questions:
    - ask: Why is a < b & c?
      answer: Because.
explain: >-
  One paragraph.

  Another one.
transfer:
  - ask: And elsewhere?
    answer: Likewise.
    lines: 2
leaves_out: [Weather., Politics.]
teacher:
  timing:
    - {minutes: 10, what: Play.}
    - {minutes: 20, what: Talk.}
  misconceptions:
    - {claim: Always., reply: Not so.}
expected:
  - says: the difference
    of: {response: zone, at: {pace: usual, ukraine.fpv.feedback_days: 60}}
    less: {response: zone, at: {pace: usual, ukraine.fpv.feedback_days: 7}}
    unit: km
    interval: [-1, 1]
  - says: hits
    of: {response: hits, at: {pace: slow, ukraine.fpv.feedback_days: 7}}
    interval: [0, 1e9]
figure:
  title: What it does
  caption: A trial.
  panels:
    - {title: Day by day, course: hits_ua}
    - {title: At each level, levels: zone}
"""


def replaced(text, changes):
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


class Folder:
    """Writes the lesson, with parts of it replaced."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        for name in ("README.md", "worksheet.html"):
            (path / name).write_text(name)
        self.write()

    def write(self, *changes, experiment=()):
        """Write the files anew; each change is (what is there, what takes its place)."""
        (self.path / "lesson.yaml").write_text(replaced(LESSON, changes))
        (self.path / "experiment.yaml").write_text(replaced(EXPERIMENT, experiment))
        return self.path


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "9-trial")
