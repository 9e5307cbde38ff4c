import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis.interval import interval
from sim.analysis.responses import DAYS_PER_MONTH, RESPONSES
from sim.analysis.summary import headline
from sim.config import Config
from sim.war.columns import AMOUNT
from tests.analysis.conftest import responses

FOUR_DAYS = Config.model_validate({"run": {"days": 4}})


@pytest.fixture
def summarise(make_daily, no_designs):
    """Return a function that summarises a run of four days, of which 3 and 4 are the half."""

    def summarise(**columns):
        return responses(make_daily(4, **columns), no_designs, 4)

    return summarise


def test_every_response_has_its_column(summarise):
    assert list(summarise()) == [response.name for response in RESPONSES]
    assert len(set(summarise())) == len(RESPONSES)


def test_first_mean_and_last(summarise):
    summary = summarise(kill_zone_km=[20.0, 99.0, 99.0, 24.0, 26.0])
    assert summary["kill_zone_km_first"] == 20
    assert summary["kill_zone_km_mean"] == 25
    assert summary["kill_zone_km_last"] == 26


def test_means_are_over_days_after_the_middle(make_daily, no_designs):
    daily = make_daily(5, losses_ru=[0.0, 9.0, 9.0, 10.0, 20.0, 30.0])
    assert responses(daily, no_designs, 5)["losses_ru_per_day"] == 20


def test_totals_are_over_the_whole_run(summarise):
    assert summarise(losses_ua=[0.0, 1.0, 2.0, 3.0, 4.0])["losses_ua_total"] == 10


def test_pass_rate_counts_sorties_not_days(summarise):
    summary = summarise(
        pass_rate_ua=[math.nan, 0.1, 0.1, 0.5, 0.8], sorties_ua=[0.0, 7.0, 7.0, 100.0, 200.0]
    )
    assert summary["pass_rate_ua_mean"] == pytest.approx((50 + 160) / 300)


def test_pass_rate_is_missing_without_sorties(summarise):
    assert math.isnan(summarise(pass_rate_ua=math.nan)["pass_rate_ua_mean"])


def test_a_day_without_sorties_does_not_count(summarise):
    summary = summarise(
        pass_rate_ua=[math.nan, 0.1, 0.1, math.nan, 0.8], sorties_ua=[0.0, 7.0, 7.0, 0.0, 200.0]
    )
    assert summary["pass_rate_ua_mean"] == pytest.approx(0.8)


def test_neutralised_share_counts_drones_not_nights(summarise):
    summary = summarise(
        launched_ru=[0.0, 5.0, 5.0, 10.0, 90.0], neutralised_ru=[0.0, 0.0, 0.0, 10.0, 60.0]
    )
    assert summary["neutralised_share"] == pytest.approx(0.7)


def test_without_a_sky_its_responses_are_missing(summarise):
    summary = summarise()
    assert math.isnan(summary["neutralised_share"])
    assert math.isnan(summary["alarms_per_night"])


def test_without_makers_their_responses_are_missing(summarise):
    summary = summarise(unit_cost_usd_fpv_ua=450.0)
    assert math.isnan(summary["unit_cost_usd_fpv_ua_last"])
    assert math.isnan(summary["stale_stock_share_ua_mean"])


def test_alarms_are_a_mean_over_nights(summarise):
    summary = summarise(launched_ru=1.0, alarms=[0.0, 9.0, 9.0, 1.0, 2.0])
    assert summary["alarms_per_night"] == 1.5


def test_drone_share_is_what_artillery_leaves(summarise):
    summary = summarise(
        losses_ua=[0.0, 0.0, 0.0, 60.0, 140.0], losses_artillery_ua=[0.0, 0.0, 0.0, 30.0, 20.0]
    )
    assert summary["drone_share_of_losses_ua"] == pytest.approx(0.75)
    assert math.isnan(summary["drone_share_of_losses_ru"])


def test_area_keeps_its_sign_and_is_a_month(summarise):
    summary = summarise(area_change_km2=[0.0, 5.0, 5.0, -4.0, -8.0])
    assert summary["area_change_km2_per_month"] == pytest.approx(-6 * DAYS_PER_MONTH)
    assert summary["area_change_km2_total"] == -2


def test_output_is_a_month(summarise):
    summary = summarise(produced_fpv_ua=[0.0, 1.0, 1.0, 100.0, 200.0])
    assert summary["produced_fpv_ua_per_month"] == pytest.approx(150 * DAYS_PER_MONTH)
    assert math.isnan(summary["produced_fpv_ru_per_month"])


def designs_lasting(days, replicate, side="ua"):
    return pd.DataFrame(
        {
            "replicate": replicate,
            "role": "fpv",
            "side": side,
            "released": 0,
            "replaced": -1,
            "obsolete": days,
        }
    )


