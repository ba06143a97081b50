"""``python -m investisens`` is the command ``investisens``."""

from investisens.cli import main

if __name__ == "__main__":
    main()
