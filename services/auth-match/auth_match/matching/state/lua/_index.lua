-- The candidate index: all users who can be found (queued and connected), so that a search costs the same however
-- many wait (docs/matching-index.md). domain/candidate_index.py explains a queue ticket's bytes and the nodes' numbers.
--   maru:class:{bucket}              sorted set: the users of one bucket, by score
--   maru:heads:{side}               hash: accepted node → its row: the oldest score per own-age node
--   maru:leaf:{side}{leaf}{node}    sorted set: the buckets of one own age that accept a node, by their oldest score;
--                                   only where there are several: a row names a single one itself
--   maru:sizes                      hash: bucket → number of users in it
-- A user is in cell (n, m) for each n of the own leaf's path and each accepted node m; a seeker reads the cells of its
-- own accepted nodes (n) and its own path (m): disjoint parts of all candidates.
local EMPTY, SEVERAL = 0, '\0\0'

-- The row of an accepted node is a string. Each own-age node has 8 bytes, its oldest score as a double, EMPTY if
-- there is none; a leaf (128 and above) has 2 more: the accepted ages of its bucket, or SEVERAL.
local function at(node) return node < 128 and 8 * node - 7 or 10 * node - 263 end
local empty -- made at first use: a library that is being loaded knows no functions of Lua's own
local function empty_row()
  empty = empty or string.rep('\0', at(228) - 1) -- the last leaf is that of 99
  return empty
end

local function oldest_at(row, node) return (struct.unpack('>d', row, at(node))) end
local function ages_at(row, leaf) return string.sub(row, at(leaf) + 8, at(leaf) + 9) end

local function side_of(ticket) return string.sub(ticket, 1, 2) end
local function bucket_of(ticket) return string.sub(ticket, 1, 5) end
local function leaf_of(ticket) return string.byte(ticket, 3) end
local function ages_of(ticket) return string.sub(ticket, 4, 5) end
local function accepted_of(ticket) return {string.byte(ticket, 6, -1)} end

local function bucket_key(bucket) return key('maru:class', bucket) end
local function leaf_key(side, leaf, accepted) return key('maru:leaf', side .. string.char(leaf, accepted)) end
local function rows_key(side) return key('maru:heads', side) end

