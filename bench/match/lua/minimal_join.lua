-- The least that any join must do: into the index, look, out of it again, and the user found too. No presence, no
-- exclusions, no record, no events. args: user, score · ARGV[4]: the ticket · Returns the user found, or ''.
index(args.user, ARGV[4], args.score)
local found
for user in candidates(ARGV[4]) do
  found = user
  break
end
unindex(args.user, ARGV[4], args.score)
if not found then return '' end
unindex(found, unpack(fields(found, 'ticket', 'score')))
return found
