# When no process can be started, and when memory is short, the collector goes on trying, in the same process, and takes samples
# again as soon as it can; what it wrote is a capture.
. "$(dirname "$0")/lab.sh"
test "$(id -u)" -eq 0 || skip 'only root can become another user with a limit of its own'
# Of its own, for the limit counts all processes of a user, those of other tests too.
user=$((61000 + $$ % 4000))
chmod 711 "$scratch"
mkdir home
chown "$user" home
cp "$collector" seep-collect
chmod 755 seep-collect shell
be_box freebsd-13
chmod 755 bin
cat >as_user.py <<'END'
import os, resource, sys
kind, limit, uid = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
os.setgroups([]); os.setgid(uid); os.setuid(uid)
resource.setrlimit(getattr(resource, kind), (limit, limit))
os.execvp(sys.argv[4], sys.argv[4:])
END

# Other processes of the same user take every place that there is: the limit is 16.
cd home || exit 1
python3 ../as_user.py RLIMIT_NPROC 16 "$user" sh "$scratch/seep-collect" -f -k -i 1 600 >../out 2>&1 &
pid=$!
wait_until 30 has_samples 3
hogs=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	python3 ../as_user.py RLIMIT_NPROC 100 "$user" "$real_sleep" 6 &
	hogs="$hogs $!"
done
find_capture
capture=$scratch/home/${capture##*/}
nap 2
count=$(grep -c '^#seep<' "$capture/samples/self.log")
# shellcheck disable=SC2086
wait $hogs
kill -0 "$pid" 2>/dev/null || fail "gave up when no process could be started: $(cat ../out)"
wait_until 60 has_samples $(($count + 3))
kill -TERM "$pid"
wait_until 30 test -f "$capture/end.txt"
wait "$pid"
must_end signal-TERM
frames_are_whole "$capture" 40
seep_reads "$capture" $(($count + 3))

# 24 MB of address space for everything: commands may fail, the capture is one.
cd "$scratch/home" || exit 1
rm -rf seep-*
python3 ../as_user.py RLIMIT_AS 24000000 "$user" sh "$scratch/seep-collect" -f -k -i 1 600 >../out 2>&1 &
pid=$!
wait_until 60 has_samples 3
kill -TERM "$pid"
wait "$pid"
find_capture
capture=$scratch/home/${capture##*/}
must_end signal-TERM
frames_are_whole "$capture" 1
seep_reads "$capture" 3
cd "$scratch" || exit 1
