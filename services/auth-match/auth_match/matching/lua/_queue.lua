-- The queue: standing in it, looking through it, and the offer that a look may end with.
local JSON_NULL = cjson.null

-- Unique and never behind the last: two who join in one microsecond keep an order.
local function next_score()
  local last = redis.call('ZREVRANGE', QUEUE, 0, 0, 'WITHSCORES')[2]
  if last and now <= tonumber(last) then return seconds(tonumber(last) + 0.000001) end
  return seconds(now)
end

local function enqueue(user, score)
  redis.call('ZADD', QUEUE, score, user)
  redis.call('HDEL', record_key(user), 'match_id')
  set(user, 'state', 'queued', 'score', score)
  redis.call('PERSIST', record_key(user))
end

local function ticket(user)
  local values = redis.call('HMGET', record_key(user), unpack(TICKET))
  return {
    user = user, name = values[1], age = tonumber(values[2]), gender = values[3],
    age_min = tonumber(values[4]), age_max = tonumber(values[5]), wants = values[6],
  }
end

-- domain/compatibility.py, line by line; a test holds the two equal.
local function accepts(one, other)
  return one.age_min <= other.age and other.age <= one.age_max
    and (one.wants == 'any' or one.wants == other.gender)
end

-- Seconds until which the pair is not to be offered, or 0: a rejection keeps both apart, a meeting (met_key, told by
-- the history at each join and gone with the place in the queue) may be known to one side alone.
local function cooling_until(one, other)
  local latest = 0
  for _, reason in pairs({
    redis.call('ZSCORE', cooldown_key(one), other), redis.call('ZSCORE', met_key(one), other),
    redis.call('ZSCORE', met_key(other), one),
  }) do
    if reason then latest = math.max(latest, tonumber(reason)) end
  end
  return latest
end

local function cool_down(one, other, until_time)
  for user, partner in pairs({[one] = other, [other] = one}) do
    redis.call('ZADD', cooldown_key(user), 'GT', until_time, partner)
    local last = redis.call('ZREVRANGE', cooldown_key(user), 0, 0, 'WITHSCORES')[2]
    redis.call('EXPIRE', cooldown_key(user), math.max(1, math.ceil(tonumber(last) - now) + 1))
  end
end

local function is_online(user) return redis.call('EXISTS', online_key(user)) == 1 end

-- A broken connection keeps its place for the grace; out of reach of every look until it returns.
local function suspend(user)
  redis.call('DEL', online_key(user))
  not_due('presence', user)
  not_due('look', user)
  if redis.call('HSETNX', record_key(user), 'suspended', '1') == 1 then
    due('grace', user, now + rules.grace_seconds)
  end
end

local function make_offer(from, to)
  local first, second = from, to
  if tonumber(second.user) < tonumber(first.user) then first, second = to, from end
  local match_id = first.user .. ':' .. second.user
  local offer = {
    match_id = match_id, user1 = first.user, user2 = second.user, user1_name = first.name, user2_name = second.name,
    status = 'pending', created_at = math.floor(now), updated_at = math.floor(now),
    user1_response = JSON_NULL, user2_response = JSON_NULL,
    offer_id = args.id_base .. '-' .. #events, expires_at = seconds(now + rules.answer_seconds),
    from_user = from.user, to_user = to.user,
    user1_age = first.age, user2_age = second.age, user1_gender = first.gender, user2_gender = second.gender,
  }
  redis.call('SET', request_key(match_id), cjson.encode(offer), 'EX', rules.stored_seconds)
  for _, side in ipairs({first, second}) do
    redis.call('SET', pointer_key(side.user), match_id, 'EX', rules.stored_seconds)
    redis.call('ZREM', QUEUE, side.user)
    not_due('look', side.user)
    set(side.user, 'state', 'offered', 'match_id', match_id)
  end
  due('offer', match_id, now + rules.answer_seconds)
  emit({type = 'offered', offer = offer})
end

-- The longest-waiting user whom `seeker` may meet, or nil and the end of the earliest cool-down in the way.
local function find_partner(seeker)
  local me, wake, start = ticket(seeker), nil, 0
  local ghosts, found = {}, nil
  while not found do
    local page = redis.call('ZRANGE', QUEUE, start, start + 99)
    for _, user in ipairs(page) do
      if user ~= seeker and not field(user, 'suspended') then
        local other = ticket(user)
        if not is_online(user) then
          ghosts[#ghosts + 1] = user
        elseif accepts(me, other) and accepts(other, me) then
          local until_time = cooling_until(seeker, user)
          if until_time <= now then found = other break end
          wake = math.min(wake or until_time, until_time)
        end
      end
    end
    if #page < 100 then break end
    start = start + 100
  end
  for _, user in ipairs(ghosts) do suspend(user) end
  return me, found, wake
end

-- One look on behalf of one waiting user. An operator (or an older worker) who holds the lock pauses it:
-- the user stays queued and the sweep looks again.
local function look(user)
  if field(user, 'state') ~= 'queued' or field(user, 'suspended') then return end
  if not redis.call('SET', LOCK, user, 'NX', 'EX', rules.lock_seconds) then
    due('look', user, now + rules.retry_seconds)
    return
  end
  local me, partner, wake = find_partner(user)
  if partner then make_offer(me, partner) elseif wake then due('look', user, wake) end
  redis.call('DEL', LOCK)
end

-- The connection is heard of: present, and no longer suspended, so looked for again.
local function resume(user)
  beat(user)
  if redis.call('HDEL', record_key(user), 'suspended') == 1 then
    not_due('grace', user)
    look(user)
  end
end
