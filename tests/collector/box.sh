# A whole run on a box that is not here: every command that it has is recorded, whole, with the bytes it printed, and what it
# has not is told and not tried again. The same under every shell.
. "$(dirname "$0")/lab.sh"
box=$2
be_box "$box"
if test "$box" = ipso-6; then
	FWDIR=$scratch/fw
	export FWDIR
	mkdir -p "$FWDIR/bin"
	ln -s "$top/fixtures/boxes/replay" "$FWDIR/bin/fw"
	ln -s "$top/fixtures/boxes/replay" "$FWDIR/bin/cpstat"
fi

collect -k -i 1 3 >out 2>&1 || fail "status $?: $(cat out)"
grep -q wrote out || fail "no archive: $(cat out)"
find_capture
must_end completed
frames_are_whole "$capture"
test ! -s "$capture/errors.log" || fail "errors: $(cat "$capture/errors.log")"
test ! -e "$capture/.work" || fail 'its own notes are left'

# body NAME SEQ: what stands in a frame, without the newline that the collector adds.
body () {
	awk -v seq="$2" '
		/^#seep> / && $2 == seq { open = 1; next }
		/^#seep< / && open { exit }
		open { if (held) print line; line = $0; held = 1 }' "$capture/samples/$1.log"
}

# The frame holds the very text that the box prints.
same_text () {
	body "$1" 1 | cmp -s - "$SEEP_BOX/$2" || fail "$1 is not what '$2' printed: $(body "$1" 1 | diff - "$SEEP_BOX/$2" | head -5)"
}

set -- "$SEEP_BOX"/ps_-ax*
same_text ps "${1##*/}"
same_text vmstat vmstat
same_text vmstat-m vmstat_-m
same_text vmstat-s vmstat_-s
same_text netstat-m netstat_-m
same_text descriptors fstat
set -- "$SEEP_BOX"/top_-b*
same_text top "$(basename "$(ls "$SEEP_BOX"/top_-b "$SEEP_BOX"/top_-b_-d1_infinity 2>/dev/null)")"
grep -q '^kern.boottime' "$capture/samples/boot.log" || fail 'no boot time'
grep -q '^kern.maxfiles' "$capture/samples/limits.log" || fail 'no limits'
case $box in
openbsd)
	test ! -e "$capture/samples/vmstat-z.log" || fail 'vmstat -z is tried although there is none'
	grep -q '^missing.vmstat-z: ' "$capture/capture.txt" || fail 'what is missing is not told'
	same_text swap swapctl_-lk
	same_text firewall pfctl_-si
	;;
*)
	same_text vmstat-z vmstat_-z
	same_text swap swapinfo_-k
	grep -q '^vm.stats.vm.v_free_count: ' "$capture/samples/memory.log" || fail 'no memory'
	;;
esac
if test "$box" = ipso-6; then
	same_text fw-pstat fw_ctl_pstat
	same_text cpstat cpstat_-f_memory_os
	same_text ipsctl ipsctl_-a
	cmp -s "$SEEP_BOX/fw_ver" "$capture/before/fw-version.txt" || fail 'no version of fw'
	grep -q '^start 1 .* fw-pstat$' "$capture/journal.log" || fail 'a risky command without a line before'
	grep -q '^done 1 fw-pstat$' "$capture/journal.log" || fail 'a risky command without a line after'
fi
grep -q "^system: $(cat "$SEEP_BOX/uname_-s")\$" "$capture/capture.txt" || fail 'wrong system'
for when in before after; do
	cmp -s "$SEEP_BOX/vmstat_1_5" "$capture/$when/vmstat-1-5.txt" || fail "no $when/vmstat-1-5.txt"
done

# The archive holds the same as the directory, in order of time.
mkdir again
tar -xzf seep-*.tgz -C again || fail 'the archive cannot be read'
diff -r "$capture" again/"${capture##*/}" || fail 'the archive differs'
tar -tzf seep-*.tgz >list
test "$(head -n 1 list)" = "${capture##*/}/capture.txt" || fail 'capture.txt is not the first'
test "$(tail -n 1 list)" = "${capture##*/}/end.txt" || fail 'end.txt is not the last'

# The same logs under every shell.
more=
case $box in
freebsd-*) more='memory vmstat-z' ;;
ipso-6) more='memory vmstat-z cpstat fw-pstat ipsctl' ;;
openbsd) more='firewall' ;;
esac
for name in boot descriptors files limits load netstat-m ps self swap top vmstat vmstat-m vmstat-s $more; do
	echo "$name.log"
done | sort >wanted
(cd "$capture/samples" && ls) | sort | diff wanted - || fail 'other logs than wanted'
