using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>The snapshot of one task: read at its start, written anew from time to time, wiped when anything is off.</summary>
internal sealed class SnapshotStore(SnapshotOptions options, TaskOptions task, TimeProvider clock, ILogger logger) : IDisposable
{
    private const string FileName = "snapshot";
    private readonly ISnapshotFolder _folder = options.FolderOf($"{task.ApplicationId}-{task.TaskId}");
    private SnapshotTaking? _taking;
    private long? _begunAt;

    /// <summary>Whether checksums are looked at. Only a test of the tests turns it off.</summary>
    internal bool Verify { get; init; } = true;

    /// <summary>Reads the snapshot into a processor that has no state yet, or returns null when there is none that can be used.</summary>
    /// <exception cref="TaskCorruptedException">It is not what was written; the processor has taken a part of it.</exception>
    public SnapshotManifest? Read(ISnapshotState state)
    {
        try
        {
            using Stream? file = _folder.OpenRead(FileName);
            if (file is null)
            {
                return null;
            }

            SnapshotManifest manifest = SnapshotFileReader.Read(file, state.ReadPiece, Verify);
            if (manifest.TaskId != $"{task.ApplicationId}-{task.TaskId}" || manifest.Changelog != task.Changelog)
            {
                throw new InvalidDataException($"it belongs to task {manifest.TaskId} and {manifest.Changelog}");
            }

            long ageMs = clock.GetUtcNow().ToUnixTimeMilliseconds() - manifest.BegunAtMs;
            return ageMs >= 0 && ageMs <= options.AgeMsMax ? manifest : throw new InvalidDataException($"it is {ageMs} ms old");
        }
        catch (Exception unusable) when (
            unusable is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or OverflowException)
        {
            throw new TaskCorruptedException($"the snapshot of task {task.TaskId} cannot be used: {unusable.Message}", unusable);
        }
    }

    /// <summary>Deletes the snapshot.</summary>
    public void Wipe()
    {
        try
        {
            _folder.Delete(FileName);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            throw new LogException($"the snapshot of task {task.TaskId} cannot be deleted: {stuck.Message}", stuck);
        }
    }

    /// <summary>
    /// Takes a step while everything is committed: begins a snapshot when it is time, or writes a piece of the one that was begun.
    /// </summary>
    public SnapshotStep Step(ISnapshotState state, Cut cut, Func<long> changelogEnd)
    {
        if (_taking is null)
        {
            _begunAt ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(_begunAt.Value).TotalMilliseconds < options.EveryMs)
            {
                return SnapshotStep.Nothing;
            }

            _begunAt = clock.GetTimestamp();
            long end = changelogEnd();
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();

            // The last records of a changelog are a cut and, when it has been written, its marker; so the cut is among the two before the end.
            var manifest = new SnapshotManifest(
                $"{task.ApplicationId}-{task.TaskId}", task.Changelog, Math.Max(0, end - 2), end, end, cut.Encode(), now, PieceCount: 0);
            _taking = new SnapshotTaking(_folder, FileName, manifest, state.BeginSnapshot(), options.InBackground);
        }

        SnapshotStep step = _taking.Step(changelogEnd);
        if (step is not (SnapshotStep.Completed or SnapshotStep.Failed))
        {
            return step;
        }

        if (_taking.Failure is { } failure)
        {
            logger.LogWarning(failure, "Task {Task}: its snapshot could not be written; the one before stays", task.TaskId);
        }

        _taking.Dispose();
        _taking = null;
        return step;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _taking?.Dispose();
        _taking = null;
    }
}
