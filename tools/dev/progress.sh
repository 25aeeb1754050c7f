# Sourced by ../../dev: programs that take long, and what is seen of them meanwhile.

log=build/dev.log # what the last of them has printed

# The last step of ninja, pip or apt that is in the log, in short.
last_step() {
    step='\[[0-9]+/[0-9]+\]|Collecting|Downloading|Installing|Get:[0-9]+|Unpacking|Setting up'
    tail -c 4000 $log | grep -oE "($step) .*" | tail -n 1 |
        sed -E 's/Building CXX object .*\///' | cut -c 1-60
}

# On a terminal one line that is rewritten, elsewhere a line every 15 seconds: until this is stopped,
# or the shell that started it is gone.
show_steps() { # terminal or file
    seconds=0
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        seconds=$((seconds + 1))
        if [ "$1" = terminal ]; then
            printf '\r\033[Kdev: %s s  %s' $seconds "$(last_step)" >&2
        elif [ $((seconds % 15)) -eq 0 ]; then
            say "$seconds s  $(last_step)"
        fi
    done
}

stop_showing() {
    kill "$shown" 2>/dev/null || true
    wait "$shown" 2>/dev/null || true
    [ $screen = file ] || printf '\r\033[K' >&2
}

# What the log has of the program that failed: from where pip ran it, and without the steps that
# went well.
print_failure() {
    awk '/Running command/ { text = "" }
        !/^ *\[[0-9]+\/[0-9]+\] / { text = text $0 "\n" }
        END { printf "%s", text }' $log >&2
}

# Runs a program and shows its steps; what it prints is seen only if it fails.
with_steps() { # command
    mkdir -p build
    : >$log
    screen=file
    [ ! -t 2 ] || [ "${TERM:-dumb}" = dumb ] || screen=terminal
    show_steps $screen &
    shown=$!
    trap 'stop_showing; exit 130' INT
    trap 'stop_showing; exit 143' TERM
    status=0
    "$@" >>$log 2>&1 || status=$?
    trap - INT TERM
    stop_showing
    [ $status = 0 ] || print_failure
    return $status
}
