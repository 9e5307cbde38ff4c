"""Whether mistakes in configurations and experiments are told with a cure that works.

    python -m benchmarks.mistakes [--mistakes 2000] [--seed 1] [--show]

Each mistake is made at random in a file that is right: a wrong unit, a percent, a comma, a date,
a level, a type or a name. Then the cure that is printed is followed, and the file must be valid
and give no warning. Of wrong units and percents only those are made whose number no source
supports: nothing can tell the others from what is meant.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import functools
import math
import random
import re
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from sim.config import ConfigError, ConfigWarning, load
from sim.config.catalogue import Parameter, parameters
from sim.config.reading.mending import CHOSEN
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.experiment.design.checking import DIMENSIONS
from sim.experiment.design.reading import read_experiment
from sim.experiment.design.values import wrong_path

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ROUNDS = 3
CURE = re.compile(r"; write (\{.*\}|\[[^\]]*\]|\"[^\"]*\"|[^\s;,]+)")
NEAREST = re.compile(r"; nearest: ([^;]+)")
SHARE_OF_EXPERIMENTS = 0.4


class Mistake(NamedTuple):
    """A wrong entry of a file.

    Attributes
    ----------
    kind : str
        What is wrong with it.
    slot : str
        Where it stands in the file, a key of `SLOTS`.
    path, value : str
        Key and value as they are written.
    meant : str
        The value that is meant; empty where that cannot be known.
    meant_path : str
        The parameter that is meant.
    """

    kind: str
    slot: str
    path: str
    value: str
    meant: str = ""
    meant_path: str = ""


SWITCHED_ON = """\
extends: baseline
run: {days: 1095}
race: {update_days: 21}
deal: {signed: true}
finance: {loan_usd_per_year: 5e9}
"""
"""A base in which every parameter has an effect."""


def base(path: str) -> str:
    """Return the base in which a mistake with a parameter is the only thing to be told."""
    return "baseline" if path.startswith("run.") else "switched-on.yaml"


def nested(path: str, value: str) -> str:
    """Return a configuration that sets one parameter."""
    *groups, key = path.split(".")
    lines = [
        f"extends: {base(path)}",
        *(f"{'  ' * depth}{each}:" for depth, each in enumerate(groups)),
    ]
    return "\n".join([*lines, f"{'  ' * len(groups)}{key}: {value}", ""])


def experiment(path: str, *lines: str) -> str:
    """Return an experiment with some lines, in which a mistake with a parameter is."""
    return "\n".join(["name: mistake", f"base: {base(path)}", "replicates: 1", *lines, ""])


SLOTS: dict[str, Callable[[str, str], str]] = {
    "configuration": nested,
    "set": lambda path, value: experiment(path, "set:", f"  {path}: {value}"),
    "values": lambda path, value: experiment(
        path, "factors:", f"  {path}:", "    values:", f"    - {value}"
    ),
    "factor": lambda path, value: experiment(path, "factors:", f"  {path}: {value}"),
    "bundle": lambda path, value: experiment(
        path, "factors:", "  both:", "    bundles:", "      one:", f"        {path}: {value}"
    ),
}


def is_number(parameter: Parameter) -> bool:
    """Tell whether a parameter takes a number."""
    return parameter.kind in {int, float}


def is_share(parameter: Parameter) -> bool:
    """Tell whether a parameter is a share."""
    most = parameter.limits.get("le", parameter.limits.get("lt"))
    return parameter.kind is float and parameter.unit == "1" and most == 1


def supported(parameter: Parameter, dice: random.Random) -> Any:
    """Return a value that the sources of a parameter support, of few digits."""
    if parameter.kind is int:
        return dice.randint(parameter.low, min(parameter.high, parameter.low + 1000))
    value = float(f"{dice.uniform(parameter.low, parameter.high):.2g}")
    return min(max(value, parameter.low), parameter.high)


FACTORS = {
    "days": (24.0, 1 / 7, 1 / 30, 1 / 365),
    "km": (1000.0,),
    "m": (0.001,),
    **dict.fromkeys(("USD", "USD/year", "drones", "drones/year", "soldiers"), (1e-3, 1e-6)),
    "drones/month": (1e-3,),
}
"""What a number is multiplied by where it is written in another unit than a parameter's."""


