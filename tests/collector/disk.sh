# A disk that fills up ends the run in good order: foreseen (df says so), and not foreseen (the file system really is full).
# A directory that is taken away ends it too. Nothing is written to memory without -f.
. "$(dirname "$0")/lab.sh"
be_box freebsd-13
hurry
fake df <<'END'
echo "Filesystem  1024-blocks     Used    Avail Capacity  Mounted on"
echo "/dev/vtbd0p2   20307196 18000000  $(cat "$SCRATCH/free")    89%    /"
END
SCRATCH=$scratch
export SCRATCH
echo 2307196 >free
start -k -i 7 86400
wait_until 20 has_samples 2
echo 100 >free
wait "$pid"
test $? -eq 1 || fail "status of a run that could not go on: $(cat out)"
find_capture
must_end disk-low
frames_are_whole "$capture"
test ! -e "$capture.tgz" || fail 'an archive on a full disk'
grep -q 'stays a directory' out || fail 'does not tell that it stays a directory'
seep_reads "$capture" 2

# The budget is half of what was free.
rm -rf seep-*
echo 400 >free
start -k -i 7 86400
wait "$pid"
find_capture
must_end size-limit

rm -rf seep-*
echo 2307196 >free
start -k -i 7 86400
wait_until 20 has_samples 2
mv seep-* gone
wait "$pid"
test $? -eq 1 || fail "status when the directory was taken away: $(cat out)"
test -z "$(ls -d seep-* 2>/dev/null)" || fail 'something was written again'

fake df <<'END'
echo "Filesystem  1024-blocks     Used    Avail Capacity  Mounted on"
echo "/dev/md0        20307196 18000000  2307196    89%    /var"
END
sh "$collector" -i 7 30 >out 2>&1
test $? -eq 1 || fail 'writes to memory'
grep -q '/dev/md0' out || fail 'does not say why'
test -z "$(ls -d seep-* 2>/dev/null)" || fail 'a directory is left behind'
rm "$scratch/bin/df"

mkdir small
/bin/mount -t tmpfs -o size=2m none small 2>/dev/null || skip 'no small file system to fill (the rest holds)'
trap '/bin/umount "$scratch/small"; rm -rf "$scratch"' EXIT
(cd small && exec sh "$collector" -f -k -i 7 86400 >../out 2>&1) &
pid=$!
cd small || exit 1
wait_until 20 has_samples 2
dd if=/dev/zero of=fill bs=1024 2>/dev/null
wait "$pid"
find_capture
capture=$scratch/small/${capture##*/}
must_end disk-low
frames_are_whole "$capture" 1
seep_reads "$capture" 2
cd "$scratch" || exit 1
