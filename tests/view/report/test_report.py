"""The report of a result folder, read as a browser and a screen reader take it."""

import base64
import io
import itertools
import os
import re
import shutil

import html5lib
import pytest
from PIL import Image

import sim
from sim.config.catalogue import parameters
from sim.experiment import runner
from sim.experiment.errors import DiskError, FailedRunsError, FolderError, StoppedError
from sim.experiment.store import sealed
from sim.experiment.store.folder import clear
from sim.view.figures import style
from sim.view.report.table import number
from sim.war.columns import columns_of
from tests import fake_model
from tests.commands import stand_in
from tests.experiment.test_sweep import EXPERIMENT, RUNS
from tests.folders import digests

MOST_BYTES = 5_000_000
NAME = "<img src=x onerror=alert(1)>"
ONE_RESPONSE = EXPERIMENT.replace("  stale: {summary: stale_stock_share_ua_mean}\n", "")
EVENT = "events: [{name: a winter, path: ukraine.import_flow, scale: 0.5, day: 3}]\n"
pytestmark = pytest.mark.usefixtures("no_waiting")

KINDS = ("run", "sweep", "failures", "stopped", "one race")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Result folders by kind; that of the run has a name that a browser must not run."""
    place = tmp_path_factory.mktemp("reports")
    found = {kind: place / (NAME if kind == "run" else kind) for kind in KINDS}
    sim.run("one-race", days=20, replicates=2, workers=1, out=found["one race"])
    with stand_in(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "SYNCHRONOUS", "OFF")
        patch.setattr(os, "fsync", lambda descriptor: None)
        (place / "run.yaml").write_text(
            "run: {days: 10, replicates: 2}\nrace: {obsolescence_days: 45}\n"
            f"outputs: {{figures: false}}\n{EVENT}"
        )
        sim.run(place / "run.yaml", workers=1, out=found["run"])
        (place / "sweep.yaml").write_text(EXPERIMENT)
        sim.sweep(place / "sweep.yaml", workers=1, out=found["sweep"])
        (place / "one.yaml").write_text(ONE_RESPONSE)
        patch.setattr(runner, "simulate", broken_by_name)
        with pytest.raises(FailedRunsError):
            sim.sweep(place / "one.yaml", workers=1, out=found["failures"])
        with pytest.raises(StoppedError):
            sim.sweep(place / "one.yaml", workers=1, out=found["stopped"], on_error="stop")
    return found


def broken_by_name(config, replicate, on_day):
    if replicate == 1 and config.race.obsolescence_days == 30:
        raise ZeroDivisionError(NAME)
    return fake_model.simulate(config, replicate, on_day)


@pytest.fixture(scope="module")
def texts(folders, tmp_path_factory):
    place = tmp_path_factory.mktemp("pages")
    return {
        kind: sim.report(folder, place / f"{number}.html").read_text()
        for number, (kind, folder) in enumerate(folders.items())
    }


@pytest.fixture(scope="module")
def pages(texts):
    """The pages as trees; a strict parser takes none that has an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return {kind: parser.parse(text) for kind, text in texts.items()}


def words(element):
    return " ".join("".join(element.itertext()).split())


def rows_of(table):
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def table(page, name):
    """Return the rows below the caption `name`."""
    for each in page.iter("table"):
        if each.find("caption").get("id") == name:
            return rows_of(each)
    raise AssertionError(name)


