-- The queue: its entries, the search for a partner, and the offer that a search may end with.

-- Unique and never below the last, whose owner may be in an offer and return: users are found by their score.
local function next_score()
  local last = redis.call('SET', LAST_SCORE, seconds(now), 'EX', rules.online_seconds, 'GET')
  if not last or now > tonumber(last) then return seconds(now) end
  local score = seconds(tonumber(last) + 0.000001)
  redis.call('SET', LAST_SCORE, score, 'EX', rules.online_seconds)
  return score
end

-- ...: what else is set in the record.
local function enqueue(user, score, ...)
  redis.call('ZADD', QUEUE, score, user)
  set(user, 'state', 'queued', 'score', score, ...)
end

local function requeue(user)
  redis.call('HDEL', record_key(user), 'match_id', 'offer_id')
  enqueue(user, field(user, 'score'))
end

-- A queued user can be found, unless disconnected.
local function make_findable(user)
  local state, suspended, ticket, score = unpack(fields(user, 'state', 'suspended', 'ticket', 'score'))
  if state == 'queued' and not suspended then index(user, ticket, score) end
end

local function are_blocked(one, other)
  return redis.call('SISMEMBER', blocks_key(one), other) == 1 or redis.call('SISMEMBER', blocks_key(other), one) == 1
end

-- Seconds until which the pair is not to be offered, or 0: a rejection is stored on both sides, a meeting (met_key, read
-- from the history at each join and removed with the entry) perhaps on one side alone, a block has no end.
local function apart_until(one, other)
  if are_blocked(one, other) then return math.huge end
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
    redis.call('ZREMRANGEBYSCORE', cooldown_key(user), '-inf', seconds(now))
    redis.call('ZADD', cooldown_key(user), 'GT', until_time, partner)
    local last = redis.call('ZREVRANGE', cooldown_key(user), 0, 0, 'WITHSCORES')[2]
    redis.call('EXPIRE', cooldown_key(user), math.max(1, math.ceil(tonumber(last) - now) + 1))
  end
end

local function is_online(user) return redis.call('EXISTS', online_key(user)) == 1 end

-- The user's own range grows at a time asked for at the join, for this entry alone, unless preferences change before.
local function widen_at(user, wider, at)
  set(user, 'wider', wider)
  due('widen', user, at)
end

local function forget_widening(user)
  redis.call('HDEL', record_key(user), 'wider', 'widened')
  not_due('widen', user)
end

-- Idle: nothing is kept but the connection, and that only while there is one.
local function make_idle(user)
  local ticket, score = unpack(fields(user, 'ticket', 'score'))
  if ticket then unindex(user, ticket, score) end
  redis.call('ZREM', QUEUE, user)
  redis.call('DEL', met_key(user))
  redis.call('EXPIRE', blocks_key(user), rules.join_memory_seconds) -- see block.lua
  not_due('grace', user)
  not_due('look', user)
  not_due('widen', user)
  if redis.call('EXISTS', online_key(user)) == 1 then
    redis.call('HDEL', record_key(user), unpack(OF_ENTRY))
  else
    redis.call('DEL', record_key(user))
    not_due('presence', user)
  end
end

-- A broken connection keeps its position for the grace; no search finds it until it returns.
local function mark_disconnected(user)
  redis.call('DEL', online_key(user))
  not_due('presence', user)
  not_due('look', user)
  unindex(user, unpack(fields(user, 'ticket', 'score')))
  if redis.call('HSETNX', record_key(user), 'suspended', '1') == 1 then
    due('grace', user, now + rules.grace_seconds)
  end
end

local GENDERS = {f = 'female', m = 'male', a = 'any'}

-- A user as an offer shows them. waited: seconds in the queue.
local function side_of_offer(user)
  local name, ticket, score = unpack(fields(user, 'name', 'ticket', 'score'))
  return {
    user = user, name = name, age = leaf_of(ticket) - 128, gender = GENDERS[string.sub(ticket, 1, 1)],
    wanted = GENDERS[string.sub(ticket, 2, 2)], waited = now - tonumber(score), ticket = ticket, score = score,
  }
