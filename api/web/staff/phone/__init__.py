"""The phone list: whom to call, what was said, and letters to be printed and posted."""
