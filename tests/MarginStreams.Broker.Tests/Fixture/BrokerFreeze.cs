using MarginStreams.Cli.Benching;

namespace MarginStreams.Broker.Tests;

/// <summary>Holds a broker's process still: what was sent to it waits in its sockets until it goes on.</summary>
internal static class BrokerFreeze
{
    /// <summary>Freezes it until the result is disposed.</summary>
    internal static IDisposable Freeze(this LocalBroker broker)
    {
        Signals.Freeze(broker.ProcessId);
        return new Thaw(broker);
    }

    private sealed class Thaw(LocalBroker broker) : IDisposable
    {
        public void Dispose() => Signals.Thaw(broker.ProcessId);
    }
}