-- From the leaf to the root, or to just below `top`.
local function path_of(leaf, top)
  local path, node = {}, leaf
  while node > (top or 0) do
    path[#path + 1] = node
    node = math.floor(node / 2)
  end
  return path
end

local function sibling(node) return node % 2 == 0 and node + 1 or node - 1 end

-- The rows of accepted nodes, false for each that no user accepts.
local function rows_of(side, accepted)
  local fields_asked = {}
  for i, node in ipairs(accepted) do fields_asked[i] = string.char(node) end
  return redis.call('HMGET', rows_key(side), unpack(fields_asked))
end

-- `oldest` replaces the scores along a path from its leaf up, as far as it goes; `ages` are the leaf's.
local function with_oldest(row, path, oldest, ages)
  local pieces, from = {}, 1
  for i = #oldest, 1, -1 do -- the leaf has the last bytes
    pieces[#pieces + 1] = string.sub(row, from, at(path[i]) - 1)
    pieces[#pieces + 1] = struct.pack('>d', oldest[i])
    from = at(path[i]) + 8
  end
  pieces[#pieces + 1] = ages
  pieces[#pieces + 1] = string.sub(row, from + 2)
  return table.concat(pieces)
end

-- kept: {node (a byte), row, …} · dropped: {node (a byte), …}
local function write_rows(side, kept, dropped)
  if #kept > 0 then redis.call('HSET', rows_key(side), unpack(kept)) end
  if #dropped > 0 then redis.call('HDEL', rows_key(side), unpack(dropped)) end
end

-- Adds a bucket, whose oldest score is new, to a leaf. Returns the ages that the leaf shows from now on.
local function into_leaf(side, leaf, accepted, row, ticket, score)
  local first, there = oldest_at(row, leaf), ages_at(row, leaf)
  if first == EMPTY or there == ages_of(ticket) then return ages_of(ticket) end
  local in_leaf = leaf_key(side, leaf, accepted)
  if there ~= SEVERAL then redis.call('ZADD', in_leaf, seconds(first), side .. string.char(leaf) .. there) end
  redis.call('ZADD', in_leaf, score, bucket_of(ticket))
  return SEVERAL
end

-- `score` is the oldest of its bucket now: updates the leaves, and each cell where it is the oldest.
local function raise_oldest(ticket, score)
  local side, leaf, accepted = side_of(ticket), leaf_of(ticket), accepted_of(ticket)
  local path, number, kept = path_of(leaf), tonumber(score), {}
  for i, row in ipairs(rows_of(side, accepted)) do
    row = row or empty_row()
    local ages, oldest = into_leaf(side, leaf, accepted[i], row, ticket, score), {}
    for step, node in ipairs(path) do
      local first = oldest_at(row, node)
      if first ~= EMPTY and first < number then break end -- another user is older here, and so further up
      oldest[step] = number
    end
    if #oldest > 0 or ages ~= ages_at(row, leaf) then
      oldest[1] = oldest[1] or oldest_at(row, leaf)
      kept[#kept + 1] = string.char(accepted[i])
      kept[#kept + 1] = with_oldest(row, path, oldest, ages)
    end
  end
  write_rows(side, kept, {})
end

-- Adds a user; nothing happens when the user is there.
local function index(user, ticket, score)
  local bucket = bucket_of(ticket)
  local first = redis.call('ZRANGE', bucket_key(bucket), 0, 0, 'WITHSCORES')[2]
  if redis.call('ZADD', bucket_key(bucket), score, user) == 0 then return end
  redis.call('HINCRBY', SIZES, bucket, 1)
  if not first or tonumber(score) < tonumber(first) then raise_oldest(ticket, score) end
end

local function earlier(one, other)
  if one == EMPTY or (other ~= EMPTY and other < one) then return other end
  return one
end

-- Gives a bucket in a leaf its next score (a text), or removes it. Returns the leaf's oldest score and its ages.
local function out_of_leaf(side, leaf, accepted, row, ticket, next_score)
  if ages_at(row, leaf) == ages_of(ticket) then
    return tonumber(next_score) or EMPTY, next_score and ages_of(ticket) or SEVERAL
  end
  local in_leaf, bucket = leaf_key(side, leaf, accepted), bucket_of(ticket)
  if next_score then redis.call('ZADD', in_leaf, next_score, bucket) else redis.call('ZREM', in_leaf, bucket) end
  local first, score, second = unpack(redis.call('ZRANGE', in_leaf, 0, 1, 'WITHSCORES'))
  if second then return tonumber(score), SEVERAL end
  redis.call('DEL', in_leaf)
  return tonumber(score), ages_of(first)
end

-- The oldest scores along a path from its leaf up, after `gone` was removed.
local function oldest_without(gone, row, path, next_of_leaf)
  local oldest, first = {}, next_of_leaf
  for step, node in ipairs(path) do
    if oldest_at(row, node) ~= gone then break end -- another user was older here, and so further up
    oldest[step] = first
    if node > 1 then first = earlier(first, oldest_at(row, sibling(node))) end
  end
  oldest[1] = oldest[1] or oldest_at(row, path[1])
  return oldest
end

-- `gone` was the oldest score of its bucket; `next_score` is now, a text, nil when the bucket is empty.
local function lower_oldest(ticket, gone, next_score)
  local side, leaf, accepted = side_of(ticket), leaf_of(ticket), accepted_of(ticket)
  local path, kept, dropped = path_of(leaf), {}, {}
  for i, row in ipairs(rows_of(side, accepted)) do
    local next_of_leaf, ages = out_of_leaf(side, leaf, accepted[i], row, ticket, next_score)
    local oldest = oldest_without(gone, row, path, next_of_leaf)
    if oldest[#path] == EMPTY then
      dropped[#dropped + 1] = string.char(accepted[i])
    else
      kept[#kept + 1] = string.char(accepted[i])
      kept[#kept + 1] = with_oldest(row, path, oldest, ages)
    end
  end
  write_rows(side, kept, dropped)
end

-- Removes a user; nothing happens when the user is not there.
local function unindex(user, ticket, score)
  local bucket, number = bucket_of(ticket), tonumber(score)
  if redis.call('ZREM', bucket_key(bucket), user) == 0 then return end
  if redis.call('HINCRBY', SIZES, bucket, -1) == 0 then redis.call('HDEL', SIZES, bucket) end
  local next_score = redis.call('ZRANGE', bucket_key(bucket), 0, 0, 'WITHSCORES')[2]
  if not next_score or number < tonumber(next_score) then lower_oldest(ticket, number, next_score) end
end

-- The sides compatible by gender: theirs must be wanted, and must want the seeker's.
local function sides_for(ticket)
  local own, wanted = string.sub(ticket, 1, 1), string.sub(ticket, 2, 2)
  local sides = {}
  for gender in string.gmatch(wanted == 'a' and 'fm' or wanted, '.') do
    sides[#sides + 1] = gender .. own
    sides[#sides + 1] = gender .. 'a'
  end
  return sides
end

-- All candidates, cut into disjoint parts: {[the part's oldest score] = part}. A part is a cell, as the number
-- 256 n + m, or the rest of a leaf or a bucket: {sorted set, rank, holds = 'buckets' or 'users', member}.
local function add_cells(parts, side, nodes, accepted)
  for i, row in ipairs(rows_of(side, accepted)) do
    for _, node in ipairs(row and nodes or {}) do
      local first = oldest_at(row, node)
      if first ~= EMPTY then parts[first] = 256 * node + accepted[i] end
    end
  end
end

local function parts_for(ticket)
  local parts, nodes, accepted = {}, accepted_of(ticket), path_of(leaf_of(ticket))
  for _, side in ipairs(sides_for(ticket)) do add_cells(parts, side, nodes, accepted) end
  return parts
end

local function add_rest(parts, sorted_set, rank, holds)
  local member, score = unpack(redis.call('ZRANGE', sorted_set, rank, rank, 'WITHSCORES'))
  if member then parts[tonumber(score)] = {key = sorted_set, rank = rank, holds = holds, member = member} end
end

-- Without its oldest user, a cell is its other branches, the rest of the user's leaf and of the user's bucket.
local function split_cell(parts, cell, ticket)
  local side, top, accepted = side_of(ticket), math.floor(cell / 256), cell % 256
  local branches = {}
  for _, node in ipairs(path_of(leaf_of(ticket), top)) do branches[#branches + 1] = sibling(node) end
  if #branches > 0 then add_cells(parts, side, branches, {accepted}) end
  add_rest(parts, leaf_key(side, leaf_of(ticket), accepted), 1, 'buckets')
  add_rest(parts, bucket_key(bucket_of(ticket)), 1, 'users')
end

-- Leaves out the oldest user of the part with that score; nothing is written.
local function skip(parts, score, user)
  local part = parts[score]
  parts[score] = nil
  if type(part) == 'number' then return split_cell(parts, part, field(user, 'ticket')) end
  add_rest(parts, part.key, part.rank + 1, part.holds)
  if part.holds == 'buckets' then add_rest(parts, bucket_key(part.member), 1, 'users') end
end

-- Iterates over the users compatible with a ticket, the longest-waiting first. The index must not change meanwhile.
local function candidates(ticket)
  local parts, last, user = parts_for(ticket), nil, nil
  return function()
    if last then skip(parts, last, user) end
    repeat
      last = nil
      for score in pairs(parts) do
        if not last or score < last then last = score end
      end
      if not last then return nil end
      user = redis.call('ZRANGEBYSCORE', QUEUE, seconds(last), seconds(last))[1]
      if not user then parts[last] = nil end -- removed from the queue by other software: go on with the others
    until user
    return user
  end
end
