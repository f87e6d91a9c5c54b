"""Matching without Redis, to predict what the scripts do.

`model` (with `rooms`, `queue`, `state`) is the rules, `expected` and `crowd` the keys that they leave,
`promises` what must hold whatever happens, `world` the real Redis on a clock that the test holds, `machine`
what people do.

Times are whole microseconds: what is compared must not depend on rounding.
"""