@pytest.mark.parametrize("kind", KINDS)
class TestEveryPage:
    def test_it_is_one_document_with_language_heading_and_landmarks(self, pages, kind):
        page = pages[kind]
        assert page.get("lang") == "en-GB"
        assert len(list(page.iter("h1"))) == 1
        for landmark in ("header", "nav", "main", "footer"):
            assert len(list(page.iter(landmark))) == 1
        depths = [int(each.tag[1]) for each in page.iter() if re.fullmatch("h[1-6]", str(each.tag))]
        assert all(lower - upper <= 1 for upper, lower in itertools.pairwise(depths))

    def test_every_link_leads_to_an_anchor_of_the_page_or_is_a_file_inside_it(self, pages, kind):
        page = pages[kind]
        anchors = [each.get("id") for each in page.iter() if each.get("id")]
        assert len(anchors) == len(set(anchors))
        links = [each.get("href") for each in page.iter("a")]
        assert links[0] == "#main"
        for link in links:
            assert link.startswith("data:text/yaml;base64,") or link.removeprefix("#") in anchors
        for each in page.iter():
            for label in (each.get("aria-labelledby") or "").split():
                assert label in anchors

    def test_nothing_is_loaded_and_nothing_runs(self, texts, pages, kind):
        page = pages[kind]
        assert not list(page.iter("script"))
        assert not list(page.iter("link"))
        assert not [key for each in page.iter() for key in each.attrib if key.startswith("on")]
        assert {each.get("src")[:22] for each in page.iter("img")} <= {"data:image/png;base64,"}
        assert not re.search(r"https?://", texts[kind])
        assert not re.search(r"url\(|@import", texts[kind])
        (policy,) = (
            each.get("content") for each in page.iter("meta") if each.get("http-equiv") is not None
        )
        assert policy.startswith("default-src 'none'")

    def test_every_picture_is_whole_and_told_in_numbers(self, pages, kind):
        pictures = list(pages[kind].iter("img"))
        assert pictures
        for picture in pictures:
            assert re.search(r"\d", picture.get("alt"))
            assert len(picture.get("alt")) > 80
            content = base64.b64decode(picture.get("src").partition(",")[2])
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                assert image.size == (int(picture.get("width")), int(picture.get("height")))

    def test_every_caption_has_unit_and_definition_of_each_quantity(self, pages, kind):
        for figure in pages[kind].iter("figure"):
            heading, *rows = rows_of(figure.find("figcaption").find(".//table"))
            assert heading == ["quantity", "unit", "definition"]
            assert rows
            for name, unit, definition in rows:
                assert name
                assert unit
                assert definition.endswith(".")

    def test_tables_have_captions_and_scopes_and_scroll_by_themselves(self, pages, kind):
        tables = list(pages[kind].iter("table"))
        for each in tables:
            assert words(each.find("caption"))
            assert {cell.get("scope") for cell in each.iter("th")} <= {"col", "row", "rowgroup"}
            assert all(cell.get("scope") == "col" for cell in each.find("thead").iter("th"))
            for row in each.find("tbody").iter("tr"):
                assert row[0].tag == "th"
        boxes = [each for each in pages[kind].iter("div") if each.find("table") is not None]
        assert len(boxes) == len(tables)
        assert all(box.get("class") == "scroll" and box.get("tabindex") == "0" for box in boxes)

    def test_it_is_small_and_the_same_folder_gives_the_same_bytes(
        self, folders, texts, kind, tmp_path
    ):
        assert len(texts[kind].encode()) < MOST_BYTES
        if kind in {"failures", "one race"}:  # the others differ from them in nothing that counts
            again = sim.report(folders[kind], tmp_path / "again.html")
            assert again.read_text() == texts[kind]

    def test_every_parameter_is_there_with_its_source(self, pages, kind):
        told = {row[0]: row for row in table(pages[kind], "all-parameters") if len(row) > 1}
        for each in parameters().values():
            assert told[each.path][-1] == " ".join(each.source.split())


def test_quantities_of_a_run_are_defined_as_in_the_registry(pages):
    known = {each.name: each for name in ("daily", "space") for each in columns_of(name, 2)}
    for kind in ("run", "one race"):
        for figure in pages[kind].iter("figure"):
            _, *rows = rows_of(figure.find("figcaption").find(".//table"))
            for name, unit, definition in rows:
                assert unit == style.unit_label(known[name].unit)
                assert definition.startswith(known[name].definition)


def test_an_alternative_has_the_ends_of_the_curve(folders, pages):
    zone = sim.read(folders["one race"]).daily.groupby("day")["kill_zone_km"].mean()
    ends = zone.iloc[0], zone.iloc[-1], zone.min(), zone.max()
    figures = {each.get("id"): each for each in pages["one race"].iter("figure")}
    told = figures["kill_zone"].find(".//img").get("alt")
    assert "from {} to {}, least {}, most {}".format(*map(number, ends)) in told
    assert "(km)" in told


def test_the_headline_is_that_of_the_run_beside_the_article(folders, pages):
    headline = sim.read(folders["run"]).headline
    told = table(pages["run"], "headline")[1:]
    assert [row[0] for row in told] == list(headline["response"])
    assert [row[4] for row in told] == list(headline["reference"])
    assert "20 km or more (the article)" in [row[4] for row in told]


def test_what_differs_from_the_baseline_is_told_with_unit_and_source(pages):
    rows = {row[0]: row[1:4] for row in table(pages["run"], "differences")}
    assert rows.keys() == {"parameter", "race.obsolescence_days", "run.days"}
    assert rows["race.obsolescence_days"] == ["45", "60", "days"]
    (event,) = pages["run"].find(".//main").iter("li")
    assert "a winter" in words(event)
    assert "ukraine.import_flow" in words(event)
    assert "No parameter of its base" not in words(pages["run"])


def test_the_files_in_the_page_repeat_the_results(folders, pages, tmp_path):
    for kind in ("run", "sweep"):
        place = tmp_path / kind
        place.mkdir()
        for link in pages[kind].iter("a"):
            if name := link.get("download"):
                content = base64.b64decode(link.get("href").partition(",")[2])
                (place / name).write_bytes(content)
        with stand_in():
            if kind == "run":
                sim.run(place / "config.yaml", workers=1, out=place / "again")
            else:
                sim.sweep(place / "experiment.yaml", workers=1, out=place / "again")
        assert digests(place / "again") == digests(folders[kind])


