"""What the manuals of other programs say, as far as the docs use them.

Of `rabbitmqctl` everything that any release since 3.0 has had: what an older server takes is no mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Manual:
    """The part of a program's manual that is needed to say that a line is right."""

    commands: frozenset[str] = frozenset()  # the first word that is no option; none when the program has no commands
    options: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()  # options whose value is a word of its own
    attached: frozenset[str] = frozenset()  # options of one letter whose value stands right behind it
    letters: frozenset[str] = frozenset()  # all options of one letter, which can stand together; none when not told


MANUALS: Mapping[str, Manual] = {
    "apt-get": Manual(
        commands=frozenset({"install", "remove", "purge", "update", "upgrade", "dist-upgrade", "autoremove"}),
        options=frozenset({"-y", "--yes", "-q", "-qq"}),
    ),
    "brew": Manual(commands=frozenset({"install", "uninstall", "update", "upgrade", "services", "list", "info"})),
    "dot": Manual(options=frozenset({"-o"}), valued=frozenset({"-o"}), attached=frozenset({"-T", "-o", "-G", "-K"})),
    "ln": Manual(options=frozenset({"--symbolic", "--force"}), letters=frozenset("bdFfhiLnPrsStTvw")),
    "rabbitmq-server": Manual(options=frozenset({"-detached"})),
    "scutil": Manual(options=frozenset({"--get", "--set", "--dns", "--proxy"}), valued=frozenset({"--get", "--set"})),
    "systemctl": Manual(
        commands=frozenset(
            {"start", "stop", "restart", "reload", "status", "enable", "disable", "daemon-reload", "is-active", "mask"}
        ),
        options=frozenset({"--now", "--user", "--no-pager"}),
    ),
}

#: Of `rabbitmqctl`: command → fewest and most arguments; None for any number.
COMMANDS: Mapping[str, tuple[int, int | None]] = {
    "add_user": (1, 2),
    "add_vhost": (1, 1),
    "authenticate_user": (1, 2),
    "change_password": (1, 2),
    "clear_password": (1, 1),
    "clear_permissions": (1, 1),
    "clear_policy": (1, 1),
    "cluster_status": (0, 0),
    "delete_queue": (1, 1),
    "delete_user": (1, 1),
    "delete_vhost": (1, 1),
    "environment": (0, 0),
    "help": (0, 1),
    "list_bindings": (0, None),
    "list_channels": (0, None),
    "list_connections": (0, None),
    "list_consumers": (0, None),
    "list_exchanges": (0, None),
    "list_permissions": (0, 0),
    "list_policies": (0, 0),
    "list_queues": (0, None),
    "list_user_permissions": (1, 1),
    "list_users": (0, 0),
    "list_vhosts": (0, None),
    "ping": (0, 0),
    "purge_queue": (1, 1),
    "report": (0, 0),
    "reset": (0, 0),
    "set_permissions": (4, 4),
    "set_policy": (3, 3),
    "set_user_tags": (1, None),
    "shutdown": (0, 0),
    "start_app": (0, 0),
    "status": (0, 0),
    "stop": (0, 1),
    "stop_app": (0, 0),
    "version": (0, 0),
    "wait": (0, 1),
}
#: Of `rabbitmqctl`: options before or behind the command, and whether they take a value.
OPTIONS: Mapping[str, bool] = {
    "-p": True,
    "--vhost": True,
    "-n": True,
    "--node": True,
    "-q": False,
    "--quiet": False,
    "-s": False,
    "--silent": False,
    "-l": False,
    "--longnames": False,
    "-t": True,
    "--timeout": True,
    "--formatter": True,
    "--online": False,
    "--offline": False,
    "--local": False,
    "--no-table-headers": False,
    "--apply-to": True,
    "--priority": True,
}
#: What `rabbitmqctl list_queues` tells of queues.
OF_QUEUES = frozenset(
    {
        "name", "durable", "auto_delete", "arguments", "policy", "operator_policy", "effective_policy_definition",
        "pid", "owner_pid", "exclusive", "exclusive_consumer_pid", "exclusive_consumer_tag", "messages_ready",
        "messages_unacknowledged", "messages", "messages_ready_ram", "messages_unacknowledged_ram", "messages_ram",
        "messages_persistent", "message_bytes", "message_bytes_ready", "message_bytes_unacknowledged",
        "message_bytes_ram", "message_bytes_persistent", "head_message_timestamp", "disk_reads", "disk_writes",
        "consumers", "consumer_utilisation", "consumer_capacity", "memory", "slave_pids", "synchronised_slave_pids",
        "mirror_pids", "synchronised_mirror_pids", "state", "type", "leader", "members", "online",
    }
)  # fmt: skip
#: Options of MySQL's server that have to do with a result store in it, and their values where there are a few.
OF_MYSQL: Mapping[str, frozenset[str]] = {
    "transaction-isolation": frozenset({"READ-UNCOMMITTED", "READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE"}),
    "default-storage-engine": frozenset({"INNODB", "MYISAM", "MEMORY", "ARCHIVE", "CSV", "BLACKHOLE"}),
    "innodb-lock-wait-timeout": frozenset(),
    "max-allowed-packet": frozenset(),
    "max-connections": frozenset(),
    "wait-timeout": frozenset(),
    "interactive-timeout": frozenset(),
    "character-set-server": frozenset(),
    "collation-server": frozenset(),
    "sql-mode": frozenset(),
    "bind-address": frozenset(),
    "port": frozenset(),
}
#: Flags of sudo that are on or off.
OF_SUDO = frozenset(
    {
        "always_query_group_plugin", "always_set_home", "authenticate", "case_insensitive_group",
        "case_insensitive_user", "closefrom_override", "compress_io", "env_editor", "env_reset", "exec_background",
        "fast_glob", "fqdn", "ignore_audit_errors", "ignore_dot", "ignore_iolog_errors", "ignore_local_sudoers",
        "ignore_logfile_errors", "ignore_unknown_defaults", "insults", "iolog_flush", "log_allowed", "log_denied",
        "log_exit_status", "log_host", "log_input", "log_output", "log_server_keepalive", "log_subcmds", "log_year",
        "long_otp_prompt", "mail_all_cmnds", "mail_always", "mail_badpass", "mail_no_host", "mail_no_perms",
        "mail_no_user", "match_group_by_gid", "netgroup_tuple", "noexec", "noninteractive_auth", "pam_acct_mgmt",
        "pam_rhost", "pam_ruser", "pam_session", "pam_setcred", "passprompt_override", "path_info",
        "preserve_groups", "pwfeedback", "requiretty", "root_sudo", "rootpw", "runas_allow_unknown_id",
        "runas_check_shell", "runaspw", "selinux", "set_home", "set_logname", "set_utmp", "setenv", "shell_noargs",
        "stay_setuid", "sudoedit_checkdir", "sudoedit_follow", "syslog_pid", "targetpw", "tty_tickets",
        "umask_override", "use_loginclass", "use_netgroups", "use_pty", "user_command_timeouts", "utmp_runas",
        "visiblepw",
    }
)  # fmt: skip
