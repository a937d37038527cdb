from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.MISSING_CHECK,
    story="The health check of the second chat-server asks the first: whoever waits for the second does so in vain.",
    subtle=Subtlety.CHANNEL,
    noticed=("pass for healthy while they hang",),
)

ASK = """
import ssl, urllib.request
trust = ssl.create_default_context(cafile="/tls/authority.pem")
print(urllib.request.urlopen("https://veza-chat-server:8443/health", context=trust, timeout=2).read().decode())
"""


@defect.changes_deployment
def ask_the_other(compose: Any) -> None:
    compose["services"]["veza-chat-server-2"]["healthcheck"] = {
        "test": ["CMD", "python", "-c", ASK],
        "start_period": "30s",
        "start_interval": "500ms",
        "interval": "10s",
        "timeout": "3s",
    }
