"""The command line: one group, with each subcommand in its own module, imported when it is called."""

from __future__ import annotations

import gc
import importlib

import click

from kuroshio import __version__
from kuroshio.cli import interrupts, terminal

COMMANDS = {
    "brief": "Write the printed pages of an exercise: for the room, for each seat, for control.",
    "check": "Check rules, maps and scenarios, and report every fault.",
    "check-room": "Say whether this machine is ready to show and keep a game.",
    "compare": "Play two variants under the same luck and count what differs.",
    "control": "Run a game by lines of control: orders, rulings, injects, notes, undo.",
    "coverage": "List the rules that carry each item of the report, and the gaps.",
    "keys": "List what a variant may change: values, ranges, sources.",
    "journal": "List what happened in a kept game, or recover a damaged one.",
    "levers": "Screen a scenario: what moves its outcomes, and what nothing reads.",
    "narrate": "Play one game by doctrine and tell it as text, each ruling explained.",
    "play": "Open the map and play, people at some seats, doctrines at the others.",
    "prices": "List what acts and events cost somebody, who feels it, and how one knows.",
    "rehearse": "Rehearse at control: scripted teams make mistakes, and a page says what became of each.",
    "replay": "Tell a kept game, to its end or to a phase, and print its state's hash.",
    "resume": "Resume a kept game.",
    "report": "Write the review of a kept game: what happened, why, and what was luck.",
    "run": "Play many games of a scenario and count the outcomes.",
    "scenario-from": "Make a scenario from the position of a kept game at the start of a turn.",
    "sheets": "Write the printed sheets of a kept game's turn, a page a seat.",
    "sources": "List the documents and series that entries rest on, and how sure each entry is.",
    "study": "Answer a question from one file: arms, factors, uncertain values, doses, partings.",
    "show": "Show the public picture of a game on a projector.",
}

MODULES = {"keys": "list_keys"}  # subcommands whose module has another name


ENVIRONMENT = {  # environment variables that are read
    "KUROSHIO_GAMES_DIR": "The folder in which games are kept.",
    "KUROSHIO_PUBLIC_DIR": "The folder for the public part of each game, which a projector reads.",
    "KUROSHIO_CACHE_DIR": "The folder for the compiled rules engine, if your home folder cannot be written, as on a cluster.",
    "NUMBA_DISABLE_JIT": "1 runs the rules engine uncompiled: the same games, about a hundred times slower.",
}


class Commands(click.Group):
    """A group that imports a subcommand only when it is needed: the kernel takes a second to import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = MODULES.get(cmd_name, cmd_name.replace("-", "_"))
        command: click.Command = importlib.import_module(f"kuroshio.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing any of them, and what is read from the environment."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))
        with formatter.section("Environment"):
            formatter.write_dl(tuple(ENVIRONMENT.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or say which one may have been meant."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from kuroshio.model.likely_names import nearest  # help and version need it not, and are quicker without

            raise click.UsageError(f"no such command {args[0]!r}; {nearest(args[0], COMMANDS, few=len(COMMANDS))}")
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            refuse_twice(command, click.Context(command, info_name=name, parent=ctx), rest)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> object:
        """Carry out the subcommand; an ending that it has not put into words itself is one word and its status."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            interrupts.caught()
            interrupts.say("Interrupted")
            raise SystemExit(interrupts.status()) from None


def refuse_twice(command: click.Command, ctx: click.Context, words: list[str]) -> None:
    """Refuse an option that is given twice where one of the two would be dropped without a word. Raises UsageError."""
    try:
        _, _, order = command.make_parser(ctx).parse_args(list(words))
    except click.UsageError:
        return  # the command itself will say so
    for option in order:
        single = isinstance(option, click.Option) and not option.multiple and (not option.is_flag or option.secondary_opts)
        if single and order.count(option) > 1:
            raise click.UsageError(f"{option.opts[0]} is given {order.count(option)} times; give it once", ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kuroshio")
def group() -> None:
    """Kuroshio: a turn-based wargame of the first island chain, for a room and for studies."""


def main() -> None:
    """Run the command line; faults in files end it with one sentence each and status 2, a signal with 128 and its number."""
    interrupts.listen()
    gc.set_threshold(100_000)  # loading makes many objects that stay: to look for cycles among them takes a tenth of a start
    with terminal.taken():
        try:
            code = carry_out()
        except KeyboardInterrupt:
            code = interrupts.status()
        interrupts.leave(code)


def carry_out() -> int:
    """Run the command line; its exit status."""
    try:
        ended = group.main(prog_name="kuroshio", standalone_mode=False)  # the status where it has printed help and no more
        return ended if isinstance(ended, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except click.ClickException as error:
        return refuse(error)
    except click.Abort:
        return interrupts.status()
    except terminal.Unprinted as lost:
        return (
            interrupts.status() if interrupts.heard() else interrupts.unprinted(lost)
        )  # the terminal has closed, or the output is lost
    except OSError as error:
        interrupts.say(terminal.one_line(f"{error.filename or 'The command has failed'}: {error.strerror or error}"))
        return 2
    except Exception as error:
        return list_faults(error)


def list_faults(error: Exception) -> int:
    """Print every fault of files, a sentence each; return the status. Raises any other error."""
    from kuroshio.files.faults import FaultyFiles

    if not isinstance(error, FaultyFiles):
        raise error
    for fault in error.faults:
        interrupts.say(terminal.one_line(str(fault)))
    return 2


def refuse(error: click.ClickException) -> int:
    """Print why a command is refused, what it quotes on one line with the rest; the status for that."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    if isinstance(error, click.UsageError) and error.ctx is not None:
        interrupts.say(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} --help' for help.\n")
    interrupts.say(f"Error: {terminal.one_line(error.format_message())}")
    return error.exit_code


if __name__ == "__main__":
    main()
