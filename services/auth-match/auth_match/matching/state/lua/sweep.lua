-- Handles due deadlines: unanswered offers, graces, lost presence, searches to repeat, empty rooms and seats.
-- Any process may run it at any time. args: limit (at most so many at once), id_base
-- result: how many were due, with state {lag: how late the most overdue was, seconds as text; absent when none was;
--   failed {what was due: why it could not be done}, put off for a while;
--   newest: id of the trail's last entry, absent without any; its readers sleep until it changes}
local LOOKED_AT = 64 -- of the open offers in one sweep; where more are open, some others in the next

local function expire_offer(match_id)
  redis.call('SREM', OFFERS, match_id)
  local text = redis.call('GET', request_key(match_id))
  if not text then
    for user in string.gmatch(match_id, '%d+') do
      if field(user, 'match_id') == match_id then close_if_lost(user) end
    end
    return
  end
  local offer, silent = cjson.decode(text), {}
  if offer.user1_response ~= 'accept' then silent[offer.user1] = true end
  if offer.user2_response ~= 'accept' then silent[offer.user2] = true end
  close_offer(offer, 'expired', silent, nil)
end

local function end_presence(user)
  local left = redis.call('PTTL', online_key(user))
  if left > 0 then return due('presence', user, now + left / 1000) end
  if field(user, 'state') then mark_disconnected(user) else make_idle(user) end
end

local function end_room_of_empty_seat(id)
  local room, user = string.match(id, '^(.+):(%d+)$')
  if not seat(room, user) then close_room(room, nil) end
end

-- Of rooms that the release before has opened.
local function end_empty_room(room)
  local users = redis.call('HMGET', room_key(room), 'user1', 'user2')
  if users[1] and (seat(room, users[1]) or seat(room, users[2])) then return end
  close_room(room, nil)
end

local function end_seat(id)
  local room, user = string.match(id, '^(.+):(%d+)$')
  if seat(room, user) then free_seat(room, user) end
end

-- In an offer and during the grace too: the wider ticket is the one to come back with.
local function widen(user)
  local before, wider, score = unpack(fields(user, 'ticket', 'wider', 'score'))
  if not wider then return end
  unindex(user, before, score)
  set(user, 'ticket', wider, 'widened', '1')
  redis.call('HDEL', record_key(user), 'wider')
  emit({type = 'widened', user = user, age_min = string.byte(wider, 4), age_max = string.byte(wider, 5)})
  search(user)
end

local handlers = {
  offer = expire_offer,
  presence = end_presence,
  grace = function(user) if field(user, 'suspended') then withdraw(user, 'disconnected') end end,
  look = search,
  empty = end_room_of_empty_seat,
  room = end_empty_room,
  roomend = function(room) close_room(room, nil, 'deadline') end,
  seat = end_seat,
  widen = widen,
}
local due_now = redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', seconds(now), 'WITHSCORES', 'LIMIT', 0, args.limit)
local failed
for i = 1, #due_now, 2 do
  redis.call('ZREM', DEADLINES, due_now[i])
  local kind, id = string.match(due_now[i], '^(%a+):(.+)$')
  local is_done, reason = pcall(handlers[kind], id) -- a defect in one of them must not lose the events of the others
  if not is_done then
    due(kind, id, now + rules.failed_seconds)
    failed = failed or {}
    failed[due_now[i]] = type(reason) == 'table' and reason.err or tostring(reason)
  end
end
-- A lost offer is found before its deadline. In an order: the model has to know it.
local open = redis.call('SRANDMEMBER', OFFERS, LOOKED_AT)
table.sort(open)
for _, match_id in ipairs(open) do
  if redis.call('EXISTS', request_key(match_id)) == 0 then expire_offer(match_id) end
end
local lag = due_now[2] and seconds(now - tonumber(due_now[2])) or nil
local last = redis.call('XREVRANGE', TRAIL, '+', '-', 'COUNT', 1)[1]
return answer(tostring(#due_now / 2), nil, {lag = lag, failed = failed, newest = last and last[1]})
