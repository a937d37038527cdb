"""Playlists: what they hold, in which order, and for whom."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any

from hamcrest import assert_that, contains_exactly, equal_to

from support.observing.together import at_the_same_time
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.music import Music

PATH = "/api/v1/playlists"


class Playlists:
    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._ids: dict[tuple[str, str], str] = {}
        self._owners: dict[str, Persona] = {}
        self._lock = ExitStack()
        self._taken: list[bool] = []
        """Of each track that was added at the same time as others, whether it was taken."""
        self._looks: dict[str, list[list[str]]] = {}
        """For each person who looked at the same time as others: the ids they were shown, each time."""

    def track_ids(self, titles: Sequence[str]) -> list[str]:
        return [self._music.tracks[title].id for title in titles]

    def ask_to_make(
        self, who: Persona, name: str, titles: Sequence[str], *, public: bool = False, unknown: int = 0
    ) -> None:
        """Ask for a playlist with these tracks, and `unknown` more that do not exist."""
        tracks = self.track_ids(titles) + [str(uuid.uuid4()) for _ in range(unknown)]
        self._asked = (who, name, titles, public)
        backend = self._accounts.as_(who, "backend-api")
        reply = backend.post(PATH, json={"name": name, "public": public, "tracks": tracks})
        self._system.judge(reply, who)
        if reply.status == 201:
            self._keep(who, name, data(reply, 201)["id"])

    def repeat(self, who: Persona) -> None:
        """Somebody asks once more for the last playlist, theirs; it must be made now."""
        asked, name, titles, public = self._asked
        assert asked == who, f"it was {asked.name} who asked for a playlist last"
        self.ask_to_make(who, name, titles, public=public)
        assert_that(self.titles(who, who, name), equal_to(list(titles)), f'what "{name}" holds')

    def _keep(self, who: Persona, name: str, identity: str) -> None:
        self._ids[who.name, name] = identity
        self._owners[identity] = who
        backend = self._accounts.as_(who, "backend-api")
        self._system.world.cleanup.add("remove a playlist", lambda: backend.delete(f"{PATH}/{identity}"))

    def id_of(self, who: Persona, name: str) -> str:
        """The one playlist of somebody with this name; asked of the platform if the scenario did not make it."""
        if (who.name, name) not in self._ids:
            found = [one["id"] for one in self.own(who) if one["name"] == name]
            assert len(found) == 1, f'{who.name} has {len(found)} playlists called "{name}"'
            self._keep(who, name, found[0])
        return self._ids[who.name, name]

    def id_of_any(self, name: str) -> str:
        """The one playlist of the scenario with this name, whosever it is."""
        (found,) = [identity for (_, known), identity in self._ids.items() if known == name]
        return found

    def own(self, who: Persona) -> list[dict[str, Any]]:
        return list(data(self._accounts.as_(who, "backend-api").get(f"{PATH}?scope=mine")))

    def look_at_once(self, people: Sequence[Persona], times: int) -> None:
        """Have each of them look through their own playlists so many times, each time all at the same moment."""
        self._accounts.sign_in_all(people)
        for _ in range(times):
            for who, seen in zip(people, at_the_same_time([partial(self.own, who) for who in people]), strict=True):
                self._looks.setdefault(who.name, []).append([str(one["id"]) for one in seen])

    def check_saw_own_each_time(self) -> None:
        """Whoever looked saw the playlists that they have in this scenario, newest first, and no other, each time."""
        names = {identity: f'"{name}" of {owner}' for (owner, name), identity in self._ids.items()}
        for person, looks in self._looks.items():
            wanted = [names[identity] for (owner, _), identity in self._ids.items() if owner == person][::-1]
            for number, look in enumerate(looks, start=1):
                seen = [names.get(identity, identity) for identity in look]
                assert_that(seen, equal_to(wanted), f"the playlists that {person} saw the {number}. time")

    def check_public(self, who: Persona, public: str, private: str) -> None:
        """Among the public playlists, newest first, somebody finds the one and not the other; so does its owner."""
        shown, hidden = self.id_of_any(public), self.id_of_any(private)
        for reader in (who, self._owners[shown]):
            found = data(self._accounts.as_(reader, "backend-api").get(f"{PATH}?scope=public"))
            times = [one["created_at"] for one in found]
            assert times == sorted(times, reverse=True), f"{reader.name} does not find the newest first: {times}"
            ours = [one["id"] for one in found if one["id"] in self._owners]
            assert shown in ours, f'"{public}" is not among the public playlists that {reader.name} finds'
            assert hidden not in ours, f'"{private}" is among the public playlists that {reader.name} finds'
            (listed,) = [one for one in found if one["id"] == shown]
            self._check_listed_as_it_is(reader, public, listed)

    def _check_listed_as_it_is(self, reader: Persona, name: str, listed: dict[str, Any]) -> None:
        """What a list tells of a playlist is what the playlist tells; and that of its tracks what each of them does."""
        backend = self._accounts.as_(reader, "backend-api")
        whole = data(backend.get(f"{PATH}/{listed['id']}"))
        tracks = whole.pop("tracks")
        assert_that(listed, equal_to(whole), f'what the list tells {reader.name} of "{name}"')
        known = [data(backend.get(f"/api/v1/tracks/{track['id']}")) for track in tracks]
        assert_that(tracks, equal_to(known), f'the tracks of "{name}", as {reader.name} sees them')

    def titles(self, who: Persona, owner: Persona, name: str, identity: str = "") -> list[str]:
        """The titles in somebody's playlist as `who` sees them; the database must hold the same."""
        identity = identity or self.id_of(owner, name)
        playlist = data(self._accounts.as_(who, "backend-api").get(f"{PATH}/{identity}"))
        number = equal_to(len(playlist["tracks"]))
        assert_that(playlist["track_count"], number, "the number of tracks it tells")
        listed = [one["track_count"] for one in self.own(owner) if one["id"] == identity]
        assert_that(listed, contains_exactly(number), f"the number of tracks that the list of {owner.name} tells")
        if self._system.database is not None:
            stored = self._system.database.rows(
                "SELECT track_id::text AS id FROM backend.playlist_tracks WHERE playlist_id = %s::uuid"
                " ORDER BY position",
                (identity,),
            )
            shown = [track["id"] for track in playlist["tracks"]]
            assert_that(shown, equal_to([row["id"] for row in stored]), "the tracks shown, beside those stored")
        return [str(track["title"]) for track in playlist["tracks"]]

    def add(self, who: Persona, name: str, title: str) -> None:
        assert self._add(who, name, self.track_ids([title])[0]), f'"{title}" was refused: "{name}" is full'

    def _add(self, who: Persona, name: str, track_id: str) -> bool:
        """Whether it was taken, and then the playlist is told with it at its end; or it was full."""
        path = f"{PATH}/{self.id_of(who, name)}/tracks"
        reply = self._accounts.as_(who, "backend-api").post(path, json={"track_id": track_id})
        if reply.status == 422:
            assert_that(refused(reply, 422).fields, equal_to(["track_id"]), "the fields that are not right")
            return False
        told = [track["id"] for track in data(reply)["tracks"]]
        assert_that(told[-1:], equal_to([track_id]), f'the last track of "{name}", as is answered')
        return True

    def add_at_once(self, who: Persona, name: str, titles: Sequence[str], times: int) -> None:
        """Add each of the tracks so many times, from two devices, all at the same time."""
        identities = self.track_ids(titles) * times
        self.id_of(who, name)
        with ThreadPoolExecutor(len(identities)) as pool:
            self._taken = list(pool.map(lambda identity: self._add(who, name, identity), identities))

    def check_taken(self, number: int) -> None:
        """Of what was added at once so many were taken, and none of the others."""
        assert_that(sum(self._taken), equal_to(number), f"how many of {len(self._taken)} tracks were taken")

    def reorder(self, who: Persona, name: str, titles: Sequence[str]) -> None:
        path = f"{PATH}/{self.id_of(who, name)}/tracks"
        told = data(self._accounts.as_(who, "backend-api").put(path, json={"tracks": self.track_ids(titles)}))
        assert_that([track["title"] for track in told["tracks"]], equal_to(list(titles)), "the order as is answered")

    def check_whole(self, who: Persona, name: str, titles: Sequence[str]) -> None:
        """Whatever somebody has by this name holds all of these tracks; there may be nothing by this name."""
        for playlist in [one for one in self.own(who) if one["name"] == name]:
            self._keep(who, name, playlist["id"])
            assert_that(self.titles(who, who, name), equal_to(list(titles)), f'what there is of "{name}"')

    def check_none(self, who: Persona) -> None:
        """Somebody has no playlist, and neither their activity nor the database holds anything of one."""
        assert_that(self.own(who), equal_to([]), f"the playlists of {who.name}")
        activity = data(self._accounts.as_(who, "backend-api").get("/api/v1/activity"))
        told = [one["summary"] for one in activity if one["kind"] == "playlist_created"]
        assert_that(told, equal_to([]), f"the playlists that {who.name} has made, by their activity")
        if self._system.database is not None:
            owner = self._accounts.of(who).id
            stored = self._system.database.rows(
                "SELECT id::text AS id FROM backend.playlists WHERE owner_id = %s::uuid", (owner,)
            )
            assert_that(stored, equal_to([]), f"the stored playlists of {who.name}")
            orphans = self._system.database.rows(
                "SELECT t.track_id::text AS id FROM backend.playlist_tracks t"
                " LEFT JOIN backend.playlists p ON p.id = t.playlist_id WHERE p.id IS NULL",
                (),
            )
            assert_that(orphans, equal_to([]), "tracks stored for a playlist that there is not")

    def stop_storing_tracks(self) -> None:
        """From now on what playlists hold cannot be written; the playlists themselves can."""
        assert self._system.database is not None, "this needs a hand on the database"
        self._lock.enter_context(self._system.database.holding_lock("backend.playlist_tracks", "EXCLUSIVE"))
        self._system.world.cleanup.add("let tracks of playlists be stored", self._lock.close, order=Order.FAULTS)

    def store_tracks_again(self) -> None:
        self._lock.close()

    def check_unreachable(self, who: Persona, owner: Persona, name: str) -> None:
        """For anybody but its owner a private playlist is not there, whatever they try."""
        path = f"{PATH}/{self.id_of(owner, name)}"
        refused(self._accounts.as_(who, "backend-api").get(path), 404)
        self.check_unchangeable(who, owner, name, 404)

    def check_unchangeable(self, who: Persona, owner: Persona, name: str, *statuses: int) -> None:
        backend = self._accounts.as_(who, "backend-api")
        path = f"{PATH}/{self.id_of(owner, name)}"
        track = next(iter(self._music.tracks.values())).id
        before = self.titles(owner, owner, name)
        for reply in (
            backend.post(f"{path}/tracks", json={"track_id": track}),
            backend.put(f"{path}/tracks", json={"tracks": []}),
            backend.delete(path),
        ):
            refused(reply, *statuses)
        assert_that(self.titles(owner, owner, name), equal_to(before), f'what "{name}" holds afterwards')
