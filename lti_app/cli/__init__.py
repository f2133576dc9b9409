"""The `hornbook-lti` command."""

from __future__ import annotations

import click

from lti_app.cli.demo import demo
from lti_app.cli.keys import keys
from lti_app.cli.outbox import outbox
from lti_app.cli.person import person
from lti_app.cli.platform import platform
from lti_app.cli.serve import serve
from lti_app.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hornbook", prog_name="hornbook-lti")
def main() -> None:
    """Serve flash cards, quizzes and lessons inside an LMS, and send grades to its gradebook.

    Every flag of a command can also be set in the environment: --public-url is HORNBOOK_PUBLIC_URL.
    """


main.add_command(serve)
main.add_command(platform)
main.add_command(keys)
main.add_command(outbox)
main.add_command(worker)
main.add_command(person)
main.add_command(demo)
