-- Clears what was written to a ledger that had vanished.
-- KEYS[1]  the sale's ledger, a hash
-- Reply    1 when it was cleared, 0 when it is a sale after all
-- Effect   a ledger that does not say whose it is, is deleted

if redis.call('HEXISTS', KEYS[1], ' sale') == 1 then
  return 0
end
redis.call('DEL', KEYS[1])
return 1
