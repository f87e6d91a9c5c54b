-- Stands many people in the queue at once, with everything that attach and join leave of each, but without a look:
-- the crowd is to stay as it was drawn. bench/match/proof.py holds the two equal.
-- args: first (id of the first, the next ones follow), since (seconds, when the first came; the next ones 1 ms apart)
-- ARGV[4], ARGV[5] …: their tickets
for i = 4, #ARGV do
  local user = string.format('%.0f', args.first + i - 4)
  now = args.since + (i - 4) / 1000
  set(user, 'connection', string.format('%.0f', now * 1000000))
  beat(user)
  local score = next_score()
  enqueue(user, score, 'name', 'user' .. user, 'ticket', ARGV[i])
  emit({type = 'joined', user = user, queued_at = score, waiting = redis.call('ZCARD', QUEUE)})
  make_findable(user)
end
return #ARGV - 3
