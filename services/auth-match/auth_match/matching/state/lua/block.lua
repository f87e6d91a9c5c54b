-- A user blocked another: from now on neither is offered to the other, and what the two have in common ends.
-- args: user (the blocker), other, id_base · result: ok
-- The set is true while its owner waits. Otherwise it is kept for as long as a join may take from its reading of the
-- database to its script, which keeps what it finds here.
local user, other = args.user, args.other
redis.call('SADD', blocks_key(user), other)
redis.call('SREM', unblocked_key(user), other)
if not field(user, 'state') then redis.call('EXPIRE', blocks_key(user), rules.join_memory_seconds) end

local offer = remembered_offer(user)
if offer and (offer.user1 == other or offer.user2 == other) then
  close_offer(offer, 'partner_left', {}, user) -- both keep their positions
end

local function is_member(room, one)
  local users = redis.call('HMGET', room_key(room), 'user1', 'user2')
  return users[1] == one or users[2] == one
end
for one, partner in pairs({[user] = other, [other] = user}) do
  local room = redis.call('GET', in_room_key(one))
  if room and is_member(room, partner) then close_room(room, nil) end -- without `by`: both hear the same
end
return answer('ok')
