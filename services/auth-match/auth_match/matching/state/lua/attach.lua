-- takes memory
-- A match socket opened. It becomes the user's one connection and, within the grace, takes the old position again.
-- args: user, room? {key, user1, user2, call?, ends_at?} (the live room PostgreSQL knows of, to rebuild what Redis forgot), id_base
-- results: the new connection's number (text); an older connection with another number has been replaced
local user, room = args.user, args.room
local last = tonumber(field(user, 'connection') or 0)
local connection = string.format('%.0f', math.max(now * 1000000, last + 1))
set(user, 'connection', connection)
-- a row that outlived its room must not take a user out of the queue
if room and not field(user, 'state') and is_open(room) then enter_room(user, room.key) end
resume(user)
close_if_lost(user)
return answer(connection, user)
