-- A room: {user1, user2, ends_at, call (JSON: match_id, and name, age and gender of both; absent in a room of the release
-- before), seat:<user> = connection, instance:<user> = the page that had the seat last}. It ends by close_room, at ends_at at
-- the latest.
local function enter_room(user, room) redis.call('SET', in_room_key(user), room, 'EX', rules.online_seconds) end
local function closed_key(room) return key('maru:room_closed', room) end

-- Pending signals for a member whose seat is empty.
local function pending_key(room, user) return key('maru:mail', room .. ':' .. user) end

-- A seat that stays empty ends the room: at first for as long as entering takes, later for as long as a page needs to
-- come back. call: a table, or nil.
local function open_room(room, user1, user2, call, ends_at)
  ends_at = tonumber(ends_at) or now + rules.room_max_seconds
  redis.call('HSET', room_key(room), 'user1', user1, 'user2', user2, 'ends_at', seconds(ends_at))
  if call then redis.call('HSET', room_key(room), 'call', cjson.encode(call)) end
  for _, user in ipairs({user1, user2}) do due('empty', room .. ':' .. user, now + rules.room_join_seconds) end
  due('roomend', room, ends_at)
end

-- Whether the room {key, user1, user2, call, ends_at} that PostgreSQL has a row of is open; opened again when Redis has lost it, but
-- not when it has just been closed and the row is on its way out.
local function is_open(room)
  if redis.call('EXISTS', room_key(room.key)) == 1 then return true end
  if redis.call('EXISTS', closed_key(room.key)) == 1 then return false end
  open_room(room.key, room.user1, room.user2, room.call, room.ends_at)
  return true
end

-- `by` is who ended it, nil when both hear of it: after a seat stayed empty, a block, the last deadline. reason: left |
-- deadline.
-- Nothing happens, and nothing is emitted, the second time.
local function close_room(room, by, reason)
  local users = redis.call('HMGET', room_key(room), 'user1', 'user2')
  not_due('roomend', room)
  if not users[1] then return end
  redis.call('DEL', room_key(room))
  redis.call('SET', closed_key(room), '1', 'EX', rules.online_seconds)
  for _, user in ipairs(users) do
    not_due('seat', room .. ':' .. user)
    not_due('empty', room .. ':' .. user)
    redis.call('DEL', pending_key(room, user))
    if redis.call('GET', in_room_key(user)) == room then redis.call('DEL', in_room_key(user)) end
  end
  emit({type = 'room_closed', room = room, user1 = users[1], user2 = users[2], by = by, reason = reason or 'left'})
end

local function seat(room, user) return redis.call('HGET', room_key(room), 'seat:' .. user) end

-- Whether the user is in another room by now; then the one that was left ends for the partner, too. A user who was
-- silent for long is released, may be matched again, and then return to the first room.
local function has_left_for_another(user, room)
  local current = redis.call('GET', in_room_key(user))
  if not current or current == room then return false end
  close_room(room, user)
  return true
end

-- The seat holds for as long as its voice socket is heard of, so that a dead process keeps no room open.
local function hold_seat(room, user, connection)
  redis.call('HSET', room_key(room), 'seat:' .. user, connection)
  enter_room(user, room)
  not_due('empty', room .. ':' .. user)
  due('seat', room .. ':' .. user, now + rules.online_seconds)
end

-- The partner is notified; the seat ends the room if it stays empty for the grace.
local function free_seat(room, user)
  redis.call('HDEL', room_key(room), 'seat:' .. user)
  not_due('seat', room .. ':' .. user)
  due('empty', room .. ':' .. user, now + rules.voice_grace_seconds)
  emit({type = 'seat_freed', room = room, user = user})
end
