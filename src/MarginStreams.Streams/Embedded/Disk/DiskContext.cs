using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// What the files of one log share. After a failed write nobody knows what stands in a file, so every further write is refused until the log is opened anew.
/// </summary>
internal sealed class DiskContext(string root, EmbeddedOptions options, ILogger logger)
{
    private Exception? _failure;

    /// <summary>The directory of the log.</summary>
    public string Root => root;

    /// <summary>The limits.</summary>
    public EmbeddedOptions Options => options;

    /// <summary>Hears of torn tails.</summary>
    public ILogger Logger => logger;

    /// <summary>Blocks in memory.</summary>
    public BlockCache Cache { get; } = new(options.CacheBytesMax);

    /// <summary>Whether a commit waits for the device.</summary>
    public bool Syncs => options.FlushMode == FlushMode.Power;

    /// <summary>Writes something.</summary>
    /// <exception cref="LogException">The device did not take it, or an earlier write.</exception>
    public void Write(Action write)
    {
        if (_failure is not null)
        {
            throw Failed(_failure);
        }

        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _failure = failure;
            throw Failed(failure);
        }
    }

    private LogException Failed(Exception failure) => new($"the log in {root} could not be written, and has to be opened anew: {failure.Message}", failure);
}
