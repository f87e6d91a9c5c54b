-- takes memory
-- A signal for the partner. Pending, in order, while the partner's seat is empty; handed over with the seat.
-- args: user, room (its key), connection, frame (JSON text), limit (frames kept at most)
-- results: deliver (the partner is present; push it) | kept | full | replaced | unknown (as in hold_seat)
local users = redis.call('HMGET', room_key(args.room), 'user1', 'user2')
if not users[1] then return answer('unknown') end
local holder = seat(args.room, args.user)
if holder and holder ~= args.connection then return answer('replaced') end
local partner = users[1] == args.user and users[2] or users[1]
if seat(args.room, partner) then return answer('deliver') end
local pending = pending_key(args.room, partner)
if redis.call('LLEN', pending) >= args.limit then return answer('full') end
redis.call('RPUSH', pending, args.frame)
redis.call('EXPIRE', pending, rules.stored_seconds)
return answer('kept')
