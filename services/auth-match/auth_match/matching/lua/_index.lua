-- The index: everybody who can be found (queued and not suspended), so that a look costs the same in any crowd.
-- domain/index.py says what the bytes of a ticket and the numbers of the nodes are.
--   maru:class:{class}              sorted set: the users who are alike, by score
--   maru:leaf:{side}{leaf}{node}    sorted set: the classes of one own age that accept a node, by their first score
--   maru:heads:{side}               hash: own-age node, accepted node → the first score of all who lie in both
--   maru:sizes                      hash: class → how many are in it
-- Somebody of side, leaf and accepted nodes lies under (n, m) for each n of the leaf's path and each accepted m; a
-- seeker reads the heads of the own accepted nodes (n) crossed with the own path (m): disjoint parts of the crowd.
local SIZES = prefix .. 'maru:sizes'
-- A hash this small is kept as a list, and a list is slow to look through: one long value makes it a table.
local NO_LIST = string.rep('-', 65)

local function side_of(ticket) return string.sub(ticket, 1, 2) end
local function class_of(ticket) return string.sub(ticket, 1, 5) end
local function leaf_of(ticket) return string.byte(ticket, 3) end
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

local function crossings(ages, accepted)
  local pairs_of_nodes = {}
  for _, age in ipairs(ages) do
    for _, node in ipairs(accepted) do pairs_of_nodes[#pairs_of_nodes + 1] = string.char(age, node) end
  end
  return pairs_of_nodes
end

-- Adds a part for each crossing of a side in which anybody stands.
local function add_crossings(parts, side, asked)
  if #asked == 0 then return end
  for i, head in ipairs(redis.call('HMGET', heads_key(side), unpack(asked))) do
    if head then parts[tonumber(head)] = side .. asked[i] end
  end
end

-- Rank r of a sorted set: member, score (text); nothing when it is shorter.
local function at_rank(sorted_set, rank)
  local found = redis.call('ZRANGE', sorted_set, rank, rank, 'WITHSCORES')
  return found[1], found[2]
end

-- `score` is the first of its class now: in the leaves, and where it is the first of a crossing.
local function raise_heads(ticket, score)
  local side, leaf, accepted = side_of(ticket), leaf_of(ticket), accepted_of(ticket)
  for _, node in ipairs(accepted) do redis.call('ZADD', leaf_key(side, leaf, node), score, class_of(ticket)) end
  local asked, number = crossings(path_of(leaf), accepted), tonumber(score)
  local heads, changed = redis.call('HMGET', heads_key(side), unpack(asked)), {}
  for i, crossing in ipairs(asked) do
    if not heads[i] or number < tonumber(heads[i]) then
      changed[#changed + 1] = crossing
      changed[#changed + 1] = score
    end
  end
  if #changed > 0 then redis.call('HSET', heads_key(side), '', NO_LIST, unpack(changed)) end
end

-- Puts a user in; nothing happens to one who is there.
local function index(user, ticket, score)
  local class = class_of(ticket)
  local _, first = at_rank(class_key(class), 0)
  if redis.call('ZADD', class_key(class), score, user) == 0 then return end
  redis.call('HINCRBY', SIZES, class, 1)
  if not first or tonumber(score) < tonumber(first) then raise_heads(ticket, score) end
end

local function earlier(one, other)
  if not one then return other end
  if not other or tonumber(one) < tonumber(other) then return one end
  return other
end

-- In the crossings of one accepted node, the score that is gone gives way to the next one, from the leaf up.
local function lower_heads(side, leaf, accepted, gone, next_of_leaf)
  local path, asked = path_of(leaf), {}
  for _, node in ipairs(path) do
    asked[#asked + 1] = string.char(node, accepted)
    asked[#asked + 1] = string.char(sibling(node), accepted)
  end
  local heads = redis.call('HMGET', heads_key(side), unpack(asked))
  local head, kept, dropped = next_of_leaf, {}, {}
  for i, node in ipairs(path) do
    if tonumber(heads[2 * i - 1]) ~= gone then break end -- somebody else was first here, and so further up
    if head then
      kept[#kept + 1] = string.char(node, accepted)
      kept[#kept + 1] = head
    else
      dropped[#dropped + 1] = string.char(node, accepted)
    end
    head = earlier(head, heads[2 * i])
  end
  if #kept > 0 then redis.call('HSET', heads_key(side), unpack(kept)) end
  if #dropped > 0 then redis.call('HDEL', heads_key(side), unpack(dropped)) end
end

-- Takes a user out; nothing happens to one who is not in.
local function unindex(user, ticket)
  local class, side, leaf = class_of(ticket), side_of(ticket), leaf_of(ticket)
  local first, gone = at_rank(class_key(class), 0)
  if redis.call('ZREM', class_key(class), user) == 0 then return end
  if redis.call('HINCRBY', SIZES, class, -1) == 0 then redis.call('HDEL', SIZES, class) end
  if first ~= user then return end
  local _, next_of_class = at_rank(class_key(class), 0)
  for _, accepted in ipairs(accepted_of(ticket)) do
    local in_leaf = leaf_key(side, leaf, accepted)
    if next_of_class then redis.call('ZADD', in_leaf, next_of_class, class) else redis.call('ZREM', in_leaf, class) end
    local _, next_of_leaf = at_rank(in_leaf, 0)
    lower_heads(side, leaf, accepted, tonumber(gone), next_of_leaf)
  end
  if redis.call('HLEN', heads_key(side)) == 1 then redis.call('DEL', heads_key(side)) end
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

-- The crowd that fits, cut into disjoint parts: {[the part's first score] = part}. A part is side and crossing (4
-- bytes), or what is left of a leaf or a class: {sorted set, rank, holds = 'classes' or 'users', member}.
local function parts_for(ticket)
  local parts, asked = {}, crossings(accepted_of(ticket), path_of(leaf_of(ticket)))
  for _, side in ipairs(sides_for(ticket)) do add_crossings(parts, side, asked) end
  return parts
end

local function add_rest(parts, sorted_set, rank, holds)
  local member, score = at_rank(sorted_set, rank)
  if member then parts[tonumber(score)] = {key = sorted_set, rank = rank, holds = holds, member = member} end
end

-- Without its first user, a crossing is its other branches, the rest of the user's leaf and of the user's class.
local function split_crossing(parts, crossing, ticket)
  local side, top, accepted = string.sub(crossing, 1, 2), string.byte(crossing, 3, 4)
  local branches = {}
  for _, node in ipairs(path_of(leaf_of(ticket), top)) do branches[#branches + 1] = sibling(node) end
  add_crossings(parts, side, crossings(branches, {accepted}))
  add_rest(parts, leaf_key(side, leaf_of(ticket), accepted), 1, 'classes')
  add_rest(parts, class_key(class_of(ticket)), 1, 'users')
end

-- Takes the first user out of the part with that score; nothing is written.
local function pass_over(parts, score, user)
  local part = parts[score]
  parts[score] = nil
  if type(part) == 'string' then return split_crossing(parts, part, field(user, 'ticket')) end
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
