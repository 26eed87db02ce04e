"""Containment by the kernel (Linux): a plan's own users, processes, network, mounts and semaphores.

What is in them is gone with their first process.  Nothing of the host's loopback is there; the file system is read-only
but for the plan's own folders, ``/tmp`` and ``/dev/shm``, which live in memory and are limited in size.

Started by path with the argument ``probe`` this says in one line why the kernel does not let us, nothing when it does.
"""

import ctypes
import errno
import os
import re
import socket
import struct
import sys
import tempfile

NEW_USER, NEW_PID, NEW_NET, NEW_IPC, NEW_MOUNTS = 0x10000000, 0x20000000, 0x40000000, 0x08000000, 0x00020000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 1 << 18
SYS_MOUNT_SETATTR = 442  # the same number on every architecture; Linux 5.12
AT_FDCWD, AT_RECURSIVE, ATTR_RDONLY = -100, 0x8000, 0x1
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41
PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 22, 24, 38
#: By machine: how the kernel calls it, and its number of memfd_create.
MEMFD_CREATE = {"x86_64": (0xC000003E, 319), "aarch64": (0xC00000B7, 279)}
CAPABILITY_VERSION_3 = 0x20080522
#: CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, KILL, SETGID, SETUID: what a reader who is root does with files
#: and processes.  Gone are those by which containment could be undone.
KEPT_CAPABILITIES = 0xFF
#: Folders whose content is the machine's own business; what the interpreter needs of them is kept.
MASKED = ("/tmp", "/run", "/var/tmp", "/var/log", "/dev")
#: Settings of the machine that a user who is root there could change.
MACHINES = ("/proc/sys", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/mtrr", "/proc/sysrq-trigger")
DEVICES = ("null", "zero", "full", "random", "urandom")
#: Sizes of what a plan may write, all of it in memory.
SIZES = {"scratch": "256m", "directory": "128m", "home": "64m", "/tmp": "64m", "/dev/shm": "64m"}
INODES = 20000
#: Processes and threads of a plan, where the kernel can count them for each namespace.
MOST_PROCESSES = 600
#: Bytes of shared memory that belong to no process.
MOST_SHARED = 64 << 20
PIDS_PER_NAMESPACE = (6, 14)


def leave():
    """Enter new namespaces; children of this process are in the new process namespace.  Raises OSError."""
    uid, gid = os.geteuid(), os.getegid()
    rest = NEW_PID | NEW_NET | NEW_IPC | NEW_MOUNTS
    try:
        _call("unshare", NEW_USER | rest)
    except OSError:
        if uid != 0:
            raise
        _call("unshare", rest)
    else:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", "%d %d 1" % (uid, uid))
        _write("/proc/self/gid_map", "%d %d 1" % (gid, gid))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        import fcntl

        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))


def settle(folders, needed=()):
    """Make the new namespaces habitable; the first process of them calls this, and then has no rights to undo it.

    `folders` are the plan's own, by their names in `SIZES`; `needed` are paths that have to stay visible.
    Raises OSError.
    """
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    _read_only("/", AT_RECURSIVE)
    kept = [(path, os.open(path, os.O_PATH)) for path in _needed(needed)]
    devices = [(os.path.join("/dev", name), os.open(os.path.join("/dev", name), os.O_PATH)) for name in _devices()]
    for path in (*MASKED, *_homes()):
        if os.path.isdir(path) and not os.path.islink(path):
            _memory(path, SIZES.get(path, "1m"), 0o1777 if path != "/dev" else 0o755)
    for path, descriptor in kept + devices:
        _keep(path, descriptor)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, os.path.join("/dev", name))
    os.makedirs("/dev/pts", exist_ok=True)
    _mount("devpts", "/dev/pts", "devpts", MS_NOSUID, "newinstance,ptmxmode=0666,mode=0620")
    os.symlink("pts/ptmx", "/dev/ptmx")
    os.makedirs("/dev/shm", exist_ok=True)
    _memory("/dev/shm", SIZES["/dev/shm"], 0o1777)
    for name, path in folders.items():
        os.makedirs(path, exist_ok=True)
        _memory(path, SIZES[name], 0o700)
    _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV)
    _limit_processes()
    _limit_shared_memory()
    for path in MACHINES:
        if os.path.exists(path):
            _mount(path, path, None, MS_BIND | MS_REC)
            _read_only(path, AT_RECURSIVE)
    _drop_rights()


