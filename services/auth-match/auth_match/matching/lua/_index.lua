-- needs: shared
-- The index: everybody who can be found (queued and not suspended), so that a look costs the same in any crowd.
-- domain/index.py says what the bytes of a ticket and the numbers of the nodes are.
--   maru:class:{class}              sorted set: the users who are alike, by score
--   maru:heads:{side}               hash: accepted node → for each own-age node the first score of all who lie in both
--   maru:leaf:{side}{leaf}{node}    sorted set: the classes of one own age that accept a node, by their first score;
--                                   only where there are several, the heads know of one that is alone
--   maru:sizes                      hash: class → how many are in it
-- Somebody of side, leaf and accepted nodes lies under (n, m) for each n of the leaf's path and each accepted m; a
-- seeker reads the heads of the own accepted nodes (n) crossed with the own path (m): disjoint parts of the crowd.
local NOBODY, SEVERAL = 0, '\0\0'

-- The heads of an accepted node are a row of bytes. Each own-age node has 8, its first score as a double, NOBODY if
-- there is none; a leaf (128 and above) has 2 more: the accepted ages of its class, or SEVERAL.
local function at(node) return node < 128 and 8 * node - 7 or 10 * node - 263 end
local empty -- made at first use: a library that is being loaded knows no functions of Lua's own
local function empty_heads()
  empty = empty or string.rep('\0', at(228) - 1) -- the last leaf is that of 99
  return empty
end

local function first_at(heads, node) return (struct.unpack('>d', heads, at(node))) end
local function ages_at(heads, leaf) return string.sub(heads, at(leaf) + 8, at(leaf) + 9) end

local function side_of(ticket) return string.sub(ticket, 1, 2) end
local function class_of(ticket) return string.sub(ticket, 1, 5) end
local function leaf_of(ticket) return string.byte(ticket, 3) end
local function ages_of(ticket) return string.sub(ticket, 4, 5) end
local function accepted_of(ticket) return {string.byte(ticket, 6, -1)} end

local function class_key(class) return key('maru:class', class) end
local function leaf_key(side, leaf, accepted) return key('maru:leaf', side .. string.char(leaf, accepted)) end
local function heads_key(side) return key('maru:heads', side) end

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

-- The heads of accepted nodes, false for each that nobody accepts.
local function heads_of(side, accepted)
  local fields_asked = {}
  for i, node in ipairs(accepted) do fields_asked[i] = string.char(node) end
  return redis.call('HMGET', heads_key(side), unpack(fields_asked))
end

