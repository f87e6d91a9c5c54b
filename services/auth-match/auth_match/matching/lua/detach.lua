-- needs: shared queue
-- A match socket closed. An old one that closes after a newer took over changes nothing. args: user, connection
-- results: ok | replaced
local user = args.user
if not is_owner(user, args.connection) then return answer('replaced') end
redis.call('DEL', online_key(user))
not_due('presence', user)
if field(user, 'state') then suspend(user) else make_idle(user) end
return answer('ok')
