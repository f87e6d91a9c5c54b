-- needs: shared
-- A user took a block back. Whoever of the two waits is looked for again, by the sweep: the API's processes push to no
-- socket. args: user (who had blocked), other · result: ok
if redis.call('SREM', blocks_key(args.user), args.other) == 1 then
  for _, user in ipairs({args.user, args.other}) do
    if field(user, 'state') == 'queued' then due('look', user, now) end
  end
end
return answer('ok')
