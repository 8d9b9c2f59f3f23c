"""Many hands: a form in parts, one for each responsible body, and back into one."""
