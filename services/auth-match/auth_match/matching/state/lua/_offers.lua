-- The end of an offer without a room.
local function drop_offer(offer)
  redis.call('DEL', request_key(offer.match_id), pointer_key(offer.user1), pointer_key(offer.user2))
  not_due('offer', offer.match_id)
end

-- Ends an offer. `leaving` is a set {[user] = true}: they become idle, the others return to their original place
-- and are searched for again. `by` caused it (nil for an expiry). Whatever the reason, the two are kept apart for
-- a while: to leave and join again must not be a way to be offered the same user at once.
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
  cool_down(offer.user1, offer.user2, seconds(now + rules.reject_cooldown_seconds))
  emit({type = 'closed', offer = offer, reason = reason, by = by, requeued = requeued})
  for _, user in ipairs(requeued) do search(user) end
end

-- Leaves the queue or the offer; not a room.
local function withdraw(user, reason)
  local state = field(user, 'state')
  if state == 'offered' then
    local offer = offer_of(user)
    if offer then return close_offer(offer, 'partner_left', {[user] = true}, user) end
  end
  make_idle(user)
  if state then emit({type = 'left', user = user, reason = reason}) end -- offered, if Redis has lost the offer
end
