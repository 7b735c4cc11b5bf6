# A command that was running when the box died is not run again after resume, unless -f says so; resume goes on with the next
# number, and mends what was torn.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
fake fstat <<'END'
echo called >>"$SCRATCH/calls"
test ! -e "$SCRATCH/deadly" || exec sleep 600
echo 'USER     CMD          PID   FD MOUNT      INUM MODE         SZ|DV R/W'
END
SCRATCH=$scratch
export SCRATCH
true >deadly
start -i 1 600
wait_until 20 test -s calls
find_capture
# The box dies.
pkill -KILL -P "$pid"
kill -KILL "$pid"
wait "$pid" 2>/dev/null
rm deadly calls
printf '#seep> 1 2026-11-25T10:00:00Z vmstat\n procs      mem' >"$capture/samples/vmstat.log"
echo 'start 1 2026-11-25T10:00:00Z descriptors' >>"$capture/journal.log"

# A process that ended, and whose parent does not care, holds no lock; resume need not wait for it.
python3 -c 'import subprocess, time
child = subprocess.Popen(["true"])
print(child.pid, flush=True)
time.sleep(20)' >ended &
careless=$!
wait_until 10 test -s ended
read -r ended <ended
echo "$ended" >"$capture/.work/lock/pid"
wait_until 10 grep -q '^State:.Z' "/proc/$ended/status"
sed 's/.*) //' "/proc/$ended/stat" | cut -d ' ' -f 20 >"$capture/.work/lock/start"
sh "$collector" status "$capture" >out 2>&1
grep -q 'not running' out || fail "a process that has ended collects: $(cat out)"
kill "$careless"

# As after a reboot: the lock's number belongs to somebody else.
echo "$$" >"$capture/.work/lock/pid"
sh "$collector" resume "$capture" >out 2>&1 &
pid=$!
wait_until 20 has_samples 2
kill -KILL "$pid"
wait "$pid" 2>/dev/null
test ! -e calls || fail 'the poisoned command was run again'
grep -q '^descriptors$' "$capture/quarantine" || fail 'not in quarantine'
frames_are_whole "$capture" 1
test "$(grep -c '^#seep> 2 ' "$capture/samples/vmstat.log")" -eq 1 || fail 'the frame after the torn one is lost'
seep_reads "$capture" 2

# Once in 60 samples is its turn: 61.
awk 'BEGIN { for (i = 1; i <= 60; i++) printf "#seep> %d 2026-11-25T11:00:00Z uptime\n\n#seep< %d 0\n", i, i }' >"$capture/samples/uptime.log"
sh "$collector" -f resume "$capture" >out 2>&1 &
pid=$!
wait_until 20 test -s calls
kill -TERM "$pid"
wait "$pid"
test -f "$capture.tgz" || fail "no good end after resume: $(cat out)"
