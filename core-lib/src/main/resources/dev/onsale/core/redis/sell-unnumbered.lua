-- Decides a batch of k purchases of any ticket.
-- KEYS[1]           the sale's ledger, a hash
-- ARGV[1]           the sale in words
-- ARGV[2]           its capacity
-- ARGV[3 .. k+2]    the request ids
-- ARGV[k+3 .. 2k+2] the clients
-- Reply   nil when there is no such sale, else a number for each purchase: 2 * ticket, where no ticket is 0; one more when it is the
--         stored outcome of an earlier attempt; -1 when the request id belongs to another client
-- Effect  ' sold' counts up; each new request is remembered as '<ticket> <client>' or '-0 <client>'. One write, the last thing done:
--         an error means that nothing was written.

local k = (#ARGV - 2) / 2
local found = redis.call('HMGET', KEYS[1], ' sale', ' sold', unpack(ARGV, 3, k + 2))
if found[1] ~= ARGV[1] then
  return false
end
local capacity = tonumber(ARGV[2])
local sold = tonumber(found[2])
local reply, here, write, n = {}, {}, {}, 0

for i = 1, k do
  local id = ARGV[i + 2]
  local client = ARGV[i + 2 + k]
  local before = found[i + 2] or here[id]
  if before then
    local ticket, owner = string.match(before, '^(%-?%d+) (.*)$')
    if owner ~= client then
      reply[i] = -1
    elseif ticket == '-0' then
      reply[i] = 1
    else
      reply[i] = 2 * ticket + 1
    end
  else
    local value
    if sold < capacity then
      sold = sold + 1
      value = sold .. ' ' .. client
      reply[i] = 2 * sold
    else
      value = '-0 ' .. client
      reply[i] = 0
    end
    here[id] = value
    write[n + 1] = id
    write[n + 2] = value
    n = n + 2
  end
end

if n > 0 then
  redis.call('HSET', KEYS[1], ' sold', sold, unpack(write, 1, n))
end
return reply