end

local function hold_in_offer(first, second, match_id, offer_id)
  redis.call('ZREM', QUEUE, first.user, second.user)
  not_due('look', first.user, second.user)
  for _, side in ipairs({first, second}) do
    redis.call('SET', pointer_key(side.user), match_id, 'EX', rules.stored_seconds)
    unindex(side.user, side.ticket, side.score)
    set(side.user, 'state', 'offered', 'match_id', match_id, 'offer_id', offer_id)
  end
end

-- `from`: whose search made the offer, `to`: who was found.
local function make_offer(from, to)
  local first, second = side_of_offer(from), side_of_offer(to)
  if tonumber(to) < tonumber(from) then first, second = second, first end
  local match_id = first.user .. ':' .. second.user
  local offer = {
    match_id = match_id, user1 = first.user, user2 = second.user, user1_name = first.name, user2_name = second.name,
    status = 'pending', created_at = math.floor(now), updated_at = math.floor(now),
    user1_response = cjson.null, user2_response = cjson.null,
    offer_id = args.id_base .. '-' .. #events, expires_at = seconds(now + rules.answer_seconds),
    from_user = from, to_user = to,
    user1_age = first.age, user2_age = second.age, user1_gender = first.gender, user2_gender = second.gender,
  }
  local text = cjson.encode(offer)
  redis.call('SET', request_key(match_id), text, 'EX', rules.stored_seconds)
  redis.call('SADD', OFFERS, match_id)
  hold_in_offer(first, second, match_id, offer.offer_id)
  due('offer', match_id, now + rules.answer_seconds)
  emit({
    type = 'offered',
    waited = {[first.user] = seconds(first.waited), [second.user] = seconds(second.waited)},
    wanted = {[first.user] = first.wanted, [second.user] = second.wanted},
  }, text)
end

-- The longest-waiting user who may be offered to `seeker`; else nil, and when to search again: at the end of the earliest
-- cool-down in the way, or soon, if so many were skipped that one script must not go on.
-- last_bound: after how many skips the search before was cut short, a text, if it was.
local function find_partner(seeker, ticket, last_bound)
  local bound, skipped = tonumber(last_bound) or rules.search_bound, 0
  local partner, again = nil, math.huge
  for user in candidates(ticket) do
    if skipped >= bound then
      set(seeker, 'bound', 2 * bound)
      again = now + rules.retry_seconds * (1 + tonumber(seeker) % 16 / 16) -- spread: retries do not run in step
      break
    end
    if user ~= seeker then
      if is_online(user) then -- else the sweep is about to mark them disconnected; resume searches if they return
        local until_time = apart_until(seeker, user)
        if until_time <= now then partner = user break end
        again = math.min(again, until_time)
      end
      skipped = skipped + 1
    end
  end
  if last_bound and skipped < bound then redis.call('HDEL', record_key(seeker), 'bound') end
  return partner, again
end

-- One search on behalf of one waiting user, who can be found from then on. An operator (or an older worker) that holds
-- the lock pauses it: the user stays queued and the sweep searches again.
local function search(user)
  local state, suspended, ticket, last_bound = unpack(fields(user, 'state', 'suspended', 'ticket', 'bound'))
  if state ~= 'queued' or suspended then return end
  if not is_online(user) then return mark_disconnected(user) end
  if not redis.call('SET', LOCK, user, 'NX', 'EX', rules.lock_seconds) then
    due('look', user, now + rules.retry_seconds)
    return make_findable(user)
  end
  local partner, again = find_partner(user, ticket, last_bound)
  redis.call('DEL', LOCK)
  if partner then return make_offer(user, partner) end
  if again < math.huge then due('look', user, again) end
  make_findable(user)
end

-- The connection is alive: present, and no longer marked disconnected; searches again if others may have skipped it.
local function resume(user)
  local was_online, was_disconnected = beat(user), redis.call('HDEL', record_key(user), 'suspended') == 1
  if was_disconnected then not_due('grace', user) end
  if was_disconnected or not was_online then search(user) end
end
