namespace MarginStreams.Cli.Benching;

/// <summary>How large a run of the streaming benchmark is.</summary>
/// <param name="Positions">Accounts with one position each.</param>
/// <param name="Seed">Seed of what is drawn.</param>
/// <param name="IsQuick">Few ticks and few samples: it shows that everything works, and measures little.</param>
/// <param name="BrokerPid">The broker's process, where its processor time is to be told too; 0 where not.</param>
public sealed record StreamBenchOptions(int Positions, ulong Seed, bool IsQuick, int BrokerPid)
{
    /// <summary>The most accounts: their ids have eight digits.</summary>
    public const int PositionsMax = 99_999_999;

    /// <summary>Holdings from which on the budgets of memory and of a start from snapshots count.</summary>
    public const int PositionsLarge = 10_000_000;

    /// <summary>Ticks that nobody crosses, measured once the same number has warmed up.</summary>
    public int Ticks => IsQuick ? 500 : 20_000;

    /// <summary>Crossings whose time is not counted: code is compiled, connections are made.</summary>
    public int WarmUps => IsQuick ? 5 : 100;

    /// <summary>Crossings whose time is counted.</summary>
    public int Samples => IsQuick ? 20 : 600;

    /// <summary>Accounts that cross one by one.</summary>
    public int Crossings => WarmUps + Samples;

    /// <summary>All accounts.</summary>
    public int Accounts => Positions + Crossings;
}
