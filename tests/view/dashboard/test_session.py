"""A session goes on, holds and begins anew, and knows nothing of others."""

import asyncio
import gc
import weakref

import numpy as np
import pytest

from sim.config import ConfigError
from sim.view.dashboard.session import Session
from sim.view.dashboard.settings import Scenarios, Settings

SCENARIOS = Scenarios()
RACE = Settings("lessons/one-race").with_value("run.replicates", 1).complete(SCENARIOS)


def with_session(use, settings=RACE):
    """Run `use` with a session that has begun; return what it returns."""

    async def whole():
        session = Session(settings, SCENARIOS)
        await session.reset()
        try:
            return await use(session)
        finally:
            await session.close()

    return asyncio.run(whole())


def zone(session, run=0):
    return session.courses[run].traces.of("kill_zone_km").tobytes()


async def play_until(session, day):
    async def draw():
        if session.day >= day:
            session.pause()

    session.speed = "fastest"
    await session.play(draw)


def test_a_pause_holds():
    async def use(session):
        await play_until(session, 5)
        day, seen = session.day, zone(session)
        await asyncio.sleep(0.05)
        assert not session.playing
        assert session.day == day >= 5
        assert zone(session) == seen

    with_session(use)


def test_whoever_pauses_and_starts_at_once_has_one_loop_not_two():
    async def use(session):
        drawn = asyncio.Event()

        async def draw():
            drawn.set()

        session.speed = "1"
        first = asyncio.create_task(session.play(draw))
        await drawn.wait()
        session.pause()
        second = asyncio.create_task(session.play(draw))
        await asyncio.wait_for(first, 60)
        assert session.playing
        session.pause()
        await second
        assert not session.playing

    with_session(use)


def test_steps_and_playing_come_to_the_same():
    async def stepping(session):
        for _ in range(12):
            await session.step()
        return session.courses[0].journals[0].read(0, 13)["kill_zone_km"]

    async def playing(session):
        await play_until(session, 12)
        return session.courses[0].journals[0].read(0, 13)["kill_zone_km"]

    np.testing.assert_array_equal(with_session(stepping), with_session(playing))


def test_settings_act_at_the_next_reset():
    async def use(session):
        await session.step(3)
        session.wanted = session.wanted.with_value("race.obsolescence_days", 30)
        await session.step(3)
        assert session.settings == RACE
        assert session.courses[0].config.race.obsolescence_days == 60
        await session.reset()
        assert session.day == 0
        assert session.settings == session.wanted
        assert session.courses[0].config.race.obsolescence_days == 30

    with_session(use)


def test_what_is_refused_leaves_what_was_there():
    async def use(session):
        await session.step(2)
        session.wanted = session.wanted.with_value("run.seed", "x")
        with pytest.raises(ConfigError):
            await session.reset()
        assert session.day == 2

    with_session(use)


def test_a_comparison_without_a_difference_shows_none():
    async def use(session):
        await session.step(30)
        assert zone(session, 0) == zone(session, 1)

    with_session(use, Settings(RACE.scenario, RACE.values, {}))


def test_a_comparison_draws_both_from_the_same_numbers():
    async def use(session):
        await session.step(30)
        first, second = session.courses
        assert first.config.run.seed == second.config.run.seed
        assert zone(session, 0) != zone(session, 1)

    other = {"ukraine.fpv.feedback_days": "60", "race.obsolescence_days": "20"}
    with_session(use, Settings(RACE.scenario, RACE.values, other))


def test_two_sessions_share_nothing():
    async def whole():
        one, other = Session(RACE, SCENARIOS), Session(RACE, SCENARIOS)
        await asyncio.gather(one.reset(), other.reset())
        await asyncio.gather(one.step(20), other.step(3))
        days = one.day, other.day
        await other.step(17)
        same = zone(one) == zone(other)
        await one.close()
        await other.step()
        after = other.day
        await other.close()
        return days, same, after

    assert asyncio.run(whole()) == ((20, 3), True, 21)


def test_an_ended_session_computes_no_more_and_is_freed():
    async def whole():
        session = Session(RACE, SCENARIOS)
        await session.reset()
        model = weakref.ref(session.courses[0]._models[0])
        playing = asyncio.create_task(play_until(session, 10**6))
        while session.day < 3:
            await asyncio.sleep(0.01)
        await session.close()
        await asyncio.wait_for(playing, 60)
        await session.reset()
        await session.step()
        return session.courses, model

    courses, model = asyncio.run(whole())
    gc.collect()
    assert courses == ()
    assert model() is None


def test_the_loop_turns_while_days_are_simulated():
    async def use(session):
        turns = 0
        stepping = asyncio.create_task(session.step(60))
        while not stepping.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert with_session(use) > 10
