-- The connection still lives; the state shows its socket what it may have missed.
-- args: user, connection, id_base · results: ok | replaced | unknown
local refused = refusal(args.user, args.connection)
if refused then return answer(refused) end
resume(args.user)
close_if_lost(args.user)
return answer('ok', args.user)
