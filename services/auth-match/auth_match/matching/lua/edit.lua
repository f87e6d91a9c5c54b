-- The user's wishes, age or gender changed: a ticket in the queue or in an offer follows, the place stays; what
-- was to widen the old wishes is off. The sweep looks again, because the API's processes push to no socket.
-- args: user, name · ARGV[4]: the ticket (domain/index.py) · results: ok | not_waiting (a join under way will know)
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
place(user)
due('look', user, now)
return answer('ok')
