# The processes that a sample takes, counted exactly, in a run long enough for what is done now and then (forks.sh SHELL live or BOX): no
# more than the commands whose frames there are, and three: the time, the pause, the bringing to the disk.
. "$(dirname "$0")/lab.sh"
command -v strace >/dev/null || skip 'no strace to count with'
strace --seccomp-bpf -f -qq -o probe true 2>/dev/null || skip 'nobody may trace here'
test "$2" = live || be_box "$2"
hurry
for name in renice ionice; do
	fake "$name" </dev/null
done
strace --seccomp-bpf -f -qq -e trace=fork,vfork,clone,clone3,execve -o trace sh "$collector" -f -k -i 7 86400 >out 2>&1 &
wait_until 240 has_samples 70
find_capture
read -r pid <"$capture/.work/lock/pid"
kill -TERM "$pid"
wait

# Whoever has not become a command yet forks for us. A pause of 7 s or less begins each sample; the watcher's, of 60 s, are not shorter here
# and too rare to be seen, so they are reckoned: one in six samples at 10 s.
awk -v main="$pid" '
	/execve\(.*\["sleep", "[1-7]"\]/ { sample++ }
	/execve\(/ && $1 != main { command[$1] = 1 }
	/(fork|clone3?)(\(| resumed).* = [0-9]+$/ && !($1 in command) && sample >= 2 && sample < 66 { forks++ }
	END { print forks / 64 + 1 / 6 }' trace >forks
# The frames of the same 64 samples; "self" is our own.
{
	cat "$capture"/samples/*.log
	gzip -dc "$capture"/samples/*.gz 2>/dev/null
} | awk '/^#seep> / && $4 != "self" && $2 >= 2 && $2 < 66 { n++ } END { print n / 64 }' >frames
echo "$(cat forks) processes for $(cat frames) commands in a sample"
awk '{ n[NR] = $1 } END { exit !(n[2] > 4 && n[1] > n[2] - 3 && n[1] <= n[2] + 3) }' forks frames ||
	fail 'too many processes, or none counted'
