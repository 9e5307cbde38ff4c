"""The command, as ``python -m killzone``."""

from killzone import main

if __name__ == "__main__":
    main()
