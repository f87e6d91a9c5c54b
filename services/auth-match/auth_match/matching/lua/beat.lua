-- needs: shared
-- The connection still lives. args: user, connection
-- results: ok | replaced (another connection owns the user) | unknown (Redis has lost the user; attach again)
local owner = field(args.user, 'connection')
if not owner then return answer('unknown') end
if owner ~= args.connection then return answer('replaced') end
beat(args.user)
return answer('ok')
