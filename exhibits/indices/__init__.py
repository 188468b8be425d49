"""四个指数: the four indices, each by itself and together."""
