-- needs: shared rooms
-- The voice socket still lives; a seat that was given up for dead is taken again.
-- args: user, room (its key), connection · results: ok | replaced | unknown (Redis has no such room: ask PostgreSQL)
if redis.call('EXISTS', room_key(args.room)) == 0 then return answer('unknown') end
local holder = seat(args.room, args.user)
if holder and holder ~= args.connection then return answer('replaced') end
hold_seat(args.room, args.user, args.connection)
return answer('ok')
