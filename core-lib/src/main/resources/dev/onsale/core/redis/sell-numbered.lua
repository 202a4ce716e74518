-- Decides a batch of k purchases of seats.
-- KEYS[1]            the sale's ledger, a hash
-- ARGV[1]            the sale in words
-- ARGV[2 .. k+1]     the request ids
-- ARGV[k+2 .. 2k+1]  the seats, as the ledger's fields: ' 42'
-- ARGV[2k+2 .. 3k+1] what the ledger is to remember of the request when it gets its seat: '42 <client>'
-- Reply   nil when there is no such sale, else a number for each purchase: 2 when it has its seat, 0 when the seat was taken; one more
--         when it is the stored outcome of an earlier attempt; -1 when the request id belongs to another client or seat
-- Effect  a seat that is sold names its request; each new request is remembered, after a '-' when it got nothing. One write, the last
--         thing done: an error means that nothing was written.

local k = (#ARGV - 1) / 3
local found = redis.call('HMGET', KEYS[1], ' sale', unpack(ARGV, 2, 2 * k + 1))
if found[1] ~= ARGV[1] then
  return false
end
local reply, here, taken, write, n = {}, {}, {}, {}, 0

for i = 1, k do
  local id = ARGV[i + 1]
  local value = ARGV[i + 1 + 2 * k]
  local before = found[i + 1] or here[id]
  if before then
    if before == value then
      reply[i] = 3
    elseif before == '-' .. value then
      reply[i] = 1
    else
      reply[i] = -1
    end
  else
    local seat = ARGV[i + 1 + k]
    if found[i + 1 + k] or taken[seat] then
      value = '-' .. value
      reply[i] = 0
    else
      taken[seat] = true
      write[n + 1] = seat
      write[n + 2] = id
      n = n + 2
      reply[i] = 2
    end
    here[id] = value
    write[n + 1] = id
    write[n + 2] = value
    n = n + 2
  end
end

if n > 0 then
  redis.call('HSET', KEYS[1], unpack(write, 1, n))
end
return reply
