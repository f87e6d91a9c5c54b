"""What follows here from what happens to an account in auth-match, and all that is kept of one."""
