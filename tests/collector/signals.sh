# TERM, INT, HUP and stop end a run within two seconds, everything kept; a command that runs at that moment does not hold
# it up.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
fake netstat <<'END'
test "$1" = -m || exit 1
exec sleep 30
END

ends_by () {
	rm -rf seep-*
	# A shell lets what it starts in the background ignore INT.
	python3 -c '
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp("sh", ["sh"] + sys.argv[1:])' "$collector" -f -k -i 1 600 >out 2>&1 &
	pid=$!
	wait_until 30 has "$2"
	find_capture
	"$1" || fail "$1"
	began=$(date +%s)
	wait "$pid"
	status=$?
	test $(($(date +%s) - $began)) -le 3 || fail "$1: takes $(($(date +%s) - $began)) s"
	test "$status" -eq 0 || fail "$1: status $status: $(cat out)"
	must_end "$3"
	frames_are_whole "$capture" 0
	test -f "$capture.tgz" || fail "$1: no archive"
	test ! -e "$capture/.work" || fail "$1: its own notes are left"
}

term () { kill -TERM "$pid"; }
int () { kill -INT "$pid"; }
hup () { kill -HUP "$pid"; }
# Before the loop the fake netstat hangs: TERM ends that too.
ends_by term before/ps.txt signal-TERM
fake netstat <<'END'
test "$1" = -m || exit 1
echo "1/2/3 mbufs in use (current/cache/total)"
END
ends_by int samples/self.log signal-INT
ends_by hup samples/self.log signal-HUP
