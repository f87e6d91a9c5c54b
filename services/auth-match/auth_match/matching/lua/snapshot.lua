-- Where the user stands; changes nothing. args: user · result: ok
return answer('ok', args.user)
