-- Ends a room; the second time nothing happens. args: room, user? (who ended it) · result: ok
close_room(args.room, args.user)
return answer('ok')
