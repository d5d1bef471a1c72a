namespace MarginStreams.Engine;

/// <content>All accounts at once, out and in.</content>
public sealed partial class MarginEngine
{
    /// <summary>
    /// Writes every account as it stands between two events. The market is not in it: that comes from a keyframe. Nor is a checksum: whoever keeps the bytes
    /// must be able to tell whether they are still the same.
    /// </summary>
    public SnapshotSummary WriteSnapshot(ISnapshotSink sink)
    {
        RefuseBigEndian();
        return new SnapshotWriter(_accounts, _market, _warnings, sink).Write();
    }

    /// <summary>
    /// Takes the accounts of a snapshot into an engine that never had one, without effects. It goes on as the engine that wrote it, once it has seen the market
    /// as that one had: one keyframe, before this or, as its next event, after it.
    /// </summary>
    /// <remarks>
    /// Whatever the tables rely on is checked, but an amount that changed into another is just another amount: bytes that may have changed must be checked by
    /// whoever kept them.
    /// </remarks>
    /// <exception cref="InvalidDataException">It cannot be read. The engine holds some of it, and is of no use any more.</exception>
    /// <exception cref="InvalidOperationException">The engine has or had accounts.</exception>
    public SnapshotSummary ReadSnapshot(ISnapshotSource source)
    {
        RefuseBigEndian();
        if (_accounts.Ids.UsedMax > 0)
        {
            throw new InvalidOperationException("a snapshot is read into an engine that never had an account");
        }

        SnapshotSummary summary = new SnapshotReader(_accounts, _market, _warnings, source).Read();
        _regions.InBulk = true;
        for (int account = 0; account < _accounts.Ids.UsedMax; account++)
        {
            ref AccountRow row = ref _accounts.Row(account);
            Classify(account);
            _standings.Move(account, row.Venue, (0, 0), (row.Band, _warnings[row.Warning]));
            Resume(account);
        }

        _regions.InBulk = false;
        RebuildAll();
        return summary;
    }

    /// <summary>Makes every index right after boundaries were set in bulk.</summary>
    private void RebuildAll()
    {
        for (int i = 0; i < _market.InstrumentCount; i++)
        {
            foreach (FactorSide side in _market.InstrumentAt(i).Sides)
            {
                side.Rebuild();
            }
        }
    }

    private static void RefuseBigEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("snapshots hold words as they lie in memory, which must be little-endian");
        }
    }
}
