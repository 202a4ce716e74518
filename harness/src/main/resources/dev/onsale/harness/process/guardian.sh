# The guardian: outlives the harness, however that one ends, by just long enough to stop its children and remove its directory.
#
# usage: sh -c SCRIPT guardian DIRECTORY
#
# It reads one line an event from its standard input, "watch PID" or "forget PID". The end of the input is the end of the harness: the
# kernel closes the pipe even after kill -9. Then everything watched, with its descendants, and whatever else carries the run's mark in
# its environment (a daemon that left its parent, as Erlang's epmd does) is sent TERM, and KILL when it is still there some seconds later.

trap '' INT HUP TERM QUIT
directory=$1
mark=ONSALE_RUN=${directory##*/}
watched=' '

# Without these it could stop nothing, and would not know.
for tool in awk cat grep rm sed sleep tr; do
  command -v "$tool" >/dev/null || { echo "$tool"; exit 1; }
done

echo ready
exec >/dev/null 2>&1

while read -r event pid; do
  case $event in
    watch) watched="$watched$pid " ;;
    forget)
      before=${watched%%" $pid "*}
      [ "$before" = "$watched" ] || watched="$before ${watched#*" $pid "}"
      ;;
  esac
done

# Everything that runs, a line each: process, state, parent.
processes() {
  if [ -r /proc/self/stat ]; then
    cat /proc/[0-9]*/stat | sed -n 's/^\([0-9]*\) (.*) \(.\) \([0-9]*\) .*/\1 \2 \3/p'
  else
    ps -A -o pid= -o stat= -o ppid=
  fi
}

# The processes that carry the mark. The brackets keep the pattern from matching the command that looks for it.
marked() {
  if [ -r /proc/self/stat ]; then
    grep -ls "$mark" /proc/[0-9]*/environ | sed 's|^/proc/\([0-9]*\)/.*|\1|'
  else
    ps -A -E -ww -o pid= -o command= | sed -n "s|^ *\([0-9]*\) .*[O]NSALE_RUN=${directory##*/}.*|\1|p"
  fi
}

# What is still running of the watched and the marked ones and their descendants.
remaining() {
  processes | awk -v roots="$watched $(marked | tr '\n' ' ')" '
    $2 !~ /^Z/ { parent[$1] = $3 }
    END {
      split(roots, root, " ")
      for (i in root) if (root[i] in parent) family[root[i]]
      do {
        grown = 0
        for (p in parent) if (!(p in family) && (parent[p] in family)) { family[p]; grown = 1 }
      } while (grown)
      for (p in family) print p
    }'
}

asked=' '
tenths=0
while pids=$(remaining); [ -n "$pids" ] && [ $tenths -lt 80 ]; do
  for pid in $pids; do
    if [ $tenths -ge 40 ]; then
      kill -KILL "$pid"
    else
      case $asked in
        *" $pid "*) ;;
        *) kill -TERM "$pid"; kill -CONT "$pid"; asked="$asked$pid " ;;
      esac
    fi
  done
  sleep 0.1
  tenths=$((tenths + 1))
done

rm -rf -- "$directory" || { sleep 1; rm -rf -- "$directory"; }