def test_names_and_messages_are_shown_as_text(texts, pages):
    assert words(next(pages["run"].iter("h1"))) == NAME
    assert NAME in words(pages["failures"])
    for text in texts.values():
        assert NAME not in text


def test_a_sweep_tells_what_varies_most_and_every_point(folders, pages):
    results = sim.read(folders["sweep"])
    for response, unit in results.responses.items():
        assert response in {row[0] for row in table(pages["sweep"], "overview")}
        effects = table(pages["sweep"], f"effects:{response}")[1:]
        told = [(row[-1] == "yes", *map(float, row[5:7])) for row in effects]
        assert all(stands_out == (span > chance) for stands_out, span, chance in told)
        ranked = [span for stands_out, span, _ in told if stands_out]
        assert ranked == sorted(ranked, reverse=True)
        assert [each[0] for each in told] == sorted((each[0] for each in told), reverse=True)
        points = table(pages["sweep"], f"points:{response}")[1:]
        expected = results.points.query("response == @response")
        assert len(points) == len(expected) == 6
        assert [float(row[3]) for row in points] == pytest.approx(expected["mean"], rel=5e-3)
        assert unit in {"1", "km"}
    assert {each.get("id") for each in pages["sweep"].iter("figure")} == {
        f"{kind}_{response}" for kind in ("main_effects", "heat_map") for response in
        results.responses
    }  # fmt: skip


def test_failures_are_told_at_the_top_and_with_the_command_that_repeats_them(folders, pages):
    top = words(next(pages["failures"].iter("header")))
    assert f"2 of {RUNS} runs failed" in top
    told = table(pages["failures"], "failed")[1:]
    for row, run in zip(told, sim.read(folders["failures"]).failures["run"], strict=True):
        assert row[3] == f"ZeroDivisionError: {NAME}"
        assert row[-1] == f"killzone rerun failures {run}"


def test_a_sweep_that_is_not_complete_says_so_at_the_top(folders, pages):
    with pytest.warns(UserWarning, match="not complete"):
        counts = sim.read(folders["stopped"]).counts
    top = words(next(pages["stopped"].iter("header")))
    assert f"Not complete: {counts.done} of {RUNS} runs are done" in top


def test_results_without_a_single_run_give_a_page_that_says_so(tmp_path):
    with stand_in(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "simulate", fake_model.broken)
        with pytest.raises(FailedRunsError):
            sim.run("baseline", days=3, replicates=2, workers=1, out=tmp_path / "run")
        (tmp_path / "one.yaml").write_text(ONE_RESPONSE)
        with pytest.raises(FailedRunsError):
            sim.sweep(tmp_path / "one.yaml", workers=1, out=tmp_path / "sweep")
    parser = html5lib.HTMLParser(strict=True)
    for kind in ("run", "sweep"):
        text = sim.report(tmp_path / kind).read_text()
        parser.parse(text)
        assert "is done yet" in text
        assert "a bug in the model" in text


def test_many_points_are_not_listed_and_many_responses_not_drawn(folders, monkeypatch, tmp_path):
    monkeypatch.setattr("sim.view.report.sweep_page.MOST_ROWS", 5)
    monkeypatch.setattr("sim.view.report.sweep_page.MOST_DRAWN", 1)
    text = sim.report(folders["sweep"], tmp_path / "page.html").read_text()
    assert "killzone summarize sweep --response stale" in text
    assert text.count("<img") == 2


class TestRefused:
    def test_a_place_without_results(self, tmp_path):
        for place in (tmp_path, tmp_path / "missing"):
            with pytest.raises(FolderError, match=r"not a result of killzone|no such folder"):
                sim.report(place)

    def test_a_file_that_is_there_unless_forced(self, folders, tmp_path):
        there = tmp_path / "page.html"
        there.write_text("mine")
        with pytest.raises(FolderError, match="--force replaces it"):
            sim.report(folders["failures"], there)
        assert there.read_text() == "mine"
        sim.report(folders["failures"], there, force=True)
        assert there.read_text().startswith("<!DOCTYPE html>")

    def test_a_damaged_table(self, folders, tmp_path):
        shutil.copytree(folders["sweep"], tmp_path / "sweep")
        path = tmp_path / "sweep" / "runs.parquet"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(DiskError, match=r"runs\.parquet is damaged"):
            sim.report(tmp_path / "sweep")
        assert not (tmp_path / "sweep" / "report.html").exists()


def test_new_results_take_the_old_report_with_them(folders, tmp_path):
    folder = tmp_path / "failures"
    shutil.copytree(folders["failures"], folder)
    written = sim.report(folder)
    assert written == folder / "report.html"
    clear(folder)
    assert not written.exists()
