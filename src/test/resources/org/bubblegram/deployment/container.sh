# Runs a command as a container would: with what an image holds and the mounts as the only files, as an unprivileged
# user without any capability. To be called by unshare --mount, so that nothing here outlives the command.
#   root: an empty folder; java: a Java home; app: the folder /app of the image; mounts: lines "folder path"
#   user, group; workdir; then the command with its environment: NAME=value ... program arguments
set -eu
root=$1 java=$2 app=$3 mounts=$4 user=$5 group=$6 workdir=$7
shift 7

mount -t tmpfs image "$root"
for folder in usr etc opt/java/openjdk proc dev app tmp; do
    mkdir -p "$root/$folder"
done
for link in bin lib lib64 sbin; do
    ln -s "usr/$link" "$root/$link"
done
for folder in usr etc; do
    mount --bind "/$folder" "$root/$folder"
    mount -o remount,bind,ro "$root/$folder"
done
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$java" "$root/opt/java/openjdk"
mount -o remount,bind,ro "$root/opt/java/openjdk"
mount --bind "$app" "$root/app"
mount -o remount,bind,ro "$root/app"
while read -r folder path; do
    mkdir -p "$root$path"
    mount --bind "$folder" "$root$path"
done <"$mounts"
mount -o remount,ro "$root"

exec chroot "$root" setpriv --reuid "$user" --regid "$group" --clear-groups --no-new-privs --bounding-set=-all \
    --inh-caps=-all env -i -C "$workdir" "$@"
