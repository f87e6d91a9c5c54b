-- A member's voice socket opened and takes the seat over from an older one. The user leaves the queue.
-- args: user, room {key, user1, user2} (its row in PostgreSQL; rebuilt from it when Redis has lost the room), id_base
-- results: none (the room is over; so it is when the user has gone to another) | the connection's number (text), with
--   state {partner_present, pending [frames as JSON text that came while the seat was empty]}
local user, room = args.user, args.room
if not is_open(room) then return answer('none') end
if has_left_for_another(user, room.key) then return answer('none') end
local partner = room.user1 == user and room.user2 or room.user1
local connection = string.format('%.0f', math.max(now * 1000000, tonumber(seat(room.key, user) or 0) + 1))
if field(user, 'state') then withdraw(user, 'left') end
hold_seat(room.key, user, connection)
local pending = redis.call('LRANGE', pending_key(room.key, user), 0, -1)
redis.call('DEL', pending_key(room.key, user))
return answer(connection, nil, {partner_present = seat(room.key, partner) and true or false, pending = pending})
