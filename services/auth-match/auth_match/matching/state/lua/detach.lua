-- A match socket closed. An old one that closes after a newer took over changes nothing. args: user, connection
-- results: ok | replaced | unknown
local user = args.user
local refused = refusal(user, args.connection)
if refused then return answer(refused) end
redis.call('DEL', online_key(user))
not_due('presence', user)
if field(user, 'state') then mark_disconnected(user) else make_idle(user) end
return answer('ok')
