"""What `--seeds` means."""

from dlvis.errors import InputError
from dlvis.seeds import count_of, seed_range

MOST = 10_000  # nets in one go


def parsed_seeds(text: str) -> tuple[int, ...]:
    """`"10"` as the seeds 0 to 9, `"3..7"` as 3 to 7, `"1,4,9"` as these.

    Raises:
        InputError: something else, a seed that is there twice or below 0, none, or more than MOST.
    """
    try:
        seeds = _seeds(text.strip("[] "))
    except ValueError:
        raise InputError(f"--seeds: expected 10, 0..9 or 0,3,7, got {text!r}") from None
    if not 1 <= count_of(seeds) <= MOST:
        raise InputError(f"--seeds: expected 1 to {MOST} seeds, got {text!r}")
    seen: set[int] = set()
    for seed in seeds:
        if seed in seen:
            raise InputError(f"--seeds: expected each once, but {seed} is there twice")
        seen.add(seed)
    return tuple(seeds)


def _seeds(text: str) -> range | list[int]:
    if ".." in text:
        return seed_range(text)
    if "," in text:
        return [int(seed) for seed in text.split(",")]
    return range(int(text))
