"""The protocol: the one room that knows the LTI library and speaks to platforms."""
