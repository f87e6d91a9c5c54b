-- Puts people who wait back into the index, after minimal_join.lua took them out. args: users {ids}
for _, user in ipairs(args.users) do make_findable(user) end
return #args.users
