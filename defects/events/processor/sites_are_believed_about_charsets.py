"""The charset that a site names is taken, whether the page can be read in it or not."""

import re
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="A page in another charset than its site says becomes an event with signs in the place of its umlauts.",
    subtle=Subtlety.SELDOM,
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.processor.fetching")
def believe(fetching: Any) -> None:
    text_of = fetching.text_of

    def as_told(page: Any) -> str:
        named = re.search(r"charset=([\w.:-]+)", page.content_type, re.IGNORECASE)
        return str(page.body.decode(named[1], "replace") if named else text_of(page))

    fetching.text_of = as_told
