"""Only an unhealthy service counts for the platform as a whole."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.WRONG_DEFAULT,
    story="The platform is reported as healthy as a whole while one of its services says that it is degraded.",
)


@defect.applies_to("platforms.veza.web.overall")
def overlook_degraded(overall: Any) -> None:
    def worst(statuses: list[str]) -> str:
        return "unhealthy" if "unhealthy" in statuses else "healthy"

    overall.worst = worst
