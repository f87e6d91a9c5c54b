-- Answers the current offer; the second yes opens the room. args: user, connection, response accept|reject,
--   offer_id?, partner? (a name; either must fit when given), room (a fresh random key), id_base
-- results: accepted (waiting for the other) | matched | rejected | none (no such offer) | replaced | unknown
local user = args.user
local refused = refusal(user, args.connection)
if refused then return answer(refused) end
if close_if_lost(user) then return answer('none', user) end -- the answer is not to the offer that may follow
local offer = field(user, 'state') == 'offered' and offer_of(user)
if not offer then return answer('none', user) end
local mine, theirs, partner_name = 'user1_response', 'user2_response', offer.user2_name
if offer.user2 == user then mine, theirs, partner_name = theirs, mine, offer.user1_name end
if (args.offer_id and args.offer_id ~= offer.offer_id) or (args.partner and args.partner ~= partner_name)
  or tonumber(offer.expires_at) <= now then
  return answer('none', user)
end
local is_repeat = offer[mine] == args.response
offer[mine], offer.updated_at = args.response, math.floor(now)
if not is_repeat then emit({type = 'answered', offer = offer, user = user, response = args.response}) end
if args.response == 'reject' then
  close_offer(offer, 'rejected', {[user] = true}, user)
  return answer('rejected', user)
end
if offer[theirs] == 'accept' then
  local waited = {}
  for _, member in ipairs({offer.user1, offer.user2}) do waited[member] = seconds(now - tonumber(field(member, 'score'))) end
  drop_offer(offer)
  open_room(args.room, offer.user1, offer.user2, call_of(offer))
  for _, member in ipairs({offer.user1, offer.user2}) do
    make_idle(member)
    enter_room(member, args.room)
  end
  emit({type = 'matched', offer = offer, room = args.room, waited = waited})
  return answer('matched', user)
end
redis.call('SET', request_key(offer.match_id), cjson.encode(offer), 'KEEPTTL')
return answer('accepted', user)
