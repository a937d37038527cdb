"""How fast a number of workers can be at best, and how scenarios are dealt to them beforehand."""

import heapq
import math
from collections.abc import Sequence


def lower_bound(seconds: Sequence[float], workers: int) -> float:
    """A time that no schedule of these scenarios on so many workers beats, in seconds; 0 for no scenario.

    Three reasons, whichever weighs most: all of the work is shared by the workers; the longest scenario is not
    split; and of the k × workers + 1 longest scenarios, some worker has at least k + 1, which take no less than
    the k + 1 shortest of them. For scenarios of equal length that is ⌈number ÷ workers⌉ × length, the optimum.
    """
    ordered = sorted(seconds, reverse=True)
    crowded = (
        math.fsum(ordered[number - number // workers : number + 1]) for number in range(0, len(ordered), workers)
    )
    return max(math.fsum(ordered) / workers, max(crowded, default=0.0))


def longest_first(seconds: Sequence[float], workers: int) -> float:
    """The time of one good schedule: whoever is free takes the longest scenario left. The optimum is no later."""
    free_at = [0.0] * workers
    for each in sorted(seconds, reverse=True):
        heapq.heapreplace(free_at, free_at[0] + each)
    return max(free_at)


def deal(sizes: Sequence[int], shards: int) -> list[list[int]]:
    """Deal features to shards by the number of their scenarios, as one does without knowing their times.

    The biggest feature goes first, to the shard that has fewest scenarios. Returns the positions in `sizes`, in
    order, by shard; a shard that gets nothing is left out.
    """
    dealt: list[list[int]] = [[] for _ in range(shards)]
    held = [(0, shard) for shard in range(shards)]
    for place in sorted(range(len(sizes)), key=lambda place: -sizes[place]):
        number, shard = held[0]
        heapq.heapreplace(held, (number + sizes[place], shard))
        dealt[shard].append(place)
    return [sorted(places) for places in dealt if places]
