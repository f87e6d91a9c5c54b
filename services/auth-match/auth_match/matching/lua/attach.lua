-- needs: shared queue rooms
-- A match socket opened. It becomes the user's one connection and, within the grace, takes the old place up again.
-- args: user, room? {key, user1, user2} (the live room PostgreSQL knows of, to rebuild what Redis forgot), id_base
-- results: the new connection's number (text); an older connection with another number has been replaced
local user = args.user
local last = tonumber(field(user, 'connection') or 0)
local connection = string.format('%.0f', math.max(now * 1000000, last + 1))
set(user, 'connection', connection)
local room = args.room
if room then
  if redis.call('EXISTS', room_key(room.key)) == 0 then open_room(room.key, room.user1, room.user2) end
  enter_room(user, room.key)
end
beat(user)
if redis.call('HDEL', record_key(user), 'suspended') == 1 then
  not_due('grace', user)
  look(user)
end
return answer(connection, user)
