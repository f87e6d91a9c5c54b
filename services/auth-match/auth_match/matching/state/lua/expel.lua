-- Takes a user out of everything at once, whatever connection they have: the account is disabled, deleted or banned.
-- args: user, id_base · result: ok
local user = args.user
local room = redis.call('GET', in_room_key(user))
if room then close_room(room, user) end
redis.call('DEL', online_key(user))
withdraw(user, 'left')
return answer('ok')
