namespace MarginStreams.Streams.Tests;

/// <summary>The embedded log on disk keeps the contract of the log, with files of every size and with a commit that waits for the device.</summary>
public abstract class DiskLogContract(EmbeddedOptions options) : LogContract
{
    private readonly StandingClock _clock = new();
    private DiskWorld? _world;

    /// <inheritdoc/>
    protected override ILogCluster Connect()
    {
        _world = new DiskWorld(options, _clock);
        return _world.Log;
    }

    /// <inheritdoc/>
    protected override TimeSpan Pass(TimeSpan time)
    {
        _clock.AdvanceMs((long)time.TotalMilliseconds);
        return TimeSpan.Zero;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _world?.Dispose();
    }
}

/// <summary>As it is used.</summary>
public sealed class DiskLogContractWithDefaults() : DiskLogContract(new EmbeddedOptions());

/// <summary>Every file is full after a few records.</summary>
public sealed class DiskLogContractWithTinyFiles() : DiskLogContract(DiskWorld.Tiny);

/// <summary>Safe against a loss of power.</summary>
public sealed class DiskLogContractWithPower() : DiskLogContract(new EmbeddedOptions { FlushMode = FlushMode.Power });
