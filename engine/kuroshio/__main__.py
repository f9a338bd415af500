"""`python -m kuroshio`: the command line, if the command `kuroshio` is not on the path."""

from kuroshio.cli.main import main

if __name__ == "__main__":
    main()
