"""`talkoot up`, from the checkout: `python -m bench.up`."""

from cli.main import run

if __name__ == "__main__":
    import sys, os
    if os.environ.get("UV"):
        import asyncio, uvloop
        uvloop.install()

    sys.argv[1:] = ["up"]
    run()
