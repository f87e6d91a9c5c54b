-- takes memory
-- Queues the user, then searches, in one step: no wake-up can be lost between the two.
-- args: user, connection, name, met {partner: seconds until which
--   they are not offered again, as text}, blocked [users whom the user has blocked], widen_after (seconds; only with a wider
--   ticket), id_base
-- ARGV[4]: the ticket (domain/candidate_index.py) · ARGV[5]: the wider one, or ''
-- results: queued | already (queued or offered before; nothing changed) | in_room | replaced | unknown
local user = args.user
local refused = refusal(user, args.connection)
if refused then return answer(refused) end
close_if_lost(user)
local state = state_of(user)
if state == 'in_room' then
  local room = redis.call('GET', in_room_key(user))
  if seat(room, user) then return answer('in_room', user) end
  close_room(room, user)
elseif state ~= 'idle' then
  return answer('already', user)
end
for partner, until_time in pairs(args.met) do redis.call('ZADD', met_key(user), until_time, partner) end
if #args.blocked > 0 then redis.call('SADD', blocks_key(user), unpack(args.blocked)) end
-- what was changed after the database was read
local edited = redis.call('HMGET', edited_key(user), 'name', 'ticket')
for _, other in ipairs(redis.call('SMEMBERS', unblocked_key(user))) do redis.call('SREM', blocks_key(user), other) end
redis.call('PERSIST', blocks_key(user)) -- with what block.lua added
local ticket = edited[2] or ARGV[4]
local score = next_score()
enqueue(user, score, 'name', edited[1] or args.name, 'ticket', ticket)
if ARGV[5] ~= '' and ticket == ARGV[4] then widen_at(user, ARGV[5], now + args.widen_after) end
emit({type = 'joined', user = user, queued_at = score, waiting = redis.call('ZCARD', QUEUE)})
search(user)
return answer('queued', user)
