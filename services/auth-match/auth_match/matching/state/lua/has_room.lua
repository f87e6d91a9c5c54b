-- Whether a room is open. args: room (its key) · results: yes | no
return answer(redis.call('EXISTS', room_key(args.room)) == 1 and 'yes' or 'no')