-- `firsts` replace the heads along a path from its leaf up, as far as they go; `ages` are the leaf's.
local function with_firsts(heads, path, firsts, ages)
  local pieces, from = {}, 1
  for i = #firsts, 1, -1 do -- the leaf has the last bytes
    pieces[#pieces + 1] = string.sub(heads, from, at(path[i]) - 1)
    pieces[#pieces + 1] = struct.pack('>d', firsts[i])
    from = at(path[i]) + 8
  end
  pieces[#pieces + 1] = ages
  pieces[#pieces + 1] = string.sub(heads, from + 2)
  return table.concat(pieces)
end

-- kept: {node (a byte), heads, …} · dropped: {node (a byte), …}
local function write_heads(side, kept, dropped)
  if #kept > 0 then redis.call('HSET', heads_key(side), unpack(kept)) end
  if #dropped > 0 then redis.call('HDEL', heads_key(side), unpack(dropped)) end
end

-- Puts a class, whose first score is new, into a leaf. Returns the ages that the leaf shows from now on.
local function into_leaf(side, leaf, accepted, heads, ticket, score)
  local first, there = first_at(heads, leaf), ages_at(heads, leaf)
  if first == NOBODY or there == ages_of(ticket) then return ages_of(ticket) end
  local in_leaf = leaf_key(side, leaf, accepted)
  if there ~= SEVERAL then redis.call('ZADD', in_leaf, seconds(first), side .. string.char(leaf) .. there) end
  redis.call('ZADD', in_leaf, score, class_of(ticket))
  return SEVERAL
end

-- `score` is the first of its class now: in the leaves, and where it is the first of a crossing.
local function raise_heads(ticket, score)
  local side, leaf, accepted = side_of(ticket), leaf_of(ticket), accepted_of(ticket)
  local path, number, kept = path_of(leaf), tonumber(score), {}
  for i, heads in ipairs(heads_of(side, accepted)) do
    heads = heads or empty_heads()
    local ages, firsts = into_leaf(side, leaf, accepted[i], heads, ticket, score), {}
    for step, node in ipairs(path) do
      local first = first_at(heads, node)
      if first ~= NOBODY and first < number then break end -- somebody else is first here, and so further up
      firsts[step] = number
    end
    if #firsts > 0 or ages ~= ages_at(heads, leaf) then
      firsts[1] = firsts[1] or first_at(heads, leaf)
      kept[#kept + 1] = string.char(accepted[i])
      kept[#kept + 1] = with_firsts(heads, path, firsts, ages)
    end
  end
  write_heads(side, kept, {})
end

-- Puts a user in; nothing happens to one who is there.
local function index(user, ticket, score)
  local class = class_of(ticket)
  local first = redis.call('ZRANGE', class_key(class), 0, 0, 'WITHSCORES')[2]
  if redis.call('ZADD', class_key(class), score, user) == 0 then return end
  redis.call('HINCRBY', SIZES, class, 1)
  if not first or tonumber(score) < tonumber(first) then raise_heads(ticket, score) end
end

local function earlier(one, other)
  if one == NOBODY or (other ~= NOBODY and other < one) then return other end
  return one
end

-- Gives a class in a leaf its next score (a text), or takes it out. Returns the leaf's first score and its ages.
local function out_of_leaf(side, leaf, accepted, heads, ticket, next_score)
  if ages_at(heads, leaf) == ages_of(ticket) then
    return tonumber(next_score) or NOBODY, next_score and ages_of(ticket) or SEVERAL
  end
  local in_leaf, class = leaf_key(side, leaf, accepted), class_of(ticket)
  if next_score then redis.call('ZADD', in_leaf, next_score, class) else redis.call('ZREM', in_leaf, class) end
  local first, score, second = unpack(redis.call('ZRANGE', in_leaf, 0, 1, 'WITHSCORES'))
  if second then return tonumber(score), SEVERAL end
  redis.call('DEL', in_leaf)
  return tonumber(score), ages_of(first)
end

-- The first scores along a path from its leaf up, where the one that is gone gives way to the next.
local function firsts_without(gone, heads, path, next_of_leaf)
  local firsts, first = {}, next_of_leaf
  for step, node in ipairs(path) do
    if first_at(heads, node) ~= gone then break end -- somebody else was first here, and so further up
    firsts[step] = first
    if node > 1 then first = earlier(first, first_at(heads, sibling(node))) end
  end
  firsts[1] = firsts[1] or first_at(heads, path[1])
  return firsts
end

-- `gone` was the first score of its class; `next_score` is now, a text, nil when nobody is left.
local function lower_heads(ticket, gone, next_score)
  local side, leaf, accepted = side_of(ticket), leaf_of(ticket), accepted_of(ticket)
  local path, kept, dropped = path_of(leaf), {}, {}
  for i, heads in ipairs(heads_of(side, accepted)) do
    local next_of_leaf, ages = out_of_leaf(side, leaf, accepted[i], heads, ticket, next_score)
    local firsts = firsts_without(gone, heads, path, next_of_leaf)
    if firsts[#path] == NOBODY then
      dropped[#dropped + 1] = string.char(accepted[i])
    else
      kept[#kept + 1] = string.char(accepted[i])
      kept[#kept + 1] = with_firsts(heads, path, firsts, ages)
    end
  end
  write_heads(side, kept, dropped)
end

-- Takes a user out; nothing happens to one who is not in.
local function unindex(user, ticket, score)
  local class, number = class_of(ticket), tonumber(score)
  if redis.call('ZREM', class_key(class), user) == 0 then return end
  if redis.call('HINCRBY', SIZES, class, -1) == 0 then redis.call('HDEL', SIZES, class) end
  local next_score = redis.call('ZRANGE', class_key(class), 0, 0, 'WITHSCORES')[2]
  if not next_score or number < tonumber(next_score) then lower_heads(ticket, number, next_score) end
end

-- Whom a seeker may meet by gender: theirs must be wanted, and must want the seeker's.
local function sides_for(ticket)
  local own, wanted = string.sub(ticket, 1, 1), string.sub(ticket, 2, 2)
  local sides = {}
  for gender in string.gmatch(wanted == 'a' and 'fm' or wanted, '.') do
    sides[#sides + 1] = gender .. own
    sides[#sides + 1] = gender .. 'a'
  end
  return sides
end

-- The crowd that fits, cut into disjoint parts: {[the part's first score] = part}. A part is a crossing, as the number
-- 256 n + m, or what is left of a leaf or a class: {sorted set, rank, holds = 'classes' or 'users', member}.
local function add_crossings(parts, side, nodes, accepted)
  for i, heads in ipairs(heads_of(side, accepted)) do
    for _, node in ipairs(heads and nodes or {}) do
      local first = first_at(heads, node)
      if first ~= NOBODY then parts[first] = 256 * node + accepted[i] end
    end
  end
end

local function parts_for(ticket)
  local parts, nodes, accepted = {}, accepted_of(ticket), path_of(leaf_of(ticket))
  for _, side in ipairs(sides_for(ticket)) do add_crossings(parts, side, nodes, accepted) end
  return parts
end

local function add_rest(parts, sorted_set, rank, holds)
  local member, score = unpack(redis.call('ZRANGE', sorted_set, rank, rank, 'WITHSCORES'))
  if member then parts[tonumber(score)] = {key = sorted_set, rank = rank, holds = holds, member = member} end
end

-- Without its first user, a crossing is its other branches, the rest of the user's leaf and of the user's class.
local function split_crossing(parts, crossing, ticket)
  local side, top, accepted = side_of(ticket), math.floor(crossing / 256), crossing % 256
  local branches = {}
  for _, node in ipairs(path_of(leaf_of(ticket), top)) do branches[#branches + 1] = sibling(node) end
  if #branches > 0 then add_crossings(parts, side, branches, {accepted}) end
  add_rest(parts, leaf_key(side, leaf_of(ticket), accepted), 1, 'classes')
  add_rest(parts, class_key(class_of(ticket)), 1, 'users')
end

-- Takes the first user out of the part with that score; nothing is written.
local function pass_over(parts, score, user)
  local part = parts[score]
  parts[score] = nil
  if type(part) == 'number' then return split_crossing(parts, part, field(user, 'ticket')) end
  add_rest(parts, part.key, part.rank + 1, part.holds)
  if part.holds == 'classes' then add_rest(parts, class_key(part.member), 1, 'users') end
end

-- Iterates over the users who fit a ticket, the longest-waiting first. The index must not change meanwhile.
local function fitting(ticket)
  local parts, last, user = parts_for(ticket), nil, nil
  return function()
    if last then pass_over(parts, last, user) end
    repeat
      last = nil
      for score in pairs(parts) do
        if not last or score < last then last = score end
      end
      if not last then return nil end
      user = redis.call('ZRANGEBYSCORE', QUEUE, seconds(last), seconds(last))[1]
      if not user then parts[last] = nil end -- somebody else took a member out of the queue: go on with the others
    until user
    return user
  end
end
