"""Stories in a real browser, through the gateway: what two people see, hear and press."""
