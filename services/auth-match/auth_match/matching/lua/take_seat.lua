-- needs: shared rooms
-- A member's voice socket opened and takes the seat over from an older one. args: user, room
-- results: none (no such room, or not a member) | the connection's number (text), with
--   state {partner_present, mail [frames as JSON text that came while the seat was empty]}
local user, room = args.user, args.room
local users = redis.call('HMGET', room_key(room), 'user1', 'user2')
if users[1] ~= user and users[2] ~= user then return answer('none') end
local partner = users[1] == user and users[2] or users[1]
local connection = string.format('%.0f', math.max(now * 1000000, tonumber(seat(room, user) or 0) + 1))
redis.call('HSET', room_key(room), 'seat:' .. user, connection)
hold_seat(room, user)
not_due('room', room)
local mail = redis.call('LRANGE', mail_key(room, user), 0, -1)
redis.call('DEL', mail_key(room, user))
return cjson.encode({
  result = connection, events = events,
  state = {partner_present = seat(room, partner) and true or false, mail = mail},
})
