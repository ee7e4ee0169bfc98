"""`python -m pipeline` is the console script `tweetscope`."""

from pipeline.commands.app import main

if __name__ == "__main__":
    main()