def test_obsolescence_of_one_replicate(make_daily):
    summary = responses(make_daily(90), designs_lasting([50, 60, 80], 0), 90)
    assert summary["obsolescence_days_ua"] == 60
    assert math.isnan(summary["obsolescence_days_ru"])


def test_obsolescence_not_reached_is_missing(make_daily):
    summary = responses(make_daily(90), designs_lasting([50, -1, -1], 0), 90)
    assert math.isnan(summary["obsolescence_days_ua"])


@pytest.fixture
def three_replicates(make_daily):
    """Tables of three replicates of 90 days with zones of 20, 21 and 25 km at the end."""
    zone = np.linspace(20, [20, 21, 25], 91).T
    daily = [make_daily(90, each, kill_zone_km=zone[each], losses_ru=1000.0) for each in range(3)]
    designs = [designs_lasting([40 + 5 * each, 60, 80], each) for each in range(3)]
    return pd.concat(daily), pd.concat(designs)


@pytest.fixture
def table(three_replicates):
    config = Config.model_validate({"run": {"days": 90, "replicates": 3}})
    return headline(*three_replicates, config).set_index("response")


def test_headline_has_the_promised_columns(table):
    assert list(table.columns) == ["unit", "mean", "low", "high", "reference"]
    assert table.index.is_unique


def test_headline_gives_means_over_replicates_with_intervals(table):
    row = table.loc["kill zone, width at the end"]
    assert tuple(row[["mean", "low", "high"]]) == pytest.approx(
        tuple(interval([20.0, 21.0, 25.0], AMOUNT))
    )
    assert row["unit"] == "km"


def test_each_row_is_the_mean_of_what_summary_csv_has_of_the_replicates(table, three_replicates):
    daily, designs = three_replicates
    rows = [responses(daily[daily["replicate"] == each], designs[designs["replicate"] == each], 90)
            for each in range(3)]  # fmt: skip
    for response in RESPONSES:
        if response.label in table.index:
            expected = interval([row[response.name] for row in rows], response.bounds)
            row = table.loc[response.label]
            assert tuple(row[["mean", "low", "high"]]) == pytest.approx(
                tuple(expected), nan_ok=True
            )
    assert table.loc["obsolescence, Ukrainian designs", "mean"] == 60


def test_headline_leaves_out_what_no_replicate_has(table):
    assert not table.index.str.contains("Russian designs|strike drones|alarms").any()
    assert table["mean"].notna().all()


def test_one_replicate_has_means_but_no_intervals(three_replicates):
    daily, designs = three_replicates
    one = headline(
        daily[daily["replicate"] == 1],
        designs[designs["replicate"] == 1],
        Config.model_validate({"run": {"days": 90, "replicates": 1}}),
    )
    assert len(one)
    assert one["mean"].notna().all()
    assert one[["low", "high"]].isna().all(axis=None)


def test_a_median_that_some_replicates_do_not_reach_is_told_of_the_others(three_replicates):
    daily, designs = three_replicates
    config = Config.model_validate({"run": {"days": 90, "replicates": 3}})
    designs.loc[designs["replicate"] == 1, "obsolete"] = -1
    table = headline(daily, designs, config).set_index("response")
    assert table.loc["obsolescence, Ukrainian designs (of 2 of 3 replicates)", "mean"] == 60
    never = headline(daily, designs.assign(obsolete=-1), config)
    assert not never["response"].str.contains("obsolescence").any()


def reference(three_replicates, response, **changes):
    config = Config.model_validate({"run": {"days": 90, "replicates": 3}, **changes})
    return headline(*three_replicates, config).set_index("response").loc[response, "reference"]


def test_figures_of_the_article_are_its_own(three_replicates):
    zone = reference(three_replicates, "kill zone, width on day 0")
    assert zone == "20 km or more (the article); imposed"
    losses = reference(three_replicates, "losses, Russian")
    assert losses == "1,089 to 1,550 (Ukrainian claims, first half of 2025)"


def test_a_figure_the_user_changed_is_not_put_in_the_articles_mouth(three_replicates):
    zone = reference(three_replicates, "kill zone, width on day 0", front={"kill_zone_km": 30})
    assert zone == "30 km or more (as configured); imposed"


def test_figures_of_the_whole_front_are_not_set_beside_a_part_of_it(three_replicates):
    assert reference(three_replicates, "losses, Russian", front={"length_km": 24}) == ""


def test_output_is_set_beside_what_is_aimed_at(make_daily, no_designs):
    daily = pd.concat([make_daily(4, each, produced_fpv_ua=5000.0) for each in range(2)])
    table = headline(daily, no_designs, FOUR_DAYS).set_index("response")
    made = table.loc["front-line drones made, Ukrainian"]
    # 5 million a year, 93 percent of them for the front.
    assert made["reference"] == "388,000 aimed at (as configured)"
    assert made["mean"] == pytest.approx(5000 * DAYS_PER_MONTH)
