"""The end of one session stops whatever its person listens to."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-01",),
    kind=Kind.LEAK,
    story="Whoever signs out on the phone has the music on the laptop stopped as well, where they are signed in still.",
    subtle=Subtlety.CHANNEL,
    noticed=("still listens", "is listening to"),
)


@defect.applies_to("platforms.veza.stream_server.service")
def stop_all_of_the_person(service: Any) -> None:
    from uuid import UUID

    make, listening = service.StreamServer, service.listening

    def make_server(settings: Any) -> Any:
        server = make(settings)
        listen = server.events.listen

        async def listen_and_stop(subject: str, hear: Any) -> None:
            async def hear_and_stop(event: Any) -> None:
                await hear(event)
                person = UUID(event["data"]["user_id"])
                async with server.events.change() as change:
                    stopped = await listening.stop_those(change, "s.listener_id = $2", {}, person)
                listening.announce_stopped(server, stopped)

            await listen(subject, hear_and_stop if subject == "user.events.signed_out" else hear)

        server.events.listen = listen_and_stop
        return server

    service.StreamServer = make_server