def probe():
    """Why namespaces cannot be had on this machine; "" when they can."""
    if sys.platform != "linux":
        return "not Linux"
    with tempfile.TemporaryDirectory(prefix="doc-harness-") as folder:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            try:
                leave()
                inner = os.fork()
                if inner == 0:
                    settle({"directory": folder})
                    with open(os.path.join(folder, "written"), "w"):
                        os._exit(0)
                os._exit(0 if os.waitpid(inner, 0)[1] == 0 else 1)
            except BaseException as error:
                os.write(writer, str(error).encode())
            os._exit(1)
        os.close(writer)
        with os.fdopen(reader, "rb") as told:
            said = told.read().decode("utf-8", "replace")
        failed = os.waitpid(pid, 0)[1] != 0
    return said or ("namespaces cannot be set up" if failed else "")


def _needed(paths):
    """What has to stay visible below the folders that are masked, outer folders first."""
    here = os.path.dirname(os.path.abspath(__file__))
    wanted = [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.path.realpath(sys.executable)), here]
    found = {os.path.abspath(path) for path in [*wanted, *sys.path, *paths] if path and os.path.exists(path)}
    return sorted(path for path in found if path.startswith(tuple(folder + "/" for folder in (*MASKED, *_homes()))))


def _homes():
    """Where people keep what is nobody's business: keys, tokens, sockets."""
    import pwd

    try:
        own = [pwd.getpwuid(os.geteuid()).pw_dir]
    except KeyError:
        own = []
    return [path for path in dict.fromkeys(["/root", "/home", *own]) if path not in ("/", "") and os.path.isdir(path)]


def _devices():
    return [name for name in DEVICES if os.path.exists(os.path.join("/dev", name))]


def _keep(path, descriptor):
    """Have an object that was hidden by a mask at its old place again."""
    if os.path.isdir("/proc/self/fd/%d" % descriptor):
        os.makedirs(path, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a"):
            pass
    _mount("/proc/self/fd/%d" % descriptor, path, None, MS_BIND | MS_REC)
    os.close(descriptor)


def _memory(path, size, mode):
    _mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "size=%s,nr_inodes=%d,mode=%o" % (size, INODES, mode))


def _limit_shared_memory():
    """Of System V, which belongs to no process; the settings are the namespace's own."""
    try:
        _write("/proc/sys/kernel/shmmax", str(MOST_SHARED))
        _write("/proc/sys/kernel/shmall", str(MOST_SHARED // os.sysconf("SC_PAGE_SIZE")))
    except OSError:
        return


def _limit_processes():
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    # Before, the setting is the whole machine's.
    if release is not None and tuple(map(int, release.groups())) >= PIDS_PER_NAMESPACE:
        try:
            _write("/proc/sys/kernel/pid_max", str(MOST_PROCESSES))
        except OSError:
            return


def _drop_rights():
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        if not KEPT_CAPABILITIES >> capability & 1:
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # EINVAL beyond the last one that the kernel knows
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _refuse_memfd()
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    low = struct.pack("III", KEPT_CAPABILITIES, KEPT_CAPABILITIES, 0)
    if os.geteuid() != 0:
        low = struct.pack("III", 0, 0, 0)
    _call("capset", header, low + struct.pack("III", 0, 0, 0))


def _refuse_memfd():
    """Files without a name are memory that no limit of ours counts: creating one is refused (EPERM), by seccomp."""
    if os.uname().machine not in MEMFD_CREATE:
        return
    machine, number = MEMFD_CREATE[os.uname().machine]
    load, jump, end = 0x20, 0x15, 0x06  # BPF: a word of the call's data; if equal; return
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in (
            (load, 0, 0, 4),
            (jump, 0, 3, machine),
            (load, 0, 0, 0),
            (jump, 0, 1, number),
            (end, 0, 0, 0x00050000 | errno.EPERM),
            (end, 0, 0, 0x7FFF0000),
        )
    )
    buffer = ctypes.create_string_buffer(program, len(program))
    filter_mode = 2
    _call(
        "prctl", PR_SET_SECCOMP, filter_mode, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer)), 0, 0
    )


def _read_only(path, flags):
    attributes = (ctypes.c_uint64 * 4)(ATTR_RDONLY, 0, 0, 0)
    _call("syscall", SYS_MOUNT_SETATTR, AT_FDCWD, os.fsencode(path), flags, attributes, ctypes.sizeof(attributes))


def _mount(source, target, kind, flags, options=None):
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    _call("mount", texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def _call(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        what = " ".join(os.fsdecode(item) for item in arguments if isinstance(item, bytes) and b"\0" not in item)
        raise OSError(number, "%s %s: %s" % (name, what, os.strerror(number)))


if __name__ == "__main__":
    if sys.argv[1:] == ["probe"]:
        print(probe())
