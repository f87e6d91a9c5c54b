-- Leaves the queue, or the offer (the partner then keeps the position). args: user, connection, id_base
-- results: left | idle (there was nothing to leave) | in_room | replaced | unknown
local user = args.user
local refused = refusal(user, args.connection)
if refused then return answer(refused) end
local state = state_of(user)
if state == 'idle' or state == 'in_room' then return answer(state, user) end
withdraw(user, 'left')
return answer('left', user)
