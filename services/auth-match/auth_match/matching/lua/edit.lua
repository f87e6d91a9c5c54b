-- needs: shared
-- The user's wishes changed while queued: the ticket follows, the place stays. The sweep looks again, because the
-- API's processes push to no socket. args: user, ticket {age, gender, age_min, age_max, wants}
-- results: ok | not_queued
if field(args.user, 'state') ~= 'queued' then return answer('not_queued') end
for name, value in pairs(args.ticket) do set(args.user, name, value) end
due('look', args.user, now)
return answer('ok')
