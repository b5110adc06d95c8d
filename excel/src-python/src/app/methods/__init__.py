"""The methods that the service answers, one family a file."""
