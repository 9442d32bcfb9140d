"""Every command, from its own definition."""

from importlib.util import find_spec

import click

from farlight.config.cli import COMMANDS, farlight
from generation.tables import code, paragraphs, table

HEAD = """# Commands

There is one command, `farlight`. Errors are told in words, and the exit status is then 1 (2 when the command line
itself is wrong). Each command takes `--help`.

"""


def page() -> str:
    """Return the page."""
    context = click.Context(farlight, info_name="farlight")
    present = [name for name in COMMANDS if find_spec(f"farlight.config.commands.{name.replace('-', '_')}")]
    lines = [HEAD, table(["command", "what it does"], [(f"`farlight {n}`", COMMANDS[n]) for n in present]), ""]
    for name in present:
        command = farlight.get_command(context, name)
        if command is not None:
            lines += _section(command, click.Context(command, info_name=name, parent=context), level=2)
    return "\n".join(lines)


def _section(command: click.Command, context: click.Context, *, level: int) -> list[str]:
    path = context.command_path
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    rows = [_row(p, context) for p in command.params if not isinstance(p, click.Argument) and p.name != "help"]
    lines = [f"{'#' * level} {path}", "", "```text", usage, "```", "", paragraphs(_help(command)), ""]
    if rows:
        lines += [table(["option", "default", "what it does"], rows), ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                lines += _section(inner, click.Context(inner, info_name=name, parent=context), level=level + 1)
    return lines


def _help(command: click.Command) -> str:
    return (command.help or "").replace("\b\n", "").replace("\f", "")


def _row(parameter: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    record = parameter.get_help_record(context) or (parameter.opts[0], "")
    default = parameter.default
    silent = default is None or default is False or callable(default) or "UNSET" in repr(default)
    shown = "" if silent else default
    if isinstance(shown, tuple | list):
        return code(record[0]), ", ".join(map(code, shown)), getattr(parameter, "help", "") or ""
    return code(record[0]), code(shown), getattr(parameter, "help", "") or ""
