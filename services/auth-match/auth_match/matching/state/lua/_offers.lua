-- What the call that follows an offer is about: kept with its room.
local function call_of(offer)
  local call = {match_id = offer.match_id}
  for _, side in ipairs({'user1', 'user2'}) do
    call[side] = offer[side]
    for _, what in ipairs({'_name', '_age', '_gender'}) do call[side .. what] = offer[side .. what] end
  end
  return call
end

-- The end of an offer without a room.
local function drop_offer(offer)
  redis.call('DEL', request_key(offer.match_id), pointer_key(offer.user1), pointer_key(offer.user2))
  redis.call('SREM', OFFERS, offer.match_id)
  not_due('offer', offer.match_id)
end

-- Ends an offer. `leaving` is a set {[user] = true}: they become idle, the others return to their original place
-- and are searched for again. `by` caused it (nil for an expiry). Whatever the reason, the two are kept apart for
-- a while: to leave and join again must not be a way to be offered the same user at once. (Not after a lost offer.)
local function close_offer(offer, reason, leaving, by)
  drop_offer(offer)
  local requeued = {}
  for _, user in ipairs({offer.user1, offer.user2}) do
    if leaving[user] then
      make_idle(user)
    else
      requeue(user)
      make_findable(user)
      requeued[#requeued + 1] = user
    end
  end
  if not offer.is_lost then cool_down(offer.user1, offer.user2, seconds(now + rules.reject_cooldown_seconds)) end
  emit({type = 'closed', offer = offer, reason = reason, by = by, requeued = requeued})
  for _, user in ipairs(requeued) do search(user) end
end

-- The offer of an offered user, also when Redis has lost its text (deleted, or evicted): then as its users' records
-- remember it, without answers. Nil if a record is lost, too.
local function remembered_offer(user)
  local offer = offer_of(user)
  if offer then return offer end
  local match_id, offer_id = unpack(fields(user, 'match_id', 'offer_id'))
  local one, other = string.match(match_id or '', '^(%d+):(%d+)$')
  if not one or field(one, 'match_id') ~= match_id or field(other, 'match_id') ~= match_id then return end
  local first, second = side_of_offer(one), side_of_offer(other)
  return {
    match_id = match_id, offer_id = offer_id or '', user1 = one, user2 = other, from_user = one, to_user = other,
    user1_name = first.name, user2_name = second.name, user1_age = first.age, user2_age = second.age,
    user1_gender = first.gender, user2_gender = second.gender, expires_at = seconds(now),
  }
end

-- An offer that is lost can be accepted no more: both hear so at once, and wait again at their places. Nobody caused it,
-- so the two may be offered to each other again at once. Returns whether it was lost.
local function close_if_lost(user)
  local state, match_id = unpack(fields(user, 'state', 'match_id'))
  if state ~= 'offered' or (match_id and redis.call('EXISTS', request_key(match_id)) == 1) then return false end
  local offer = remembered_offer(user)
  if offer then
    offer.is_lost = true
    close_offer(offer, 'expired', {}, nil)
    return true
  end
  redis.call('DEL', pointer_key(user))
  requeue(user)
  make_findable(user)
  search(user)
  return true
end

-- Leaves the queue or the offer; not a room.
local function withdraw(user, reason)
  local state = field(user, 'state')
  if state == 'offered' then
    local offer = remembered_offer(user)
    if offer then return close_offer(offer, 'partner_left', {[user] = true}, user) end
  end
  make_idle(user)
  if state then emit({type = 'left', user = user, reason = reason}) end -- offered, if Redis has lost the offer
end
