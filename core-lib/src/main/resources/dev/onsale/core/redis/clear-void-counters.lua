-- Clears counters that were counted up although they had vanished, and so began at 0.
-- KEYS     the counters
-- ARGV[1]  where the counters of a sale start
-- Reply    how many were cleared
-- Effect   those that are below the start are deleted

local cleared = 0
for i = 1, #KEYS do
  local value = tonumber(redis.call('GET', KEYS[i]) or ARGV[1])
  if value < tonumber(ARGV[1]) then
    cleared = cleared + redis.call('DEL', KEYS[i])
  end
end
return cleared
