-- Deletes keys of a sale.
-- KEYS    the keys, whether they exist or not
-- Reply   how many existed
-- Effect  none of them does

return redis.call('UNLINK', unpack(KEYS))
