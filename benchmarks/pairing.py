"""How much shared random numbers cut the variance of an effect, over windows of several lengths.

    python -m benchmarks.pairing [PAIRS]

The effect is that of 5% more output, and the money that it costs. A row of the table is a response
and a window from day 0: how many times as large the variance of the difference is with independent
seeds, with its 95% bootstrap interval over the pairs.
"""

from __future__ import annotations

import sys

from tests.theory.test_common_random_numbers import bootstrap, paired, variance_ratio

DAYS = 730


def main() -> None:
    """Print the table."""
    pairs = int(sys.argv[1]) if sys.argv[1:] else 20
    for (name, window), (base, more) in paired(pairs, DAYS).items():
        low, high = bootstrap(base, more)
        print(
            f"{name:16} days 0-{window:<3} ratio {variance_ratio(base, more):7.2f} "
            f"({low:.2f} to {high:.2f}), {pairs} pairs",
            flush=True,
        )


if __name__ == "__main__":
    main()
