-- The user's preferences, age or gender changed: a ticket in the queue or in an offer follows, the position stays; a
-- widening of the old preferences is off. The sweep searches again, because the API's processes push to no socket.
-- args: user, name · ARGV[4]: the ticket (domain/candidate_index.py) · results: ok | not_waiting (a join under way will read it)
local user = args.user
local before, score = unpack(fields(user, 'ticket', 'score'))
if not before then
  redis.call('HSET', edited_key(user), 'name', args.name, 'ticket', ARGV[4])
  redis.call('EXPIRE', edited_key(user), rules.join_memory_seconds)
  return answer('not_waiting')
end
redis.call('DEL', edited_key(user))
unindex(user, before, score)
forget_widening(user)
set(user, 'name', args.name, 'ticket', ARGV[4])
make_findable(user)
due('look', user, now)
return answer('ok')
