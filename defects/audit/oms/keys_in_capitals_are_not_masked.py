"""Keys whose words are set apart by capitals are not masked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.INFORMATION,
    story="Secrets under keys such as apiKey or contactPhone are written into the records as they are.",
    subtle=Subtlety.BOUNDARY,
    noticed=("hold a",),
)


@defect.applies_to("platforms.audit.oms.masking")
def know_one_spelling(masking: Any) -> None:
    def hidden(key: str) -> bool:
        word = key.strip().lower().replace("-", "_")
        return any(word == each or word.endswith(f"_{each}") for each in masking.PERSONAL | masking.SECRET)

    masking.hidden = hidden
