"""A Redis cache that a site survives the loss of: without Redis every look-up is a miss, nothing raises."""

import logging

import redis
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
AWAY = redis.exceptions.RedisError  # away, or out of memory


def _forgiving(name, result):
    method = getattr(RedisCache, name)

    def call(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except AWAY as error:
            logger.warning("cache %s: Redis is away (%s)", name, error)
            if name == "get":
                return kwargs.get("default", args[1] if len(args) > 1 else None)
            return result() if callable(result) else result

    call.__name__ = name
    return call


class FallbackRedisCache(RedisCache):
    add = _forgiving("add", True)
    get = _forgiving("get", None)
    set = _forgiving("set", None)
    touch = _forgiving("touch", False)
    delete = _forgiving("delete", False)
    get_many = _forgiving("get_many", dict)
    set_many = _forgiving("set_many", list)
    delete_many = _forgiving("delete_many", None)
    has_key = _forgiving("has_key", False)
    clear = _forgiving("clear", False)
