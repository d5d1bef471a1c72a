namespace MarginStreams.Simulation;

/// <summary>The process ends here: nobody catches what a process does not live to see.</summary>
internal sealed class ProcessCrashedException() : Exception("the process crashed");
