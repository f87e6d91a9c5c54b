-- needs: shared queue offers
-- Leaves the queue, or the offer (the partner then keeps the place). args: user, connection, id_base
-- results: left | idle (there was nothing to leave) | in_room | replaced
local user = args.user
if not is_owner(user, args.connection) then return answer('replaced') end
local state = state_of(user)
if state == 'idle' or state == 'in_room' then return answer(state, user) end
withdraw(user, 'left')
return answer('left', user)
