"""Draws `results.svg` from `results.json`. Runs on the Python of `.tools/bench`, which has matplotlib."""

import json
import statistics
import sys
from pathlib import Path
from typing import Any

import matplotlib  # type: ignore[import-not-found]  # it is not among the suite's own packages
from matplotlib import pyplot

OURS, OTHERS, IDEAL = "#2b6cb0", "#a0aec0", "#c53030"
KINDS = {"cold", "timed", "whole"}
BEYOND = 1.6  # times the serial run: bars that are longer run out of the frame
FRAME = 1.12  # times the longest bar: room for what is written beside it


def draw(results: dict[str, Any], file: Path) -> None:
    """A panel for each case: a bar for each contestant, its runs as dots, the ideal as a line."""
    matplotlib.rcParams |= {"svg.hashsalt": "bench", "font.size": 9}  # the same figures give the same file
    cases = results["cases"]
    heights = [len(case["contestants"]) + 2.0 for case in cases]
    figure, panels = pyplot.subplots(
        len(cases), figsize=(9, 0.28 * sum(heights)), height_ratios=heights, layout="constrained"
    )
    for case, panel in zip(cases, panels, strict=True):
        fill(panel, case)
    panels[-1].set_xlabel("seconds, from the start of the command to its end")
    figure.savefig(file, metadata={"Date": None})


def fill(panel: Any, case: dict[str, Any]) -> None:
    """Draw one case."""
    valid = [one for one in reversed(case["contestants"]) if not any(run["fault"] for run in one["runs"])]
    walls = [[run["wall"] for run in one["runs"]] for one in valid]
    medians = [statistics.median(each) for each in walls]
    colours = [OURS if one["kind"] in KINDS else OTHERS for one in valid]
    serial = max((median for one, median in zip(valid, medians, strict=True) if one["kind"] == "serial"), default=0)
    longest = max(medians, default=1.0)
    edge = min(longest, BEYOND * serial) if serial else longest
    panel.barh(range(len(valid)), medians, color=colours, height=0.7)
    for place, (each, median) in enumerate(zip(walls, medians, strict=True)):
        panel.plot(each, [place] * len(each), ".", color="black", markersize=3)
        told = f"{median:.2f} s" + " →" * (median > FRAME * edge)
        panel.annotate(told, (min(max(each), edge), place), (4, 0), textcoords="offset points", va="center")
    panel.axvline(case["ideal"], color=IDEAL, linewidth=1)
    panel.set_xlim(0, FRAME * edge)
    panel.set_yticks(range(len(valid)), [one["name"] for one in valid])
    panel.set_title(f"{case['title']}, {case['workers']} workers; ideal {case['ideal']:.2f} s", loc="left")
    panel.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
