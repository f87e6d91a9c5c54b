-- A member's voice socket opened and takes the seat over from an older one. The user leaves the queue.
-- args: user, room {key, user1, user2, call?, ends_at?} (its row in PostgreSQL; rebuilt from it when Redis has lost the room),
--   instance? (the page that opened the socket, as it names itself), id_base
-- results: none (the room is over; so it is when the user has gone to another) | the connection's number (text), with
--   state {partner_present, fresh (whether another page than the last one, or one without a name, sits down), pending [frames
--   as JSON text that came while the seat was empty]}
local user, room = args.user, args.room
if not is_open(room) then return answer('none') end
if has_left_for_another(user, room.key) then return answer('none') end
local partner = room.user1 == user and room.user2 or room.user1
local connection = string.format('%.0f', math.max(now * 1000000, tonumber(seat(room.key, user) or 0) + 1))
if field(user, 'state') then withdraw(user, 'left') end
hold_seat(room.key, user, connection)
local before = redis.call('HGET', room_key(room.key), 'instance:' .. user)
local fresh = not args.instance or before ~= args.instance
if args.instance then
  redis.call('HSET', room_key(room.key), 'instance:' .. user, args.instance)
else
  redis.call('HDEL', room_key(room.key), 'instance:' .. user)
end
local pending = redis.call('LRANGE', pending_key(room.key, user), 0, -1)
redis.call('DEL', pending_key(room.key, user))
return answer(connection, nil, {partner_present = seat(room.key, partner) and true or false, fresh = fresh, pending = pending})
