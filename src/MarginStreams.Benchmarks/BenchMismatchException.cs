namespace MarginStreams.Benchmarks;

/// <summary>What was measured gives other results than brute force does; how fast it is does not matter then.</summary>
public sealed class BenchMismatchException(string message) : Exception(message);
