using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>The disk of a process: it outlives the process, and faults strike at it.</summary>
internal sealed class MemoryDisk(FaultPlan faults, SeededRandom random, Action<long> wait)
{
    private const long FullPpm = 60_000;
    private const long SlowPpm = 60_000;
    private const long SlowMsMax = 5_000;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _former = new(StringComparer.Ordinal);

    /// <summary>Number of files that took their final name.</summary>
    public long FinishedCount { get; private set; }

    /// <summary>Number of files that were opened for reading.</summary>
    public long ReadCount { get; private set; }

    /// <summary>The folder of one task.</summary>
    public ISnapshotFolder Folder(string task) => new TaskFolder(this, task + "/");

    /// <summary>Deletes everything.</summary>
    public void Wipe()
    {
        _files.Clear();
        _former.Clear();
    }

    /// <summary>Damages a file, as happens while nobody looks.</summary>
    public void Damage()
    {
        if (_files.Count == 0)
        {
            return;
        }

        string name = _files.Keys.ElementAt((int)random.Below(_files.Count));
        byte[] bytes = _files[name];
        if (bytes.Length > 0 && faults.Strikes(SimulatedFault.SnapshotFlipped, 500_000))
        {
            byte[] flipped = [.. bytes];
            flipped[random.Below(bytes.Length)] ^= (byte)(1 << (int)random.Below(8));
            Replace(name, flipped, SimulatedFault.SnapshotFlipped);
        }
        else if (bytes.Length > 0 && faults.Strikes(SimulatedFault.SnapshotCut, 200_000))
        {
            Replace(name, bytes[..(int)random.Below(bytes.Length)], SimulatedFault.SnapshotCut);
        }
        else if (faults.Strikes(SimulatedFault.SnapshotLost, 200_000))
        {
            _files.Remove(name);
            faults.Struck(SimulatedFault.SnapshotLost);
        }
        else if (_former.TryGetValue(name, out byte[]? former) && faults.Strikes(SimulatedFault.SnapshotOld, 300_000))
        {
            Replace(name, former, SimulatedFault.SnapshotOld);
        }
    }

    private void Replace(string name, byte[] bytes, SimulatedFault fault)
    {
        _files[name] = bytes;
        faults.Struck(fault);
    }

    private long Room() => faults.Strikes(SimulatedFault.DiskFull, FullPpm) ? random.Below(4_000) : long.MaxValue;

    private IOException Full()
    {
        faults.Struck(SimulatedFault.DiskFull);
        return new IOException("no space left on device");
    }

    private void Slow()
    {
        if (faults.Strikes(SimulatedFault.DiskSlow, SlowPpm))
        {
            faults.Struck(SimulatedFault.DiskSlow);
            wait(random.Between(1, SlowMsMax));
        }
    }

    private sealed class TaskFolder(MemoryDisk disk, string prefix) : ISnapshotFolder
    {
        public Stream? OpenRead(string name)
        {
            disk.Slow();
            if (!disk._files.TryGetValue(prefix + name, out byte[]? bytes))
            {
                return null;
            }

            disk.ReadCount++;
            return new MemoryStream(bytes, writable: false);
        }

        public Stream Create(string name) => new FileBeingWritten(disk);

        public void Finish(Stream file, string name, string finalName)
        {
            disk.Slow();
            if (disk._files.TryGetValue(prefix + finalName, out byte[]? former))
            {
                disk._former[prefix + finalName] = former;
            }

            disk._files[prefix + finalName] = ((FileBeingWritten)file).ToArray();
            disk.FinishedCount++;
        }

        public void Delete(string name) => disk._files.Remove(prefix + name);
    }

    private sealed class FileBeingWritten : MemoryStream
    {
        private readonly MemoryDisk _disk;
        private readonly long _room;

        public FileBeingWritten(MemoryDisk disk)
        {
            _disk = disk;
            _room = disk.Room();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _disk.Slow();
            if (Position + count > _room)
            {
                throw _disk.Full();
            }

            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
