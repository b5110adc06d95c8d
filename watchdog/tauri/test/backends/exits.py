"""Says why and exits at once."""

import sys

print("the disk is on fire", file=sys.stderr)
sys.exit(3)
