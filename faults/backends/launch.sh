#!/bin/sh
# A launcher: activates the environment and starts Python as its child. Arguments: the environment, the script.
. "$1/bin/activate"
python -SE "$2"
