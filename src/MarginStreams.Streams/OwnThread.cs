namespace MarginStreams.Streams;

/// <summary>
/// Runs what blocks on a thread of its own. The pool has a thread a processor and adds others twice a second: on a small machine a few that block there hold up
/// every commit by half a second.
/// </summary>
public static class OwnThread
{
    /// <summary>Starts it.</summary>
    public static Task Run(Action body) => Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Starts it.</summary>
    public static Task<T> Run<T>(Func<T> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
