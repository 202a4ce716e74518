-- Puts a sale on.
-- KEYS[1]  the sale's ledger, a hash
-- ARGV[1]  the sale in words: its model and capacity
-- ARGV[2]  seconds until the ledger expires
-- Reply    1, or 0 when the sale is on already
-- Effect   the ledger holds the sale in words and a count of 0, and nothing else; or none

if redis.call('HEXISTS', KEYS[1], ' sale') == 1 then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], ' sale', ARGV[1], ' sold', 0)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
