-- A voice socket closed. args: user, room (its key), connection
-- results: ok | replaced (a newer socket has the seat, or none has) | none (the room is over)
if redis.call('EXISTS', room_key(args.room)) == 0 then return answer('none') end
if seat(args.room, args.user) ~= args.connection then return answer('replaced') end
free_seat(args.room, args.user)
return answer('ok')
