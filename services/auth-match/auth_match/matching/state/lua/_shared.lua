-- What every transition builds on. A call of a function of this library is one transition; its arguments are:
-- KEYS[1]  the queue's sorted set; it carries the pool's prefix (and hash tag), as all keys made here do
-- ARGV[1]  prefix of all keys · ARGV[2]  now, seconds as a decimal text; empty means the server's clock
-- ARGV[3]  JSON: the transition's own arguments, and `rules` (domain/rules.py)
-- ARGV[4]  the queue ticket where a transition takes one: raw bytes, which JSON cannot carry · ARGV[5] a wider one, or ''
-- Returns  JSON {"result": text, "events": [...], "state": {...}?, "offer": {...}? (a part of the state)}; each file
--          says which results it has. JSON that is already there is put in as it is.
-- Ids travel as text and times as "%.6f" text: cjson would cut them to 14 digits.
local prefix, args, rules, now
local events -- as JSON
local QUEUE, LOCK, LAST_SCORE, DEADLINES, TRAIL, SIZES, OFFERS

-- The library is loaded once: whatever belongs to one call is set here, at its beginning.
local function begin(ARGV)
  prefix, args, events = ARGV[1], cjson.decode(ARGV[3]), {}
  rules = args.rules
  local server_time = redis.call('TIME')
  now = tonumber(ARGV[2]) or (tonumber(server_time[1]) + tonumber(server_time[2]) / 1000000)
  QUEUE, LOCK = prefix .. 'match_queue', prefix .. 'global_match_lock'
  LAST_SCORE, DEADLINES, TRAIL = prefix .. 'maru:last_score', prefix .. 'maru:deadlines', prefix .. 'maru:trail'
  SIZES, OFFERS = prefix .. 'maru:sizes', prefix .. 'maru:offers'
end

local function key(kind, id) return prefix .. kind .. ':' .. id end
local function seconds(number) return string.format('%.6f', number) end
local function online_key(user) return key('user_online', user) end
local function request_key(match_id) return key('match_requests', match_id) end
local function pointer_key(user) return key('user_matches', user) end
local function record_key(user) return key('maru:user', user) end
local function cooldown_key(user) return key('maru:cooldowns', user) end
local function blocks_key(user) return key('maru:blocks', user) end
-- What changed while the user did not wait, kept as long as a join may take from its reading of the database to its
-- script: newer preferences {name, ticket}, and users no longer blocked.
local function edited_key(user) return key('maru:edited', user) end
local function unblocked_key(user) return key('maru:unblocked', user) end
local function met_key(user) return key('maru:met', user) end
local function in_room_key(user) return key('maru:user_room', user) end
local function room_key(room) return key('maru:room', room) end

-- A JSON object with one more member, whose value is JSON.
local function with_member(object, name, value) return '{"' .. name .. '":' .. value .. ',' .. string.sub(object, 2) end

-- An event is returned to the caller, which publishes it, and kept in the trail, from which the rows are written.
-- offer: its JSON, for an event that has it as such.
local function emit(event, offer)
  event.at = seconds(now)
  local text = cjson.encode(event)
  if offer then text = with_member(text, 'offer', offer) end
  events[#events + 1] = text
  redis.call('XADD', TRAIL, 'MAXLEN', '~', rules.trail_length, '*', 'event', text)
end

local function due(kind, id, at) redis.call('ZADD', DEADLINES, seconds(at), kind .. ':' .. id) end
local function not_due(kind, ...)
  local members = {...}
  for i, id in ipairs(members) do members[i] = kind .. ':' .. id end
  redis.call('ZREM', DEADLINES, unpack(members))
end

-- A user's record: connection, state (queued | offered, absent when idle), score, suspended, match_id and offer_id, bound
-- (how many the next search may skip, when the last was cut short), and from the join on name and ticket (domain/candidate_index.py).
-- wider: the ticket that a widening will bring, at the deadline `widen`; widened: it has come.
local function field(user, name) return redis.call('HGET', record_key(user), name) end
local function fields(user, ...) return redis.call('HMGET', record_key(user), ...) end
local function set(user, ...) redis.call('HSET', record_key(user), ...) end
local function state_of(user)
  if redis.call('EXISTS', in_room_key(user)) == 1 then return 'in_room' end
  return field(user, 'state') or 'idle'
end

-- Why this connection may not act for the user, or nil: replaced (a newer one does), unknown (Redis has lost the
-- user, or released them while the process was silent: attach again).
local function refusal(user, connection)
  local owner = field(user, 'connection')
  if not owner then return 'unknown' end
  if owner ~= connection then return 'replaced' end
end

local OF_ENTRY = {'state', 'score', 'suspended', 'match_id', 'offer_id', 'bound', 'name', 'ticket', 'wider', 'widened'}

-- Returns whether the user was online before.
local function beat(user)
  local before = redis.call('SET', online_key(user), 'True', 'EX', rules.online_seconds, 'GET')
  redis.call('EXPIRE', in_room_key(user), rules.online_seconds)
  due('presence', user, now + rules.online_seconds)
  return before and true or false
end

local function offer_of(user)
  local match_id = field(user, 'match_id')
  local text = match_id and redis.call('GET', request_key(match_id))
  return text and cjson.decode(text)
end

-- The full truth for one user, but for the offer: {status, waiting, queued_at, bucket (five numbers), widened,
-- widens_at, room, call (as the room has it), ends_at}; times as seconds in text. Also returns the id of the match that is offered, false if none is.
local function snapshot(user)
  local room = redis.call('GET', in_room_key(user))
  local state, match_id, score, ticket, wider, widened =
    unpack(fields(user, 'state', 'match_id', 'score', 'ticket', 'wider', 'widened'))
  local shown = {status = room and 'in_room' or state or 'idle', waiting = redis.call('ZCARD', QUEUE), room = room or nil}
  if shown.status == 'queued' then
    shown.queued_at, shown.bucket = score, {string.byte(ticket, 1, 5)}
    shown.widened = widened and true or nil
    shown.widens_at = wider and redis.call('ZSCORE', DEADLINES, 'widen:' .. user) or nil
  end
  if room then
    local call, ends_at = unpack(redis.call('HMGET', room_key(room), 'call', 'ends_at'))
    shown.call, shown.ends_at = call and cjson.decode(call) or nil, ends_at or nil
  end
  return shown, shown.status == 'offered' and match_id
end

-- user: whose state to add, if any · state: what to add instead.
local function answer(result, user, state)
  local match_id
  if user then state, match_id = snapshot(user) end
  local offer = match_id and redis.call('GET', request_key(match_id))
  local text = cjson.encode({result = result, state = state})
  if offer then text = with_member(text, 'offer', offer) end
  return with_member(text, 'events', '[' .. table.concat(events, ',') .. ']')
end
