namespace MarginStreams.Simulation;

/// <summary>The process that a faulty log serves, as the log sees it.</summary>
internal interface IFaultyHost
{
    /// <summary>Whether the log does not answer it right now.</summary>
    bool IsUnreachable { get; }

    /// <summary>Ends the process: nothing that it still does takes effect.</summary>
    void Crash();

    /// <summary>Lets time pass while nobody does anything.</summary>
    void Wait(long ms);

    /// <summary>Lets the others go on for a time, while this one stands still.</summary>
    void StandStill();

    /// <summary>Hears that a producer of it was fenced.</summary>
    void WasFenced();

    /// <summary>Does something later, whatever becomes of the process.</summary>
    void Later(Action action);
}
