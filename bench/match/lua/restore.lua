-- Makes the crowd what it was before some seekers joined: they are idle, whomever they were offered waits again.
-- args: seekers {ids} · offline {ids of the crowd who were made offline}
local is_seeker = {}
for _, user in ipairs(args.seekers) do is_seeker[user] = true end

local function put_back(user)
  if is_seeker[user] then return make_idle(user) end
  requeue(user)
  make_findable(user)
end

for _, user in ipairs(args.seekers) do
  local offer = field(user, 'state') == 'offered' and offer_of(user)
  if offer then
    drop_offer(offer)
    put_back(offer.user1)
    put_back(offer.user2)
  else
    make_idle(user)
  end
end
for _, user in ipairs(args.offline) do beat(user) end
return redis.call('ZCARD', QUEUE)
