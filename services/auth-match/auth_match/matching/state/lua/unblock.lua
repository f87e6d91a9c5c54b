-- A user removed a block. The sweep searches again for each of the two who waits: the API's processes push to no
-- socket. args: user (the blocker), other · result: ok
local user, other = args.user, args.other
if not field(user, 'state') then
  redis.call('SADD', unblocked_key(user), other)
  redis.call('EXPIRE', unblocked_key(user), rules.join_memory_seconds)
end
if redis.call('SREM', blocks_key(user), other) == 1 then
  for _, one in ipairs({user, other}) do
    if field(one, 'state') == 'queued' then due('look', one, now) end
  end
end
return answer('ok')
