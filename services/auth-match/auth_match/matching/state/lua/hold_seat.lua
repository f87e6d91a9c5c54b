-- The voice socket still lives; a seat that had timed out is taken again, and its owner leaves the queue.
-- args: user, room (its key), connection, id_base
-- results: ok | replaced | unknown (Redis has no such room, or no more, as the user is in another: ask PostgreSQL)
if redis.call('EXISTS', room_key(args.room)) == 0 then return answer('unknown') end
local holder = seat(args.room, args.user)
if holder and holder ~= args.connection then return answer('replaced') end
if has_left_for_another(args.user, args.room) then return answer('unknown') end
if field(args.user, 'state') then withdraw(args.user, 'left') end
hold_seat(args.room, args.user, args.connection)
return answer('ok')