def wrong_unit(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a number in another unit, and the one that is meant."""
    if parameter.unit not in FACTORS or not is_number(parameter):
        return None
    value = supported(parameter, dice)
    moved = value * dice.choice(FACTORS[parameter.unit])
    return _unsupported(parameter, round(moved) if moved >= 10 else float(f"{moved:.3g}"), value)


def percent(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a share in percent, and the share."""
    if not is_share(parameter):
        return None
    value = supported(parameter, dice)
    number = float(f"{value * 100:.6g}")
    sign = dice.choice(["", "%", " %", " percent"])
    found = (write_value(number) + sign, write_value(value))
    return found if sign else _unsupported(parameter, number, value)


def _unsupported(parameter: Parameter, number: float, value: Any) -> tuple[str, str] | None:
    if parameter.low <= number <= parameter.high or number in {0, parameter.default}:
        return None
    if parameter.path.split(".")[0] in CHOSEN:
        return None
    return write_value(number), write_value(value)


def comma(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a number with commas, and the number."""
    if not is_number(parameter):
        return None
    value = supported(parameter, dice)
    if value >= 1000:
        return f"{round(value):,}", write_value(value)
    text = write_value(value)
    return (text.replace(".", ","), text) if "." in text else None


def date(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a date as people write it, and as it is read."""
    if parameter.kind is not dt.date:
        return None
    day = parameter.low + dt.timedelta(days=dice.randrange((parameter.high - parameter.low).days))
    month = calendar.month_abbr[day.month]
    forms = (
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.year}{day.month:02}{day.day:02}",
        f"{day.year}-{day.month}-{day.day}",
    )
    form = dice.choice(forms)
    return (form, str(day)) if form != str(day) else None


def level(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a value outside the legal range or none of the choices, and what is meant if known."""
    if parameter.kind is bool:
        meant = dice.choice([True, False])
        words = ("yes", "on", "1", "True!") if meant else ("no", "off", "0", "FALSE.")
        return dice.choice(words), write_value(meant)
    if get_origin(parameter.kind) is Literal:
        word = dice.choice(get_args(parameter.kind))
        return dice.choice([word[:-2], word.upper(), f"{word}s", "none of these"]), ""
    if not is_number(parameter):
        return None
    low, high = (parameter.limits.get(f"{end}e") for end in "gl")
    wrong = [] if low is None else [low - 1]
    wrong += [] if high is None else [high * 2 + 1]
    return (write_value(dice.choice(wrong)), "") if wrong else None


NUMBER_WORDS = {"two": 2, "twelve": 12, "sixty": 60, "two hundred": 200}


def type_(parameter: Parameter, dice: random.Random) -> tuple[str, str] | None:
    """Return a value of another type, and the value that is meant, if that is plain."""
    if not is_number(parameter):
        return dice.choice(["17", "[1, 2, 3]", "{a: 1}", '"?"', ""]), ""
    text = write_value(supported(parameter, dice))
    plainly = {
        f'"{text}"': text,
        f"[{text}]": text,
        f"{text} {'' if parameter.unit == '1' else parameter.unit}x": text,
        f"${text}": text,
        f"{text}+": text,
    }
    others = ["true", "many", "", "{a: 1}", "[]", ".nan", "1:30"]
    span = range(math.ceil(parameter.low), math.floor(parameter.high) + 1)
    others += [word for word, number in NUMBER_WORDS.items() if number in span]
    if dice.random() < 0.6:
        return dice.choice(list(plainly.items()))
    return dice.choice(others), ""


MADE: dict[str, Callable[[Parameter, random.Random], tuple[str, str] | None]] = {
    "unit": wrong_unit,
    "percent": percent,
    "comma": comma,
    "date": date,
    "level": level,
    "type": type_,
}


def misspelt(path: str, dice: random.Random) -> str:
    """Return a path with a slip in its last key."""
    group, _, key = path.rpartition(".")
    place = dice.randrange(len(key) - 1)
    slips = (
        key[:place] + key[place + 1 :],
        key[:place] + key[place + 1] + key[place] + key[place + 2 :],
        key[:place] + key[place] + key[place:],
        key.replace("_", "-"),
        key.title(),
        key.rpartition("_")[0],
        key.partition("_")[2],
        f"{key}_value",
    )
    return f"{group}.{dice.choice(slips)}".removeprefix(".")


def mistake(dice: random.Random) -> Mistake:
    """Return a mistake of a kind; all kinds are as likely."""
    kind = dice.choice([*MADE, "name"])
    while True:
        parameter = dice.choice(list(parameters().values()))
        slot = "configuration"
        if dice.random() < SHARE_OF_EXPERIMENTS and can_vary(parameter.path):
            slot = dice.choice([each for each in SLOTS if each != slot])
        if kind == "name":
            slot, path = "set" if slot == "factor" else slot, misspelt(parameter.path, dice)
            if path not in parameters() and path.rpartition(".")[2]:
                meant = write_value(parameter.default)
                found = Mistake(kind, slot, path, meant, meant, parameter.path)
                if is_told_apart(found, parameter):
                    return found
        elif made := MADE[kind](parameter, dice):
            found = Mistake(kind, slot, parameter.path, *made)
            if is_told_apart(found, parameter):
                return found


def can_vary(path: str) -> bool:
    """Tell whether an experiment with nothing else in it can change a parameter."""
    return wrong_path(path) is None and path != DIMENSIONS


def is_told_apart(found: Mistake, parameter: Parameter) -> bool:
    """Tell whether a mistake is the only one in its file, and one where it stands.

    A factor without the key `values` is a mistake of its own, in which a list has levels; a value
    that is meant must agree with the other parameters.
    """
    if found.slot == "factor" and (
        found.kind in {"unit", "percent"} or found.value[:1] in {"{", '"'}
    ):
        return False
    if get_origin(parameter.kind) is tuple and found.slot in {"values", "factor"}:
        return False
    return not found.meant or is_valid(parameter.path, found.meant)


@functools.cache
def is_valid(path: str, value: str) -> bool:
    """Tell whether the baseline with a value is valid."""
    try:
        load("baseline", [f"{path}={value}"], resolve=False)
    except ConfigError:
        return False
    return True


class Outcome(NamedTuple):
    """What became of a mistake.

    Attributes
    ----------
    mistake : Mistake
        Which one.
    told : str
        "refused", "warned" or "silent".
    works : bool
        Whether the file is valid without a doubt once the cure is followed.
    meant : bool or None
        Whether it then says what was meant; None where that cannot be known.
    said : tuple of str
        What was printed, round by round.
    """

    mistake: Mistake
    told: str
    works: bool
    meant: bool | None
    said: tuple[str, ...]


def read(slot: str, path: Path) -> tuple[str, Any]:
    """Return what is printed first about a file, and the configuration that it makes."""
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always", ConfigWarning)
        try:
            if slot == "configuration":
                config = load(path)
            else:
                found = read_experiment(path)
                config = found.config_at(found.points()[0].levels)
        except ConfigError as error:
            return str(error).splitlines()[0], None
    return str(doubts[0].message) if doubts else "", config


def followed(found: Mistake, said: str) -> Mistake | None:
    """Return a mistake with the cure that is printed; None if there is none.

    Of several names that are near, people take the one that they mean.
    """
    is_name = "unknown" in said
    near, cure = NEAREST.search(said), CURE.search(said)
    if near:
        names = near.group(1).split(", ")
        name = found.meant_path if found.meant_path in names else names[0]
        return found._replace(**{"path" if is_name else "value": name})
    if cure and not is_name:
        return found._replace(value=cure.group(1))
    if "remove the quotes" in said:
        return found._replace(value=found.value.strip("'\""))
    return None


def outcome(found: Mistake, folder: Path) -> Outcome:
    """Read a file with a mistake, follow the cure, and read it again."""
    path = folder / f"{found.slot}.yaml"
    said: list[str] = []
    told, mended = "silent", found
    for turn in range(MOST_ROUNDS):
        path.write_text(SLOTS[found.slot](mended.path, mended.value), encoding="utf-8")
        line, config = read(found.slot, path)
        if turn == 0 and line:
            told = "refused" if config is None else "warned"
        if not line:
            break
        said.append(line)
        following = followed(mended, line)
        if following is None:
            break
        mended = following
    works = told != "silent" and not line and len(said) == 1
    meant = None
    if works and found.meant and mended.path in parameters():
        meant = write_value(value_at(config, mended.path)) == found.meant
    return Outcome(found, told, works, meant, tuple(said))


def outcomes(count: int, seed: int) -> list[Outcome]:
    """Return what becomes of some mistakes, always the same for a seed."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "switched-on.yaml").write_text(SWITCHED_ON, encoding="utf-8")
        return [outcome(mistake(dice), Path(folder)) for _ in range(count)]


def print_row(kind: str, *cells: object) -> None:
    """Print a row of the table."""
    print(f"{kind:<10}" + "".join(f"{cell!s:>11}" for cell in cells))


def main() -> None:
    """Make mistakes and print how they are told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mistakes", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print those without a cure")
    given = parser.parse_args()
    found = outcomes(given.mistakes, given.seed)
    print_row("kind", "made", "refused", "warned", "silent", "cured", "as meant")
    for kind in (*MADE, "name", "all"):
        of_kind = [each for each in found if kind in {"all", each.mistake.kind}]
        told = Counter(each.told for each in of_kind)
        cured, meant = sum(each.works for each in of_kind), [each.meant for each in of_kind]
        counts = (told[each] for each in ("refused", "warned", "silent"))
        right = f"{meant.count(True)}/{len(meant) - meant.count(None)}"
        print_row(kind, len(of_kind), *counts, cured, right)
    share = sum(each.works for each in found) / len(found)
    print(f"refused or warned with a cure that works: {share:.2%}")
    if given.show:
        for each in found:
            if not each.works:
                print(each.mistake, *each.said, sep="\n  ", file=sys.stderr)


if __name__ == "__main__":
    main()
