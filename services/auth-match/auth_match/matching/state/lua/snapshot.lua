-- The user's state; changes nothing. args: user · result: ok
return answer('ok', args.user)
