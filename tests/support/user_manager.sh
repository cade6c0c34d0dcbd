#!/usr/bin/env bash
# Runs a command beside a systemd of its own, as the one of a user: `systemctl --user` then speaks to that one, and to no
# other. It has a folder for its own units, and of the machine's own only the targets. For root, in a namespace of its own;
# ends with 77 where that cannot be had. To be started with XDG_RUNTIME_DIR and XDG_CONFIG_HOME set to folders for it.
set -euo pipefail
manager=/usr/lib/systemd/systemd
[ -x $manager ] && [ "$(id -u)" = 0 ] || exit 77
if [ "${1:-}" != --inside ]; then
  tree=$(findmnt -n -t cgroup2 -o TARGET | head -1)
  [ -n "$tree" ] && group=$(mktemp -d "$tree/limber-XXXXXX" 2>/dev/null) || exit 77
  status=0
  unshare -m --propagation private bash -c 'echo $$ >"$0/cgroup.procs" && exec unshare -C "$@"' "$group" "$0" --inside "$@" || status=$?
  find "$group" -name cgroup.procs -exec cat {} + | xargs -r kill -9 2>/dev/null || true
  for _ in $(seq 50); do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break; sleep 0.1; done
  exit $status
fi
shift
mount -t cgroup2 none /sys/fs/cgroup && mount -t tmpfs none /run/systemd && mkdir /run/systemd/system || exit 77
units=$XDG_CONFIG_HOME/systemd/user
mkdir -p "$units"
cp -n /usr/lib/systemd/user/*.target /usr/lib/systemd/user/systemd-exit.service "$units"
export SYSTEMD_UNIT_PATH=$units SYSTEMD_LOG_TARGET=console
$manager --user >"$XDG_RUNTIME_DIR/systemd.log" 2>&1 &
for _ in $(seq 100); do systemctl --user is-system-running 2>/dev/null | grep -qE 'running|degraded' && break; sleep 0.1; done
status=0
"$@" || status=$?
systemctl --user exit || true
wait
exit $status
