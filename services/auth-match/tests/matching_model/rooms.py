"""The part of the model that is about voice rooms and their seats."""

from matching_model.state import Event, Life, Person, Room


class Rooms:
    people: dict[int, Person]

    def __init__(self, life: Life, now: int) -> None:
        self.life, self.now = life, now
        self.rooms: dict[str, Room] = {}
        self.closed_rooms: dict[str, int] = {}  # room → until when it is remembered
        self.events: list[Event] = []

    def room_of(self, user: int) -> Room | None:
        """The live room of which PostgreSQL has a row: the last one opened for the user."""
        return next((room for room in reversed(self.rooms.values()) if user in room.pair), None)

    def take_seat(self, user: int, room: Room) -> str:
        if self._left_for_another(user, room.key):
            return "none"
        connection = max(self.now, room.seats.get(user, 0) + 1)
        self._sit(user, room, connection)
        return str(connection)

    def hold_seat(self, user: int, key: str, connection: int) -> str:
        room = self.rooms.get(key)
        if room is None:
            return "unknown"
        if room.seats.get(user, connection) != connection:
            return "replaced"
        if self._left_for_another(user, key):
            return "unknown"
        self._sit(user, room, connection)
        return "ok"

    def free_seat(self, user: int, key: str, connection: int) -> str:
        room = self.rooms.get(key)
        if room is None:
            return "none"
        if room.seats.get(user) != connection:
            return "replaced"
        self._stand_up(user, room)
        return "ok"

    def close_room(self, key: str, by: int | None, reason: str = "left") -> str:
        room = self.rooms.pop(key, None)
        if room:
            self.closed_rooms[key] = self.now + self.life.online
            for user in room.pair:
                if self.people[user].room == key:
                    self.people[user].room, self.people[user].room_until = None, 0
            self.events.append(("room_closed", key, by, reason))
        return "ok"

    def _left_for_another(self, user: int, key: str) -> bool:
        """No user is in two rooms: the one that was left ends for the partner, too."""
        one = self.people[user]
        if one.room in (None, key) or one.room_until <= self.now:
            return False
        self.close_room(key, user)
        return True

    def _open_room(self, key: str, pair: tuple[int, int]) -> None:
        empty_due = dict.fromkeys(pair, self.now + self.life.room_join)
        self.rooms[key] = Room(key, pair, self.now + self.life.room_max, empty_due)

    def _enter(self, user: int, key: str) -> None:
        one = self.people[user]
        one.room, one.room_until = key, self.now + self.life.online

    def _sit(self, user: int, room: Room, connection: int) -> None:
        room.seats[user], room.seat_due[user] = connection, self.now + self.life.online
        room.empty_due.pop(user, None)
        self._enter(user, room.key)

    def _stand_up(self, user: int, room: Room) -> None:
        del room.seats[user], room.seat_due[user]
        room.empty_due[user] = self.now + self.life.voice_grace
        self.events.append(("seat_freed", room.key, user))

    def _end_room_of_empty_seat(self, name: str) -> None:
        key, _, user = name.rpartition(":")
        room = self.rooms.get(key)
        if room and int(user) not in room.seats:
            self.close_room(key, None)

    def _end_seat(self, name: str) -> None:
        key, _, user = name.rpartition(":")
        room = self.rooms.get(key)
        if room and int(user) in room.seats:
            self._stand_up(int(user), room)
