namespace MarginStreams.Streams.Tests;

/// <summary>A call of a client library that never returns holds nobody up, and the client is not ended under it.</summary>
public sealed class BoundedCallsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Make_CallReturns_IsDone()
    {
        var calls = new BoundedCalls();
        bool wasMade = false;
        Assert.True(calls.Make(() => wasMade = true, timeoutMs: 30_000));
        Assert.True(wasMade);
        Assert.False(calls.IsHanging);
    }

    [Fact]
    public void Make_CallThrows_ThrowsTheSame()
    {
        var calls = new BoundedCalls();
        var failure = new InvalidDataException("no");
        Assert.Same(failure, Assert.Throws<InvalidDataException>(() => calls.Make(() => throw failure, timeoutMs: 30_000)));
        Assert.False(calls.IsHanging);
    }

    [Fact]
    public void Make_CallDoesNotReturn_IsLeftBehindWithItsClient()
    {
        var calls = new BoundedCalls();
        using var held = new ManualResetEventSlim();
        using var client = new Client();
        Assert.False(calls.Make(held.Wait, timeoutMs: 1));
        Assert.True(calls.IsHanging);
        Assert.True(calls.HangingFor > TimeSpan.Zero);
        bool wasMade = false;
        Assert.False(calls.Make(() => wasMade = true, timeoutMs: 30_000));
        Assert.False(wasMade);

        calls.End(client, timeoutMs: 30_000);
        Assert.False(client.Ended.IsSet, "the client was ended under a call that is still in it");
        held.Set();
        Assert.True(client.Ended.Wait(Patience, TestContext.Current.CancellationToken), "nobody ended the client after its call");
    }

    [Fact]
    public void End_NoCallHangs_EndsTheClient()
    {
        using var client = new Client();
        new BoundedCalls().End(client, timeoutMs: 30_000);
        Assert.True(client.Ended.IsSet);
    }

    private sealed class Client : IDisposable
    {
        internal ManualResetEventSlim Ended { get; } = new();

        public void Dispose() => Ended.Set();
    }
}
