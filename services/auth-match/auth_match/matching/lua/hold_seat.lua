-- needs: shared rooms
-- The voice socket still lives. args: user, room, connection · results: ok | replaced | none (the room is over)
if redis.call('EXISTS', room_key(args.room)) == 0 then return answer('none') end
if seat(args.room, args.user) ~= args.connection then return answer('replaced') end
hold_seat(args.room, args.user)
return answer('ok')
