# Shared by the scripts of this folder: messages, and a clean end.
# shellcheck shell=bash

log() { printf '** %s\n' "$*" >&2; }
fatal() {
    printf '** ERROR: %s\n' "$*" >&2
    exit 1
}

# Runs a command so that a signal to this script is handled at once, and not when the command is done.
run() {
    "$@" &
    wait $!
}

# Every process that a script starts inherits a mark in its environment, so that none is left behind: neither when the
# script fails nor when it is interrupted, nor if a test's server has a process group of its own. The script starts
# itself anew with the mark, because what /proc shows of a process is the environment it was started with.
if [ -z "${SQUALL_SCRIPT_MARK:-}" ]; then
    SQUALL_SCRIPT_MARK="$$-$RANDOM$RANDOM" SQUALL_SCRIPT_OWNER=$$ exec bash "$0" "$@"
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

marked_processes() {
    local environment process
    for environment in /proc/[0-9]*/environ; do
        process=${environment#/proc/}
        process=${process%/environ}
        [ "$process" != "$$" ] && [ "$process" != "$BASHPID" ] || continue
        if grep -qz "^SQUALL_SCRIPT_MARK=$SQUALL_SCRIPT_MARK\$" "$environment" 2>/dev/null; then echo "$process"; fi
    done
}

stop_marked_processes() {
    local processes
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        processes=$(marked_processes)
        [ -n "$processes" ] || return 0
        # shellcheck disable=SC2086
        kill $processes 2>/dev/null
        sleep 0.1
    done
    # shellcheck disable=SC2086
    kill -KILL $processes 2>/dev/null
    return 0
}

# The outermost script cleans up; those that it calls share its mark and leave that to it.
if [ "$SQUALL_SCRIPT_OWNER" = $$ ]; then
    # A script that needs a folder for a while calls it that.
    trap 'status=$?; trap - EXIT; stop_marked_processes; rm -rf "${temporary_folder:-}"; exit $status' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
fi
