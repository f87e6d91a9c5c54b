-- needs: shared
-- The user's wishes, age or gender changed: a ticket in the queue or in an offer follows, the place stays. The sweep
-- looks again, because the API's processes push to no socket.
-- args: user, ticket {name, age, gender, age_min, age_max, wants} · results: ok | not_waiting
if not field(args.user, 'state') then return answer('not_waiting') end
for name, value in pairs(args.ticket) do set(args.user, name, value) end
due('look', args.user, now)
return answer('ok')
