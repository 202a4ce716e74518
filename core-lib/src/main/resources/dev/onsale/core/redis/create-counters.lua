-- Sets counters to where they start.
-- KEYS     the counters
-- ARGV[1]  where they start
-- ARGV[2]  seconds until they expire
-- Reply    1
-- Effect   each counter is there, whatever it was before

for i = 1, #KEYS do
  redis.call('SET', KEYS[i], ARGV[1], 'EX', ARGV[2])
end
return 1
