namespace MarginStreams.Streams;

/// <summary>
/// The file whose entries make commits happen: a transaction is committed everywhere once its decision stands here, and nowhere before. When the file grows
/// too long, another takes its place that begins with a summary.
/// </summary>
internal sealed class DecisionFile : IDisposable
{
    private static readonly long Salt = FrameHeader.Salt("decisions");
    private readonly DiskContext _context;
    private readonly ByteBuffer _frame = new();
    private SegmentFile _file;
    private string _path;
    private long _next;

    private DecisionFile(DiskContext context, SegmentFile file, long next)
    {
        _context = context;
        _file = file;
        _path = file.Path;
        _next = next;
    }

    /// <summary>Whether it is time for another file.</summary>
    public bool IsFull => _file.Length >= _context.Options.DecisionBytesMax;

    /// <summary>Opens the file of a log, and visits what was decided.</summary>
    public static DecisionFile Open(DiskContext context, Action<Decision> visit)
    {
        long[] firsts = DiskLayout.Decisions(context.Root);
        long next = firsts.Length == 0 ? 0 : firsts[^1];
        foreach (long outdated in firsts.SkipLast(1))
        {
            File.Delete(DiskLayout.Decisions(context.Root, outdated));
        }

        var file = new SegmentFile(DiskLayout.Decisions(context.Root, next), Salt);
        long end = new FrameScan(file).Run(next, (header, _, payload) =>
        {
            visit(Decision.Read(payload));
            next = header.EndOffset;
        });
        if (end < file.Length)
        {
            DiskLog.TornTail(context.Logger, file.Path, end, file.Length - end);
            file.Cut(end);
        }

        return new DecisionFile(context, file, next);
    }

    /// <summary>Adds a decision.</summary>
    public void Append(Decision decision) => Append(_file, decision);

    /// <summary>Begins another file with a summary, which stands for all that was decided before.</summary>
    public void Begin(Decision summary) => _context.Write(() =>
    {
        string path = DiskLayout.Decisions(_context.Root, _next);
        string temporary = path + DiskLayout.TemporarySuffix;
        File.Delete(temporary);
        var file = new SegmentFile(temporary, Salt);
        Append(file, summary);
        File.Move(temporary, path);
        _file.Dispose();
        File.Delete(_path);
        _file = file;
        _path = path;
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Append(SegmentFile to, Decision decision)
    {
        _frame.Reset(FrameHeader.Bytes);
        decision.Write(_frame);
        FrameHeader.Complete(_frame.Written, 1, _next, _next + 1, Salt);
        _context.Write(() =>
        {
            to.Append(_frame.Written);
            if (_context.Syncs)
            {
                to.Sync();
            }
        });
        _next++;
    }
}
